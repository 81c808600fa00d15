// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.consumer.CallSite;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a service calls the objects of one callback interface; worked out once, for all of them. Immutable.
 *
 * @param options by method index
 * @param prepared by method index
 * @param filters around each call, the first of them outermost
 */
record CallbackCalls(
        Class<?> type,
        ServiceKey key,
        List<MethodDescriptor> methods,
        List<CallOptions> options,
        List<PreparedCall> prepared,
        ProxyFactory proxies,
        Ticker ticker,
        List<Filter> filters) {
    /** As the service's other settings of calls, but under the names of the callback's methods. */
    static CallbackCalls of(
            ServiceSettings service,
            Class<?> type,
            ProxyFactory proxies,
            Transport transport,
            Ticker ticker,
            List<Filter> filters) {
        List<MethodDescriptor> methods = new ArrayList<>(MethodDescriptor.of(type));
        methods.add(MethodDescriptor.echo(methods.size(), type));
        Map<String, String> token = service.token() == null ? Map.of() : Map.of("token", service.token());
        CallHead head = new CallHead(
                type.getName(),
                type.getName(),
                null,
                service.service().group(),
                token,
                service.style().payloadLimitBytes(service.protocols().get(0).server()),
                true);
        return new CallbackCalls(
                type,
                new ServiceKey(service.service().group(), type.getName(), null),
                List.copyOf(methods),
                methods.stream().map(method -> options(service, method)).toList(),
                methods.stream().map(method -> transport.prepare(method, head)).toList(),
                proxies,
                ticker,
                filters);
    }

    private static CallOptions options(ServiceSettings service, MethodDescriptor method) {
        CallMode mode = CallMode.SYNC;
        if ("false".equals(said(service, method, "return"))) {
            mode = CallMode.ONEWAY;
        } else if (method.returnsFuture() || "true".equals(said(service, method, "async"))) {
            mode = CallMode.FUTURE;
        }
        int timeoutMillis = millis(
                said(service, method, "timeout"), service.method(method.name()).timeoutMillis());
        return new CallOptions(mode, false, TimeUnit.MILLISECONDS.toNanos(timeoutMillis), 0);
    }

    private static @Nullable String said(ServiceSettings service, MethodDescriptor method, String name) {
        String text = service.parameters().get(method.name() + "." + name);
        return text == null ? null : text.strip();
    }

    private static int millis(@Nullable String text, int otherwise) {
        try {
            int millis = text == null ? otherwise : Integer.parseInt(text);
            return millis > 0 ? millis : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    PreparedCall prepared(MethodDescriptor method) {
        return prepared.get(method.index());
    }

    /** An object of the interface whose calls go to {@code target}. */
    Object stub(Invoker target, String description) {
        Invoker filtered = FilterChain.link(filters, target);
        List<MethodCall> sites = new ArrayList<>(methods.size());
        for (MethodDescriptor method : methods) {
            sites.add(new CallSite(key, method, options.get(method.index()), filtered, ticker));
        }
        return proxies.stub(type, methods, sites, description);
    }
}
