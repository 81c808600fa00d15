// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.ConsoleCommand;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ReferenceListener;
import io.tern.rpc.spi.Router;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.ServiceListener;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import io.tern.rpc.spi.transport.TransportFactory;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Extensions that are beans of a context or of its ancestors. */
final class PluginBeans {
    /** Those that an instance cannot be built without. */
    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(LoadBalancer.class, TernBuilder::loadBalancer),
            new Kind<>(Cluster.class, TernBuilder::cluster),
            new Kind<>(Router.class, TernBuilder::router),
            new Kind<>(RegistryFactory.class, TernBuilder::registry),
            new Kind<>(Serialization.class, TernBuilder::serialization),
            new Kind<>(ProxyFactory.class, TernBuilder::proxyFactory),
            new Kind<>(TransportFactory.class, TernBuilder::transport),
            new Kind<>(RpcObserver.class, TernBuilder::observer),
            new Kind<>(TelemetryFactory.class, TernBuilder::telemetry));

    private final ConfigurableListableBeanFactory beans;

    PluginBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    private record Kind<T>(Class<T> type, BiConsumer<TernBuilder, T> add) {}

    /** Whether there are any that an instance cannot be built without; creates none. */
    boolean areNeeded() {
        return KINDS.stream().anyMatch(kind -> !names(kind.type()).isEmpty());
    }

    /** Gives all to the builder, and creates those that it needs at once; the others wait until they are asked something. */
    void addTo(TernBuilder builder) {
        KINDS.forEach(kind -> addTo(builder, kind));
        late(Filter.class).forEach(bean -> builder.filter(new BeanFilter(bean)));
        late(ReferenceListener.class).forEach(bean -> builder.referenceListener(new BeanReferenceListener(bean)));
        late(ServiceListener.class).forEach(bean -> builder.serviceListener(new BeanServiceListener(bean)));
        late(ArgumentValidator.class).forEach(bean -> builder.argumentValidator(new BeanValidator(bean)));
        late(ConsoleCommand.class).forEach(bean -> builder.consoleCommand(new BeanConsoleCommand(bean)));
        late(ExceptionMapper.class).forEach(bean -> builder.exceptionMapper(new BeanExceptionMapper(bean)));
    }

    private <T> void addTo(TernBuilder builder, Kind<T> kind) {
        names(kind.type()).forEach(name -> kind.add().accept(builder, beans.getBean(name, kind.type())));
    }

    private <T> Stream<LateBean<T>> late(Class<T> type) {
        return names(type).stream().map(name -> new LateBean<>(beans, name, type));
    }

    /** Creates none of them. */
    private List<String> names(Class<?> type) {
        return List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, false, false));
    }
}
