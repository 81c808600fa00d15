// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.spi.ServiceListener;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** As {@link BeanReferenceListener}, for services. */
record BeanServiceListener(BeanFactory beans, String name) implements ServiceListener {
    /** All of them among the beans of a context and its ancestors. */
    static List<ServiceListener> of(ConfigurableListableBeanFactory beans) {
        return Stream.of(
                        BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, ServiceListener.class, false, false))
                .<ServiceListener>map(name -> new BeanServiceListener(beans, name))
                .toList();
    }

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
