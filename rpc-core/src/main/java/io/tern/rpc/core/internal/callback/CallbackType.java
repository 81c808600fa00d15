// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.core.internal.provider.ExceptionRule;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceDispatcher;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.RequestTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A callback interface on the consumer, worked out once. Immutable. */
final class CallbackType {
    private final Class<?> type;
    private final List<Filter> filters;
    private final Ticker ticker;
    private final ServiceDispatcher dispatcher;
    private final ExceptionRule exceptionRule;
    private final Map<String, Target> targets = new HashMap<>();
    private final Target nothing;

    /** With filters around each call, the first of them outermost. */
    CallbackType(Class<?> type, ProxyFactory proxies, List<Filter> filters, Ticker ticker) {
        List<MethodDescriptor> methods = MethodDescriptor.of(type);
        this.type = type;
        this.filters = filters;
        this.ticker = ticker;
        this.dispatcher = proxies.dispatcher(type, methods);
        this.exceptionRule = new ExceptionRule(type, Map.of());
        for (MethodDescriptor method : methods) {
            targets.put(
                    method.name() + method.parameterDescriptor(),
                    new Target(this, method, Set.copyOf(method.exceptionTypes()), true));
        }
        this.nothing = new Target(this, MethodDescriptor.echo(methods.size(), type), Set.of(), false);
    }

    /**
     * A method of the interface.
     *
     * @param exceptions those it declares
     * @param known false: it has no such method, and another one stands in for it, for a reply without a value
     */
    record Target(CallbackType owner, MethodDescriptor method, Set<Class<?>> exceptions, boolean known)
            implements RequestTarget {}

    Class<?> type() {
        return type;
    }

    String name() {
        return type.getName();
    }

    List<Filter> filters() {
        return filters;
    }

    Ticker ticker() {
        return ticker;
    }

    ExceptionRule exceptionRule() {
        return exceptionRule;
    }

    /** Never null: a peer with another version of the interface gets a result without a value. */
    Target find(@Nullable String method, @Nullable String descriptor) {
        return targets.getOrDefault(method + descriptor, nothing);
    }

    @Nullable
    Object dispatch(MethodDescriptor method, Object callback, @Nullable Object[] arguments) throws Throwable {
        return dispatcher.dispatch(method.index(), callback, arguments);
    }
}
