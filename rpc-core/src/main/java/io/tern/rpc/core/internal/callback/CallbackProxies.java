// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.provider.CallbackReceiver;
import io.tern.rpc.core.internal.provider.ReservedKeys;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the services of a Tern instance got in place of callback arguments, by the link of their consumer. A link
 * without any has no entry, and one that ends loses its entry. Thread-safe.
 */
public final class CallbackProxies implements CallbackReceiver.Factory {
    private final Transport transport;
    private final Supplier<ProxyFactory> proxies;
    private final Consumer<Class<?>> gate;
    private final Ticker ticker;
    private final List<Filter> filters;
    private final Map<Link, LinkProxies> links = new ConcurrentHashMap<>();

    /**
     * None yet.
     *
     * @param proxies asked when a service with callback arguments is exported
     * @param gate is opened for every callback interface
     * @param filters stand around all calls, the first of them outermost
     */
    CallbackProxies(
            Transport transport,
            Supplier<ProxyFactory> proxies,
            Consumer<Class<?>> gate,
            Ticker ticker,
            List<Filter> filters) {
        this.transport = transport;
        this.proxies = proxies;
        this.gate = gate;
        this.ticker = ticker;
        this.filters = List.copyOf(filters);
    }

    @Override
    public @Nullable CallbackReceiver of(ServiceSettings service, MethodDescriptor method) {
        List<CallbackParameter> parameters =
                CallbackParameter.of(method, service.method(method.name()).arguments());
        if (parameters.isEmpty()) {
            return null;
        }
        List<Incoming> incoming = new ArrayList<>();
        for (CallbackParameter parameter : parameters) {
            gate.accept(parameter.type());
            incoming.add(new Incoming(
                    parameter, CallbackCalls.of(service, parameter.type(), proxies.get(), transport, ticker, filters)));
        }
        return call -> receive(call, method, incoming, service.style().callbacks());
    }

    /** A parameter, and how its arguments are called. */
    private record Incoming(CallbackParameter parameter, CallbackCalls calls) {}

    private @Nullable String receive(IncomingCall call, MethodDescriptor method, List<Incoming> incoming, int limit) {
        @Nullable Object[] arguments = call.arguments();
        List<Runnable> undo = new ArrayList<>(0);
        for (Incoming each : incoming) {
            CallbackParameter parameter = each.parameter();
            String id = ReservedKeys.text(call.attachments(), parameter.key());
            if (id == null) {
                continue; // the consumer has passed null
            }
            int position = parameter.position();
            if (!isId(id)) {
                undo.forEach(Runnable::run);
                return method + " was not called: attachment " + parameter.key()
                        + " is not the id of a callback object";
            }
            if (!parameter.added()) {
                LinkProxies known = links.get(call.link());
                arguments[position] = known == null ? null : known.remove(parameter.type(), id);
                continue;
            }
            LinkProxies known = proxies(call.link());
            if (!known.has(parameter.type(), id)) {
                undo.add(() -> known.drop(parameter.type(), id));
            }
            arguments[position] = known.add(each.calls(), id, limit);
            if (arguments[position] == null) {
                undo.forEach(Runnable::run);
                return method + " was not called: callbacks=\"" + limit + "\" of its service allows no more objects of "
                        + parameter.type().getName() + " on one connection; remove some, or raise callbacks";
            }
        }
        return null;
    }

    /** A whole number: what every peer sends. */
    private static boolean isId(String text) {
        return text.length() <= 20
                && !text.isEmpty()
                && text.chars().allMatch(unit -> (unit >= '0' && unit <= '9') || unit == '-');
    }

    private LinkProxies proxies(Link link) {
        LinkProxies known = links.get(link);
        if (known != null) {
            return known;
        }
        LinkProxies made = links.computeIfAbsent(link, LinkProxies::new);
        link.onClose(() -> {
            links.remove(link);
            made.clear();
        });
        return made;
    }

    /** Proxies of objects that consumers have not removed. */
    public int size() {
        return links.values().stream().mapToInt(LinkProxies::size).sum();
    }
}
