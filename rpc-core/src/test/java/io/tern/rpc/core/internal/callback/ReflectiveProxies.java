// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceDispatcher;
import java.util.List;

/** Calls by reflection. */
final class ReflectiveProxies implements ProxyFactory {
    @Override
    public String name() {
        return "reflective";
    }

    @Override
    public <T> T stub(
            Class<T> serviceInterface, List<MethodDescriptor> methods, List<MethodCall> calls, String description) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ServiceDispatcher dispatcher(Class<?> serviceInterface, List<MethodDescriptor> methods) {
        return (index, service, arguments) -> methods.get(index).method().invoke(service, arguments);
    }
}
