// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.spi.ServiceListener;

/** A listener that is a bean, under the bean's name. */
record BeanServiceListener(LateBean<ServiceListener> bean) implements ServiceListener {
    @Override
    public String name() {
        return bean.name();
    }

    @Override
    public void exported(ServiceSettings service) {
        bean.get().exported(service);
    }

    @Override
    public void unexported(ServiceSettings service) {
        bean.get().unexported(service);
    }
}
