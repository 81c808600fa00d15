// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.internal.consumer.CallbackSender;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.PreparedCall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The callback arguments that the references of a Tern instance have passed, by the link on which they were. A link without any
 * has no entry, and one that ends loses its entry. Thread-safe.
 */
public final class CallbackExports implements CallbackSender.Factory {
    private final Supplier<ProxyFactory> proxies;
    private final Consumer<Class<?>> gate;
    private final Executor executor;
    private final Ticker ticker;
    private final List<Filter> filters;
    private final LogLimit lines;
    private final Map<Class<?>, CallbackType> types = new ConcurrentHashMap<>();
    private final Map<Link, LinkExports> links = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param proxies asked when a method with callback arguments is first linked
     * @param gate is opened for every callback interface
     * @param executor runs callbacks, which may block
     * @param filters stand around all callbacks, the first of them outermost
     */
    CallbackExports(
            Supplier<ProxyFactory> proxies,
            Consumer<Class<?>> gate,
            Executor executor,
            Ticker ticker,
            List<Filter> filters) {
        this.proxies = proxies;
        this.gate = gate;
        this.executor = executor;
        this.ticker = ticker;
        this.filters = List.copyOf(filters);
        this.lines = new LogLimit(ticker, 10, 10_000);
    }

    @Override
    public @Nullable CallbackSender of(
            ReferenceSettings reference, List<MethodDescriptor> methods, ServiceKey service) {
        Outgoing[] byMethod = new Outgoing[methods.size()];
        boolean some = false;
        for (MethodDescriptor method : methods) {
            List<CallbackParameter> parameters =
                    CallbackParameter.of(method, reference.method(method.name()).arguments());
            if (!parameters.isEmpty()) {
                List<CallbackType> interfaces = parameters.stream()
                        .map(parameter -> types.computeIfAbsent(parameter.type(), this::newType))
                        .toList();
                byMethod[method.index()] = new Outgoing(
                        parameters,
                        interfaces,
                        service.group(),
                        reference.style().callbacks());
                some = true;
            }
        }
        return some ? (connection, call, prepared) -> send(connection, call, prepared, byMethod) : null;
    }

    private CallbackType newType(Class<?> type) {
        gate.accept(type);
        return new CallbackType(type, proxies.get(), filters, ticker);
    }

    /**
     * What is known about the callback arguments of a method.
     *
     * @param interfaces in the order of the parameters
     * @param limit most objects of one callback interface on one link
     */
    record Outgoing(
            List<CallbackParameter> parameters,
            List<CallbackType> interfaces,
            @Nullable String group,
            int limit) {}

    private ResponseFuture<@Nullable Object> send(
            Connection connection, Invocation call, PreparedCall prepared, @Nullable Outgoing[] byMethod) {
        Outgoing outgoing = byMethod[call.method().index()];
        if (outgoing == null) {
            return connection.send(call, prepared);
        }
        try {
            Link link = connection.link(call, prepared);
            ResponseFuture<@Nullable Object> outcome = exports(link).send(link, call, prepared, outgoing);
            if (link.isOpen() || Outcome.unsent(outcome) == null) {
                return outcome;
            }
            // The link was about to be closed when the call came: on to the next one.
            Link next = connection.link(call, prepared);
            return exports(next).send(next, call, prepared, outgoing);
        } catch (RpcException e) {
            return ResponseFuture.failed(e);
        }
    }

    private LinkExports exports(Link link) {
        LinkExports known = links.get(link);
        if (known != null) {
            return known;
        }
        LinkExports made = links.computeIfAbsent(link, key -> {
            LinkExports exports = new LinkExports(executor, lines);
            if (key.isOpen()) { // else it may have been served once, and nothing will come over it any more
                key.serve(exports);
            }
            return exports;
        });
        link.onClose(() -> {
            links.remove(link);
            made.clear();
        });
        return made;
    }

    /** Objects that peers may call now. */
    public int size() {
        return links.values().stream().mapToInt(LinkExports::size).sum();
    }
}
