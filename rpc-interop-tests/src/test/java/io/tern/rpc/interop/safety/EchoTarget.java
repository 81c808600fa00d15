// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a {@link TargetService} of any class loader: returns its argument, and counts. */
final class EchoTarget implements InvocationHandler {
    private final AtomicInteger calls = new AtomicInteger();

    /** The service as an object of the interface. */
    Object as(Class<?> serviceInterface) {
        return Proxy.newProxyInstance(serviceInterface.getClassLoader(), new Class<?>[] {serviceInterface}, this);
    }

    /** How often a method of the interface was reached. */
    int calls() {
        return calls.get();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        calls.incrementAndGet();
        return arguments[0];
    }
}
