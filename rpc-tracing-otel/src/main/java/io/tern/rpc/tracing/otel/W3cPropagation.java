// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.tern.rpc.spi.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code traceparent} and {@code tracestate}, as the W3C's Trace Context has them. */
final class W3cPropagation implements Propagation {
    private static final List<String> KEYS = List.of("traceparent", "tracestate");
    private static final TextMapSetter<Invocation> SETTER = W3cPropagation::set;

    private static final TextMapGetter<Invocation> GETTER = new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // earlier releases want it
        public Iterable<String> keys(Invocation call) {
            return KEYS;
        }

        @Override
        public @Nullable String get(@Nullable Invocation call, String key) {
            return call == null ? null : Propagation.text(call, key);
        }
    };

    private final W3CTraceContextPropagator propagator = W3CTraceContextPropagator.getInstance();

    private static void set(@Nullable Invocation call, String key, String value) {
        if (call != null) {
            call.attach(key, value);
        }
    }

    @Override
    public Origin read(Invocation call) {
        if (call.attachment("traceparent") == null) {
            return Origin.NONE;
        }
        Context read = propagator.extract(Context.root(), call, GETTER);
        return Origin.of(Span.fromContext(read).getSpanContext());
    }

    @Override
    public void write(SpanContext span, Invocation call) {
        Propagation.remove(call, KEYS);
        propagator.inject(Context.root().with(Span.wrap(span)), call, SETTER);
    }
}
