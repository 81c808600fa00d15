// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A time in which a thread shows a context of OpenTelemetry and, in the logging context, the ids of its span. Opened and
 * closed on one thread, inside out.
 */
@SuppressWarnings("MustBeClosedChecker") // closing is what this class is for
final class TraceScope implements AutoCloseable {
    static final String TRACE_ID = "trace_id";
    static final String SPAN_ID = "span_id";

    private final Context contextBefore;
    private final @Nullable String traceBefore;
    private final @Nullable String spanBefore;
    private final Scope scope;

    private TraceScope(Context context) {
        this.contextBefore = Context.current();
        this.traceBefore = MDC.get(TRACE_ID);
        this.spanBefore = MDC.get(SPAN_ID);
        this.scope = context.makeCurrent();
    }

    /** Shows it until {@link #close}. */
    static TraceScope open(Context context) {
        TraceScope opened = new TraceScope(context);
        SpanContext span = Span.fromContext(context).getSpanContext();
        log(TRACE_ID, span.isValid() ? span.getTraceId() : null);
        log(SPAN_ID, span.isValid() ? span.getSpanId() : null);
        return opened;
    }

    private static void log(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    @Override
    public void close() {
        log(TRACE_ID, traceBefore);
        log(SPAN_ID, spanBefore);
        scope.close();
        // A scope does not close over one that the application has left open, whose span would then stay on this
        // thread.
        if (!contextBefore.equals(Context.current())) {
            contextBefore.makeCurrent();
        }
    }
}
