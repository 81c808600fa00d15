// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PropagationTest {
    private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
    private static final String SPAN = "e457b5a2e4d86bd1";
    private static final String PARENT = "05e3ac9a4f6e3b90";

    private final Propagation w3c = new W3cPropagation();
    private final Propagation b3 = new B3Propagation();

    private static Invocation call(Map<String, Object> attachments) {
        return Calls.call(CallMode.SYNC, attachments);
    }

    @Provide
    Arbitrary<SpanContext> spans() {
        Arbitrary<Long> notZero = Arbitraries.longs().filter(number -> number != 0);
        return Combinators.combine(Arbitraries.longs(), notZero, notZero, Arbitraries.of(true, false))
                .as((high, low, span, sampled) -> SpanContext.create(
                        TraceId.fromLongs(high, low),
                        SpanId.fromLong(span),
                        sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                        TraceState.builder().put("tern", "1").build()));
    }

    private static void assertSame(Origin read, SpanContext written) {
        assertThat(read.parent().getTraceId()).isEqualTo(written.getTraceId());
        assertThat(read.parent().getSpanId()).isEqualTo(written.getSpanId());
        assertThat(read.parent().isRemote()).isTrue();
        assertThat(read.parent().isSampled()).isEqualTo(written.isSampled());
        assertThat(read.decision()).isEqualTo(written.isSampled());
    }

    @Property
    void whatIsWrittenIsRead(@ForAll("spans") SpanContext span) {
        Invocation call = call(Map.of("user", "u"));
        w3c.write(span, call);
        assertSame(w3c.read(call), span);
        assertThat(w3c.read(call).parent().getTraceState()).isEqualTo(span.getTraceState());

        Invocation other = call(Map.of("user", "u"));
        b3.write(span, other);
        assertSame(b3.read(other), span);
        assertThat(other.attachments()).containsOnlyKeys("user", "b3");
    }

    @Property
    void whateverIsSentIsUnderstoodOrIgnored(@ForAll String one, @ForAll String other) {
        Map<String, Object> sent = new HashMap<>();
        sent.put("traceparent", one);
        sent.put("tracestate", other);
        sent.put("b3", one);
        sent.put("X-B3-TraceId", one);
        sent.put("X-B3-SpanId", other);
        sent.put("X-B3-Sampled", other);
        sent.put("X-B3-Flags", one);
        assertThat(w3c.read(call(sent))).isEqualTo(Origin.NONE);
        assertThat(b3.read(call(sent)).parent().isValid()).isFalse();
    }

    /** Valid texts of which one character is replaced or lost. */
    @Provide
    Arbitrary<String> almost() {
        Arbitrary<String> valid = Arbitraries.of(
                "00-" + TRACE + "-" + SPAN + "-01", TRACE + "-" + SPAN + "-1-" + PARENT, TRACE + "-" + SPAN, TRACE);
        Arbitrary<String> instead = Arbitraries.of("", "-", "g", "A", "é", " ", "0");
        return Combinators.combine(valid, Arbitraries.integers().between(0, 80), instead)
                .as((text, place, with) -> place >= text.length()
                        ? text + with
                        : text.substring(0, place) + with + text.substring(place + 1));
    }

    @Property
    void whatIsAlmostRightHasValidIdsOrNone(@ForAll("almost") String text) {
        Map<String, Object> sent = Map.of("traceparent", text, "b3", text, "X-B3-TraceId", text, "X-B3-SpanId", SPAN);
        for (Propagation each : new Propagation[] {w3c, b3}) {
            SpanContext parent = each.read(call(sent)).parent();
            assertThat(parent.isValid()
                            || (parent.getTraceId().equals(TraceId.getInvalid())
                                    && parent.getSpanId().equals(SpanId.getInvalid())))
                    .isTrue();
            assertThat(parent.getTraceId()).matches("[0-9a-f]{32}");
        }
    }

    private Origin readB3(String... keysAndValues) {
        Map<String, Object> sent = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            sent.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return b3.read(call(sent));
    }

    private static Origin remote(String trace, Boolean decision) {
        TraceFlags flags = Boolean.TRUE.equals(decision) ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return new Origin(SpanContext.createFromRemoteParent(trace, SPAN, flags, TraceState.getDefault()), decision);
    }

    @Example
    void bothFormsOfB3AreRead() {
        assertThat(readB3("b3", TRACE + "-" + SPAN + "-1")).isEqualTo(remote(TRACE, true));
        assertThat(readB3("b3", TRACE + "-" + SPAN + "-0-" + PARENT)).isEqualTo(remote(TRACE, false));
        assertThat(readB3("b3", TRACE + "-" + SPAN + "-d")).isEqualTo(remote(TRACE, true));
        assertThat(readB3("b3", TRACE + "-" + SPAN)).as("undecided").isEqualTo(remote(TRACE, null));
        assertThat(readB3("b3", SPAN + "-" + SPAN + "-1")).isEqualTo(remote("0".repeat(16) + SPAN, true));
        assertThat(readB3("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-ParentSpanId", PARENT, "X-B3-Sampled", "1"))
                .isEqualTo(remote(TRACE, true));
        assertThat(readB3("x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-sampled", "0"))
                .isEqualTo(remote(TRACE, false));
        assertThat(readB3("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Flags", "1"))
                .isEqualTo(remote(TRACE, true));
        assertThat(readB3("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN)).isEqualTo(remote(TRACE, null));
        assertThat(readB3("b3", "broken", "X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN))
                .isEqualTo(remote(TRACE, null));
    }

    @Example
    void aDecisionWithoutATraceIsOne() {
        Origin no = new Origin(SpanContext.getInvalid(), false);
        assertThat(readB3("b3", "0")).isEqualTo(no);
        assertThat(readB3("X-B3-Sampled", "0")).isEqualTo(no);
        assertThat(readB3("b3", "1")).isEqualTo(new Origin(SpanContext.getInvalid(), true));
        assertThat(readB3()).isEqualTo(Origin.NONE);
    }

    @Example
    void halfOfB3IsNothing() {
        assertThat(readB3("X-B3-TraceId", TRACE, "X-B3-Sampled", "1")).isEqualTo(Origin.NONE);
        assertThat(readB3("b3", TRACE + "-" + SPAN + "-x")).isEqualTo(Origin.NONE);
        assertThat(readB3("b3", TRACE + "-" + SPAN + "-1-" + PARENT + "-more")).isEqualTo(Origin.NONE);
        assertThat(readB3("b3", TRACE + "-" + SPAN + "-1-" + "x".repeat(Propagation.LONGEST)))
                .isEqualTo(Origin.NONE);
    }

    @Example
    void nothingOfAnEarlierTraceIsHandedOn() {
        Map<String, Object> old = new HashMap<>();
        for (String key :
                new String[] {"b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-ParentSpanId", "X-B3-Sampled", "X-B3-Flags"}) {
            old.put(key, "1");
            old.put(key.toLowerCase(Locale.ROOT), "1");
        }
        old.put("traceparent", "of another kind");
        Invocation call = call(old);
        b3.write(remote(TRACE, true).parent(), call);
        assertThat(call.attachments())
                .containsOnly(entry("b3", TRACE + "-" + SPAN + "-1"), entry("traceparent", "of another kind"));

        b3.write(SpanContext.getInvalid(), call);
        assertThat(call.attachments()).containsOnlyKeys("traceparent");
        w3c.write(SpanContext.getInvalid(), call);
        assertThat(call.attachments()).isEmpty();
    }
}
