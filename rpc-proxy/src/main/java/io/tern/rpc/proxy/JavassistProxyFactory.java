// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import io.tern.rpc.proxy.internal.ClassCache;
import io.tern.rpc.proxy.internal.DispatcherClass;
import io.tern.rpc.proxy.internal.NoPlaceException;
import io.tern.rpc.proxy.internal.StubClass;
import io.tern.rpc.proxy.internal.StubMethods;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceDispatcher;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generates stubs and dispatchers as hidden classes: no reflection on the way of a call. Name {@code javassist}, the
 * default.
 *
 * <p>The classes live in the interface's own package if its module is open to Tern (always so on the class path),
 * otherwise in Tern's; where neither sees all that is needed, {@link JdkProxyFactory} does the work. There is one class
 * per interface while it is in use; it is unloaded with its last stub. An interface that declares
 * {@code toString()}, {@code hashCode()}, {@code equals(Object)} or {@code finalize()} gets Object's meaning of them,
 * never a call. A checked exception that the method does not declare passes unchanged too.
 *
 * <p>Thread-safe; the cache of classes belongs to the instance.
 */
public final class JavassistProxyFactory implements ProxyFactory {
    private static final Logger log = LoggerFactory.getLogger(JavassistProxyFactory.class);

    private final ClassCache<StubClass> stubs = new ClassCache<>();
    private final ClassCache<DispatcherClass> dispatchers = new ClassCache<>();
    private final JdkProxyFactory jdk = new JdkProxyFactory();

    @Override
    public String name() {
        return "javassist";
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if no class can implement the interface: it is a class, it is sealed, or it is
     *     not visible to Tern and does not see Tern either
     */
    @Override
    public <T> T stub(
            Class<T> serviceInterface, List<MethodDescriptor> methods, List<MethodCall> calls, String description) {
        StubMethods.requireImplementable(serviceInterface);
        StubClass stub = stubs.get(serviceInterface);
        if (stub == null || !stub.isFor(methods)) {
            try {
                stub = StubClass.define(serviceInterface, methods);
            } catch (NoPlaceException e) {
                log.debug(
                        "{} gets a JDK proxy, no stub can be generated: {}",
                        serviceInterface.getName(),
                        e.getMessage());
                return jdk.stub(serviceInterface, methods, calls, description);
            }
            stubs.put(serviceInterface, stub);
        }
        return serviceInterface.cast(stub.newStub(calls, description));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the type is a class, or its methods cannot be called from here
     */
    @Override
    public ServiceDispatcher dispatcher(Class<?> serviceInterface, List<MethodDescriptor> methods) {
        StubMethods.requireInterface(serviceInterface);
        DispatcherClass dispatcher = dispatchers.get(serviceInterface);
        if (dispatcher == null || !dispatcher.isFor(methods)) {
            try {
                dispatcher = DispatcherClass.define(serviceInterface, methods);
            } catch (NoPlaceException e) {
                log.debug(
                        "{} is called through handles, no dispatcher can be generated: {}",
                        serviceInterface.getName(),
                        e.getMessage());
                return jdk.dispatcher(serviceInterface, methods);
            }
            dispatchers.put(serviceInterface, dispatcher);
        }
        return dispatcher.dispatcher();
    }
}
