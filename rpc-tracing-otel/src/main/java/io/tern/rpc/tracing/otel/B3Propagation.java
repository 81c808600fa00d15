// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.tern.rpc.spi.Invocation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * B3, the form of Zipkin. Written as the single {@code b3}, which is what Dubbo 3 writes; read as that or as {@code
 * X-B3-TraceId} and its likes, by these names or in lower case, as proxies write them.
 */
final class B3Propagation implements Propagation {
    private static final String SINGLE = "b3";
    private static final String TRACE = "X-B3-TraceId";
    private static final String SPAN = "X-B3-SpanId";
    private static final String SAMPLED = "X-B3-Sampled";
    private static final String FLAGS = "X-B3-Flags";
    private static final List<String> MULTIPLE = List.of(TRACE, SPAN, "X-B3-ParentSpanId", SAMPLED, FLAGS);
    private static final List<String> MULTIPLE_LOWER =
            MULTIPLE.stream().map(key -> key.toLowerCase(Locale.ROOT)).toList();

    private static final int SHORT_TRACE = 16;

    @Override
    public Origin read(Invocation call) {
        String single = Propagation.text(call, SINGLE);
        Origin read = single == null ? null : ofSingle(single);
        return read == null ? ofMultiple(call) : read;
    }

    @Override
    public void write(SpanContext span, Invocation call) {
        Propagation.remove(call, MULTIPLE);
        Propagation.remove(call, MULTIPLE_LOWER);
        String written = span.getTraceId() + "-" + span.getSpanId() + (span.isSampled() ? "-1" : "-0");
        call.attach(SINGLE, span.isValid() ? written : null);
    }

    /** {@code trace-span}, {@code trace-span-state}, {@code trace-span-state-parent} or {@code state}; null for all else. */
    private static @Nullable Origin ofSingle(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length == 1) {
            Boolean decision = decision(parts[0]);
            return decision == null ? null : new Origin(SpanContext.getInvalid(), decision);
        }
        Boolean decision = parts.length > 2 ? decision(parts[2]) : null;
        if (parts.length > 4
                || (parts.length > 2 && decision == null)
                || (parts.length == 4 && !SpanId.isValid(parts[3]))) {
            return null;
        }
        return origin(parts[0], parts[1], decision);
    }

    private static Origin ofMultiple(Invocation call) {
        boolean debug = "1".equals(multiple(call, FLAGS));
        Boolean decision = debug ? Boolean.TRUE : decision(multiple(call, SAMPLED));
        String trace = multiple(call, TRACE);
        String span = multiple(call, SPAN);
        Origin read = trace == null || span == null ? null : origin(trace, span, decision);
        if (read != null) {
            return read;
        }
        boolean withoutIds = trace == null && span == null;
        return withoutIds && decision != null ? new Origin(SpanContext.getInvalid(), decision) : Origin.NONE;
    }

    private static @Nullable String multiple(Invocation call, String key) {
        String text = Propagation.text(call, key);
        return text == null ? Propagation.text(call, key.toLowerCase(Locale.ROOT)) : text;
    }

    /** Null if the ids are none. */
    private static @Nullable Origin origin(String trace, String span, @Nullable Boolean decision) {
        String whole = trace.length() == SHORT_TRACE ? "0".repeat(SHORT_TRACE) + trace : trace;
        if (!TraceId.isValid(whole) || !SpanId.isValid(span)) {
            return null;
        }
        TraceFlags flags = Boolean.TRUE.equals(decision) ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return new Origin(SpanContext.createFromRemoteParent(whole, span, flags, TraceState.getDefault()), decision);
    }

    /** Null if it says nothing. */
    @SuppressWarnings("NullTernary")
    private static @Nullable Boolean decision(@Nullable String state) {
        if (state == null) {
            return null;
        }
        return switch (state) {
            case "1", "d", "true" -> Boolean.TRUE;
            case "0", "false" -> Boolean.FALSE;
            default -> null;
        };
    }
}
