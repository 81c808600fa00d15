// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceDispatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stubs and dispatchers of one factory with recorded calls. */
final class Wired {
    /** One recorded call. */
    record Call(String method, @Nullable Object[] arguments) {}

    /** Answers a recorded call. */
    @FunctionalInterface
    interface Answer {
        @Nullable
        Object to(MethodDescriptor method, @Nullable Object[] arguments) throws Throwable;
    }

    private final ProxyFactory factory;
    final List<Call> calls = new ArrayList<>();

    Wired(ProxyFactory factory) {
        this.factory = factory;
    }

    static List<MethodDescriptor> methods(Class<?> type) {
        List<MethodDescriptor> methods = new ArrayList<>(MethodDescriptor.of(type));
        methods.add(MethodDescriptor.echo(methods.size(), type));
        return methods;
    }

    /** A stub that records its calls and gives them the answer. */
    <T> T stub(Class<T> type, Answer answer) {
        List<MethodDescriptor> methods = methods(type);
        List<MethodCall> wired = new ArrayList<>();
        for (MethodDescriptor method : methods) {
            wired.add(arguments -> {
                calls.add(new Call(method.index() + " " + method, arguments));
                return answer.to(method, arguments);
            });
        }
        return factory.stub(type, methods, wired, "reference to " + type.getSimpleName());
    }

    /** A stub whose calls go to a dispatcher of the same factory and so to the service. */
    <T> T loop(Class<T> type, T service) {
        ServiceDispatcher dispatcher = factory.dispatcher(type, MethodDescriptor.of(type));
        return stub(type, (method, arguments) -> dispatcher.dispatch(method.index(), service, arguments));
    }

    /** The index of the only method with these parameters. */
    static int index(Class<?> type, String name, Class<?>... parameters) {
        return MethodDescriptor.of(type).stream()
                .filter(method ->
                        method.name().equals(name) && method.parameterTypes().equals(List.of(parameters)))
                .findFirst()
                .orElseThrow()
                .index();
    }

    Call onlyCall() {
        if (calls.size() != 1) {
            throw new AssertionError("calls: " + calls);
        }
        return calls.get(0);
    }
}
