// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import org.jspecify.annotations.Nullable;

/**
 * Where a span comes from.
 *
 * @param parent not valid if a trace begins
 * @param decision whether the trace is recorded; null if nobody has decided
 */
record Origin(SpanContext parent, @Nullable Boolean decision) {
    private static final int SAMPLED = 1;

    /** A trace that begins here. */
    static final Origin NONE = new Origin(SpanContext.getInvalid(), null);

    /** A parent that carries the decision, as all spans of this process do. */
    static Origin of(SpanContext parent) {
        return parent.isValid() ? new Origin(parent, parent.isSampled()) : NONE;
    }

    /** The parent as one that agrees with the decision. */
    SpanContext decided(boolean sampled) {
        if (!parent.isValid() || parent.isSampled() == sampled) {
            return parent;
        }
        TraceFlags flags = flags(sampled);
        return parent.isRemote()
                ? SpanContext.createFromRemoteParent(
                        parent.getTraceId(), parent.getSpanId(), flags, parent.getTraceState())
                : SpanContext.create(parent.getTraceId(), parent.getSpanId(), flags, parent.getTraceState());
    }

    /** Those of the parent, but for the decision. */
    TraceFlags flags(boolean sampled) {
        int others = parent.getTraceFlags().asByte() & ~SAMPLED;
        return TraceFlags.fromByte((byte) (sampled ? others | SAMPLED : others));
    }
}
