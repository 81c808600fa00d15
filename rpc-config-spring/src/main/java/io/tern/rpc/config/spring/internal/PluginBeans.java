// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.Router;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.spi.transport.TransportFactory;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Extensions that are beans of a context or of its ancestors, besides filters: an instance cannot be built without them. */
final class PluginBeans {
    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(LoadBalancer.class, TernBuilder::loadBalancer),
            new Kind<>(Cluster.class, TernBuilder::cluster),
            new Kind<>(Router.class, TernBuilder::router),
            new Kind<>(RegistryFactory.class, TernBuilder::registry),
            new Kind<>(Serialization.class, TernBuilder::serialization),
            new Kind<>(ProxyFactory.class, TernBuilder::proxyFactory),
            new Kind<>(TransportFactory.class, TernBuilder::transport),
            new Kind<>(RpcObserver.class, TernBuilder::observer));

    private final ConfigurableListableBeanFactory beans;

    PluginBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    private record Kind<T>(Class<T> type, BiConsumer<TernBuilder, T> add) {
        /** Creates none of them. */
        List<String> names(ConfigurableListableBeanFactory beans) {
            return List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, false, false));
        }

        void addAll(ConfigurableListableBeanFactory beans, TernBuilder builder) {
            names(beans).forEach(name -> add.accept(builder, beans.getBean(name, type)));
        }
    }

    /** Whether there are any; creates none. */
    boolean areThere() {
        return KINDS.stream().anyMatch(kind -> !kind.names(beans).isEmpty());
    }

    /** Creates them, if that is not done yet, and gives them to the builder. */
    void addTo(TernBuilder builder) {
        KINDS.forEach(kind -> kind.addAll(beans, builder));
    }
}
