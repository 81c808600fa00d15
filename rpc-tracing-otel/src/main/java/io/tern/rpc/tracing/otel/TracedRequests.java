// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import org.jspecify.annotations.Nullable;

/** A span around each request, until its answer is there, with what the consumer sent as its parent. */
final class TracedRequests implements Filter {
    private final Spans spans;
    private final Propagation propagation;

    TracedRequests(Spans spans, Propagation propagation) {
        this.spans = spans;
        this.propagation = propagation;
    }

    @Override
    public String name() {
        return "tracing-requests";
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation request, Invoker next) {
        // Nothing of this thread: an earlier request may have left something, and inside the process it can be the
        // caller's.
        Context outer = Context.root();
        Span span = spans.begin(
                SpanKind.SERVER,
                outer,
                propagation.read(request),
                request.service().interfaceName(),
                request.method().name());
        spans.peer(span, "client", request.remoteAddress());
        ResponseFuture<@Nullable Object> future;
        try (TraceScope scope = TraceScope.open(outer.with(span))) {
            future = next.invoke(request);
        } catch (Throwable error) {
            spans.end(span, error);
            throw error;
        }
        future.beforeStages((value, error) -> spans.end(span, error));
        return future;
    }
}
