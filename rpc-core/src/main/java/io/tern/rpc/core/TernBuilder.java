// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link Tern} instance is made of. What is given here wins over what {@link java.util.ServiceLoader} finds.
 * Used by one thread.
 */
public final class TernBuilder {
    private final List<ConfigElement> elements = new ArrayList<>();
    private final List<Object> plugins = new ArrayList<>();
    private final Map<String, Object> namedBeans = new HashMap<>();
    private @Nullable BeanSource beans;
    private @Nullable ClassLoader classLoader;
    private UnaryOperator<@Nullable String> environment = key -> null;
    private boolean ofContainer;

    TernBuilder() {}

    /** The application's name: part of thread names, and sent to providers. Required here or as an element. */
    public TernBuilder application(String name) {
        return element(ConfigElement.of(ElementKind.APPLICATION).set("name", requireNonNull(name, "name")));
    }

    /** Adds an element. */
    public TernBuilder element(ConfigElement element) {
        elements.add(requireNonNull(element, "element"));
        return this;
    }

    /** Adds elements, in any order. */
    public TernBuilder elements(List<ConfigElement> several) {
        several.forEach(this::element);
        return this;
    }

    /** A bean that elements refer to: {@code ref="name"}, {@code onreturn="name.method"}. */
    public TernBuilder bean(String name, Object bean) {
        namedBeans.put(requireNonNull(name, "name"), requireNonNull(bean, "bean"));
        return this;
    }

    /** Where all other beans come from. */
    public TernBuilder beans(BeanSource source) {
        beans = requireNonNull(source, "source");
        return this;
    }

    /**
     * Where {@code include-spring-env} of a config center finds its items: texts of properties, by key, null for a key that
     * nobody knows. Spring contexts give their environment.
     */
    public TernBuilder environment(UnaryOperator<@Nullable String> texts) {
        environment = requireNonNull(texts, "texts");
        return this;
    }

    /**
     * Says that a container closes the instance, by {@link Tern#stopServing()} first and {@link Tern#close()} later. When the
     * process ends, the instance then stops serving, and closes by itself only if the container has not begun to within half
     * a second, or is not at {@link Tern#close()} within {@code shutwait}.
     */
    public TernBuilder closedByContainer() {
        ofContainer = true;
        return this;
    }

    /** Finds service interfaces and plug-ins; by default the context class loader of the thread that builds. */
    public TernBuilder classLoader(ClassLoader loader) {
        classLoader = requireNonNull(loader, "loader");
        return this;
    }

    /** A filter, to be named in {@code filter="…"}. */
    public TernBuilder filter(Filter filter) {
        return plugin(filter);
    }

    /** Hears of references that name it in {@code listener="…"}. */
    public TernBuilder referenceListener(ReferenceListener listener) {
        return plugin(listener);
    }

    /** Hears of services that name it in {@code listener="…"}. */
    public TernBuilder serviceListener(ServiceListener listener) {
        return plugin(listener);
    }

    /** A load balancer, to be named in {@code loadbalance="…"}. */
    public TernBuilder loadBalancer(LoadBalancer balancer) {
        return plugin(balancer);
    }

    /** A cluster, to be named in {@code cluster="…"}. */
    public TernBuilder cluster(Cluster cluster) {
        return plugin(cluster);
    }

    /** A router, to be named in {@code router="…"}. */
    public TernBuilder router(Router router) {
        return plugin(router);
    }

    /** A proxy factory, to be named in {@code proxy="…"}. */
    public TernBuilder proxyFactory(ProxyFactory factory) {
        return plugin(factory);
    }

    /** A transport, by the name of its protocol. */
    public TernBuilder transport(TransportFactory factory) {
        return plugin(factory);
    }

    /** A kind of registry, by the scheme of its addresses. */
    public TernBuilder registry(RegistryFactory factory) {
        return plugin(factory);
    }

    /** The serialization in place of the transport's own. */
    public TernBuilder serialization(Serialization serialization) {
        return plugin(serialization);
    }

    /** A kind of argument check, to be named in {@code validation="…"}. */
    public TernBuilder argumentValidator(ArgumentValidator validator) {
        return plugin(validator);
    }

    /** Replaces exceptions of services; the one given last is asked first. */
    public TernBuilder exceptionMapper(ExceptionMapper mapper) {
        return plugin(mapper);
    }

    /** Sees calls, requests and connections, beside others that are given or found. */
    public TernBuilder observer(RpcObserver seer) {
        return plugin(requireNonNull(seer, "seer"));
    }

    /** Makes the metrics or the tracing, in place of what a module on the class path would make. */
    public TernBuilder telemetry(TelemetryFactory factory) {
        return plugin(factory);
    }

    /** A command of the admin console, if there is one. */
    public TernBuilder consoleCommand(ConsoleCommand command) {
        return plugin(command);
    }

    private TernBuilder plugin(Object plugin) {
        plugins.add(requireNonNull(plugin, "plugin"));
        return this;
    }

    /**
     * Resolves and checks everything and makes the references' proxies, without opening a connection or port, except that
     * the settings in a config center are read if there is one.
     *
     * @throws io.tern.rpc.RpcConfigException with every mistake
     * @throws io.tern.rpc.RpcException if a config center with {@code check} cannot be reached
     */
    public Tern build() {
        ClassLoader loader = classLoader != null ? classLoader : defaultLoader();
        return new Tern(this, loader);
    }

    /** {@link #build()} and {@link Tern#start()}; closes again what was opened if the start fails. */
    public Tern start() {
        Tern tern = build();
        tern.start();
        return tern;
    }

    List<ConfigElement> elements() {
        return elements;
    }

    <T> List<T> plugins(Class<T> type) {
        return plugins.stream().filter(type::isInstance).map(type::cast).toList();
    }

    boolean ofContainer() {
        return ofContainer;
    }

    UnaryOperator<@Nullable String> environment() {
        return environment;
    }

    BeanSource beanSource() {
        BeanSource others = beans;
        return new BeanSource() {
            @Override
            public @Nullable Class<?> typeOf(String name) {
                Object named = namedBeans.get(name);
                if (named != null) {
                    return named.getClass();
                }
                return others == null ? null : others.typeOf(name);
            }

            @Override
            public boolean isSingleton(String name) {
                return namedBeans.containsKey(name) || (others != null && others.isSingleton(name));
            }

            @Override
            public Object bean(String name) {
                Object named = namedBeans.get(name);
                if (named != null) {
                    return named;
                }
                if (others == null) {
                    throw new IllegalArgumentException("There is no bean named \"" + name + "\"");
                }
                return others.bean(name);
            }
        };
    }

    private static ClassLoader defaultLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? TernBuilder.class.getClassLoader() : context;
    }
}
