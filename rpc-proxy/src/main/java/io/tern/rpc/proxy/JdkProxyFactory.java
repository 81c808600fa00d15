// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import io.tern.rpc.proxy.internal.HandleDispatcher;
import io.tern.rpc.proxy.internal.ProxyHandler;
import io.tern.rpc.proxy.internal.StubMethods;
import io.tern.rpc.proxy.internal.VisibleLoader;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceDispatcher;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Makes stubs with {@link Proxy} and dispatchers with method handles. Name {@code jdk}. Slower than
 * {@link JavassistProxyFactory}, but needs no generated class in the interface's package.
 *
 * <p>Same rules, with one exception that {@link Proxy} imposes: a checked exception that the method does not declare
 * arrives inside an {@link java.lang.reflect.UndeclaredThrowableException}. Stateless; thread-safe.
 */
public final class JdkProxyFactory implements ProxyFactory {
    @Override
    public String name() {
        return "jdk";
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if no proxy can implement the interface: it is a class, it is sealed, or it is
     *     not public and its class loader does not know Tern
     */
    @Override
    public <T> T stub(
            Class<T> serviceInterface, List<MethodDescriptor> methods, List<MethodCall> calls, String description) {
        StubMethods.requireImplementable(serviceInterface);
        List<Class<?>> types = StubMethods.types(serviceInterface);
        ClassLoader loader = VisibleLoader.of(serviceInterface, types);
        ProxyHandler handler = new ProxyHandler(serviceInterface, methods, calls, description);
        try {
            return serviceInterface.cast(Proxy.newProxyInstance(loader, types.toArray(Class<?>[]::new), handler));
        } catch (IllegalArgumentException | IllegalAccessError e) {
            throw new IllegalArgumentException(
                    "No stub can be made for " + serviceInterface.getName() + ": " + e.getMessage()
                            + ". Make the interface public, or let its class loader see Tern's classes.",
                    e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the type is a class, or its methods cannot be called from here
     */
    @Override
    public ServiceDispatcher dispatcher(Class<?> serviceInterface, List<MethodDescriptor> methods) {
        StubMethods.requireInterface(serviceInterface);
        return new HandleDispatcher(serviceInterface, methods);
    }
}
