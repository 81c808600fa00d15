// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import org.jspecify.annotations.Nullable;

/**
 * A span around each call of a reference, whatever number of attempts it takes. What runs inside, and the stages of a
 * synchronous call's outcome, see it; callbacks of an asynchronous call see the span in which the call was made, or where
 * there is none, that of the call.
 */
final class TracedCalls implements Filter {
    private final Spans spans;
    private final Propagation propagation;

    TracedCalls(Spans spans, Propagation propagation) {
        this.spans = spans;
        this.propagation = propagation;
    }

    @Override
    public String name() {
        return "tracing-calls";
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
        Context outer = Context.current();
        Origin origin = Origin.of(Span.fromContext(outer).getSpanContext());
        boolean apart = !origin.parent().isValid();
        if (apart) {
            // A thread that knows the request only by its attachments, or what the application has attached itself.
            origin = propagation.read(call);
        }
        Span span = spans.begin(SpanKind.CLIENT, outer, origin, call.service().interfaceName(), CallNames.method(call));
        propagation.write(span.getSpanContext(), call);
        Context inner = outer.with(span);
        if (apart) {
            call.carry(TraceCarrier.carried(inner));
        }
        ResponseFuture<@Nullable Object> future;
        try (TraceScope scope = TraceScope.open(inner)) {
            future = next.invoke(call);
            if (call.options().mode() == CallMode.SYNC && !future.isDone()) {
                awaitEnd(future);
            }
        } catch (Throwable error) {
            spans.end(span, error);
            throw error;
        }
        future.beforeStages((value, error) -> {
            spans.peer(span, "server", future.remoteAddress());
            spans.end(span, error);
        });
        return future;
    }

    /** On the caller, who waits in any case: so that the stages of filters run inside of the span. */
    private static void awaitEnd(ResponseFuture<@Nullable Object> future) {
        try {
            future.await();
        } catch (Throwable error) {
            // The caller reads it from the future.
        }
    }
}
