// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import static io.tern.rpc.tracing.otel.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.tracing.otel.Calls.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracedRequestsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final Traces traces = new Traces();

    @AfterEach
    void close() {
        assertThat(Traces.seen()).as("left on the thread").isEqualTo(Traces.nothing());
        traces.close();
    }

    private static Map<String, Object> sent(String flags) {
        return Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags, "tracestate", "vendor=7");
    }

    @Test
    void aRequestIsAChildOfWhatItsConsumerSent() {
        List<List<String>> seen = new ArrayList<>();
        traces.requests(0, () -> 0.5).invoke(request(sent("01")), served -> {
            seen.add(Traces.seen());
            return ResponseFuture.completed("x");
        });

        SpanData span = traces.only();
        assertThat(span.getName()).isEqualTo("com.acme.Orders/find");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getParentSpanContext().isRemote()).isTrue();
        assertThat(span.getSpanContext().getTraceState().get("vendor")).isEqualTo("7");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("client.address")))
                .isEqualTo("10.1.2.3");
        assertThat(span.getAttributes().get(AttributeKey.longKey("client.port")))
                .isEqualTo(54321);
        assertThat(seen).containsExactly(Traces.of(span));
    }

    @Test
    void whatItsConsumerDoesNotRecordIsNotRecordedHere() {
        List<List<String>> seen = new ArrayList<>();
        traces.requests().invoke(request(sent("00")), served -> {
            seen.add(Traces.seen());
            return ResponseFuture.completed("x");
        });

        assertThat(traces.ended()).isEmpty();
        assertThat(seen.get(0).get(2)).isEqualTo(TRACE);
        assertThat(seen.get(0).get(3)).isNotEqualTo(PARENT).isNotEqualTo("null");
    }

    @Test
    void otherFlagsOfTheTraceAreKept() {
        List<byte[]> seen = new ArrayList<>();
        for (String flags : List.of("02", "03")) {
            traces.requests().invoke(request(sent(flags)), served -> {
                seen.add(new byte[] {
                    Span.current().getSpanContext().getTraceFlags().asByte()
                });
                return ResponseFuture.completed("x");
            });
        }
        assertThat(seen).containsExactly(new byte[] {2}, new byte[] {3});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + PARENT,
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-01-extra",
                "null"
            })
    void whatIsMalformedIsIgnored(String traceparent) {
        traces.requests()
                .invoke(
                        request(Map.of("traceparent", traceparent, "tracestate", "vendor=7")),
                        served -> ResponseFuture.completed("x"));

        SpanData span = traces.only();
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getTraceId()).isNotEqualTo(TRACE);
        assertThat(span.getSpanContext().getTraceState().isEmpty()).isTrue();
    }

    @Test
    void nothingThatIsNoTextIsLookedAt() {
        traces.requests()
                .invoke(request(Map.of("traceparent", List.of("00"))), served -> ResponseFuture.completed("x"));
        assertThat(traces.only().getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void theSpanEndsWithALateAnswer() {
        List<Outcome> answers = new ArrayList<>();
        traces.requests().invoke(request(Map.of()), served -> {
            answers.add(new Outcome(served, null, new IllegalStateException("order 12345")));
            return answers.get(0);
        });
        assertThat(traces.ended()).isEmpty();

        answers.get(0).comes();

        SpanData span = traces.only();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(span.toString()).doesNotContain("12345");
    }

    @Test
    void aFilterThatThrowsEndsTheSpan() {
        assertThatThrownBy(() -> traces.requests().invoke(request(Map.of()), served -> {
                    throw new UnsupportedOperationException("broken filter");
                }))
                .hasMessage("broken filter");
        assertThat(traces.only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void whatTheThreadHadBeforeIsNoParentAndComesBack() {
        Span other = traces.tracer().spanBuilder("other").startSpan();
        try (Scope scope = other.makeCurrent()) {
            traces.requests().invoke(request(Map.of()), served -> ResponseFuture.completed("x"));
            assertThat(Span.current()).isEqualTo(other);
        }
        assertThat(traces.only().getTraceId())
                .isNotEqualTo(other.getSpanContext().getTraceId());
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker")
    void whatAServiceLeavesOpenIsGoneWhenItsRequestEnds() {
        traces.requests().invoke(request(Map.of()), served -> {
            traces.tracer().spanBuilder("forgotten").startSpan().makeCurrent();
            return ResponseFuture.completed("x");
        });
        assertThat(Context.current()).isEqualTo(Context.root());
    }
}
