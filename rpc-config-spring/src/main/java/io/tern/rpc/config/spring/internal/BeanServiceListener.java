// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.spi.ServiceListener;
import org.springframework.beans.factory.BeanFactory;

/** As {@link BeanReferenceListener}, for services. */
record BeanServiceListener(BeanFactory beans, String name) implements ServiceListener {
    private ServiceListener bean() {
        return beans.getBean(name, ServiceListener.class);
    }

    @Override
    public void exported(ServiceSettings service) {
        bean().exported(service);
    }

    @Override
    public void unexported(ServiceSettings service) {
        bean().unexported(service);
    }
}
