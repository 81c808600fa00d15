// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import static io.tern.rpc.tracing.otel.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tern.rpc.GenericService;
import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.TracingSettings;
import io.tern.rpc.config.TracingSettings.Propagation;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.tracing.otel.Calls.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

class TracedCallsTest {
    private final Traces traces = new Traces();
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        assertThat(Traces.seen()).as("left on the thread").isEqualTo(Traces.nothing());
        callbacks.shutdownNow();
        traces.close();
    }

    private static Map<String, String> attributes(SpanData span) {
        Map<String, String> all = new HashMap<>();
        span.getAttributes().forEach((key, value) -> all.put(key.getKey(), value.toString()));
        return all;
    }

    private static String traceparent(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }

    @Test
    void aCallIsASpanWithItsNamesAndWhoAnswered() {
        Invocation made = call(CallMode.SYNC, Map.of("user", "u1"));

        ResponseFuture<Object> future = traces.calls().invoke(made, sent -> Outcome.of(sent, "result"));

        SpanData span = traces.only();
        assertThat(future.join()).isEqualTo("result");
        assertThat(span.getName()).isEqualTo("com.acme.Orders/find");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(attributes(span))
                .containsOnly(
                        entry("rpc.system", "apache_dubbo"),
                        entry("rpc.service", "com.acme.Orders"),
                        entry("rpc.method", "find"),
                        entry("server.address", "provider.example"),
                        entry("server.port", "20880"));
        assertThat(made.attachments())
                .containsOnly(entry("user", "u1"), entry("traceparent", traceparent(span.getSpanContext())));
    }

    @Test
    void aCallInsideASpanIsItsChild() {
        Span parent = traces.tracer().spanBuilder("parent").startSpan();
        try (Scope scope = parent.makeCurrent()) {
            traces.calls().invoke(call(CallMode.SYNC, Map.of()), sent -> Outcome.of(sent, 1));
        }

        assertThat(traces.only().getTraceId()).isEqualTo(parent.getSpanContext().getTraceId());
        assertThat(traces.only().getParentSpanId())
                .isEqualTo(parent.getSpanContext().getSpanId());
    }

    @Test
    void filtersAndTheirStagesOfASynchronousCallSeeItAndTheCallerDoesNot() {
        List<List<String>> seen = new ArrayList<>();
        MDC.put("trace_id", "of the application");

        traces.calls().invoke(call(CallMode.SYNC, Map.of()), sent -> {
            seen.add(Traces.seen());
            Outcome outcome = Outcome.of(sent, 1);
            outcome.thenRun(() -> seen.add(Traces.seen()));
            return outcome;
        });

        assertThat(seen).hasSize(2).containsOnly(Traces.of(traces.only()));
        assertThat(MDC.get("trace_id")).isEqualTo("of the application");
        MDC.remove("trace_id");
    }

    @Test
    void aSpanOfAnAsynchronousCallEndsWithItsAnswerAndItsCallbacksAreInTheTrace() throws Exception {
        List<List<String>> seen = new ArrayList<>();
        List<Outcome> sent = new ArrayList<>();
        ResponseFuture<Object> future = traces.calls().invoke(call(CallMode.FUTURE, Map.of()), call -> {
            sent.add(Outcome.of(call, "late"));
            return sent.get(0);
        });
        future.thenRun(() -> seen.add(Traces.seen()));

        assertThat(traces.ended()).isEmpty();
        callbacks.submit(sent.get(0)::comes).get();

        assertThat(seen).containsExactly(Traces.of(traces.only()));
        assertThat(callbacks.submit(Traces::seen).get()).isEqualTo(Traces.nothing());
    }

    @Test
    void theCallerIsNotSeenByTheCarrierOfItsOwnSpan() throws Exception {
        Span parent = traces.tracer().spanBuilder("parent").startSpan();
        List<Outcome> sent = new ArrayList<>();
        try (Scope scope = parent.makeCurrent()) {
            traces.calls().invoke(call(CallMode.FUTURE, Map.of()), call -> {
                assertThat(call.options().terms()).as("left to the carrier").isNull();
                sent.add(Outcome.of(call, 1));
                return sent.get(0);
            });
        }
        sent.get(0).comes();
        assertThat(traces.only().getParentSpanId())
                .isEqualTo(parent.getSpanContext().getSpanId());
    }

    @Test
    void anErrorIsToldByItsTypeOnly() {
        Throwable secret = new IllegalStateException("card 4111");
        ResponseFuture<Object> future =
                traces.calls().invoke(call(CallMode.SYNC, Map.of()), sent -> new Outcome(sent, null, secret));

        SpanData span = traces.only();
        assertThat(future).isCompletedExceptionally();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(span)).containsEntry("error.type", "java.lang.IllegalStateException");
        assertThat(span.getEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getName()).isEqualTo("exception"));
        assertThat(span.toString()).doesNotContain("4111").doesNotContain("12345");
    }

    @Test
    void anErrorThatCameAsATextIsToldByItsOwnType() {
        Throwable remote = new RemoteServiceException("com.acme.OutOfStock", "no 12345");
        traces.calls().invoke(call(CallMode.SYNC, Map.of()), sent -> new Outcome(sent, null, remote));

        assertThat(attributes(traces.only())).containsEntry("error.type", "com.acme.OutOfStock");
    }

    @Test
    void aCancelledCallEndsItsSpanWithAnError() {
        ResponseFuture<Object> future =
                traces.calls().invoke(call(CallMode.FUTURE, Map.of()), sent -> Outcome.of(sent, 1));
        future.cancel(true);

        assertThat(attributes(traces.only())).containsEntry("error.type", CancellationException.class.getName());
    }

    @Test
    void aOneWayCallEndsWhenItIsHandedOver() {
        traces.calls()
                .invoke(
                        call(CallMode.ONEWAY, Map.of()),
                        sent -> Outcome.of(sent, null).comes());

        assertThat(traces.only().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void whatThrowsInsideEndsTheSpanToo() {
        assertThatThrownBy(() -> traces.calls().invoke(call(CallMode.SYNC, Map.of()), sent -> {
                    throw new UnsupportedOperationException("broken filter");
                }))
                .hasMessage("broken filter");
        assertThat(attributes(traces.only())).containsEntry("error.type", "java.lang.UnsupportedOperationException");
    }

    @Test
    void aGenericCallGoesByTheNameOfWhatItMeans() {
        MethodDescriptor invoke = MethodDescriptor.of(GenericService.class).stream()
                .filter(method -> method.name().equals("$invoke"))
                .findFirst()
                .orElseThrow();
        Invocation made = call(
                invoke, CallMode.SYNC, Map.of(), "find", new String[] {"java.lang.String"}, new Object[] {"12345"});
        traces.calls().invoke(made, sent -> Outcome.of(sent, 1));

        assertThat(traces.only().getName()).isEqualTo("com.acme.Orders/find");
    }

    private static boolean sampled(String traceparent) {
        return (Integer.parseInt(traceparent.substring(53), 16) & 1) == 1;
    }

    @Test
    void theShareOfTracesThatBeginHereIsRecorded() {
        Iterator<Double> drawn = List.of(0.0, 0.4999, 0.5, 0.75).iterator();
        List<Object> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            traces.calls(0.5, drawn::next).invoke(call(CallMode.SYNC, Map.of()), call -> {
                sent.add(call.attachment("traceparent"));
                assertThat(Traces.seen().get(0)).isEqualTo(MDC.get("trace_id")).isNotEqualTo("0".repeat(32));
                return Outcome.of(call, 1);
            });
        }

        assertThat(traces.ended()).hasSize(2);
        assertThat(sent.stream().map(text -> sampled(text.toString()))).containsExactly(true, true, false, false);
        assertThat(sent).doesNotHaveDuplicates();
    }

    @Test
    void noneOrAllAreRecordedWhereThatIsSaid() {
        for (double drawn : List.of(0.0, 0.5, Math.nextDown(1.0))) {
            traces.calls(0, () -> drawn).invoke(call(CallMode.SYNC, Map.of()), sent -> Outcome.of(sent, 1));
        }
        assertThat(traces.ended()).isEmpty();
        for (double drawn : List.of(0.0, 0.5, Math.nextDown(1.0))) {
            traces.calls(1, () -> drawn).invoke(call(CallMode.SYNC, Map.of()), sent -> Outcome.of(sent, 1));
        }
        assertThat(traces.ended()).hasSize(3);
    }

    @Test
    void theDecisionOfAParentIsKept() {
        Span recorded = traces.tracer().spanBuilder("parent").startSpan();
        try (Scope scope = recorded.makeCurrent()) {
            traces.calls(0, TracedCallsTest::notAsked)
                    .invoke(call(CallMode.SYNC, Map.of()), sent -> Outcome.of(sent, 1));
        }
        assertThat(traces.ended()).hasSize(1);

        Invocation made = call(CallMode.SYNC, Map.of());
        traces.calls(0, () -> 0).invoke(call(CallMode.SYNC, Map.of()), outer -> {
            traces.calls(1, TracedCallsTest::notAsked).invoke(made, sent -> Outcome.of(sent, 1));
            String told = made.attachment("traceparent").toString();
            assertThat(told).startsWith("00-" + Traces.seen().get(0)).isNotEqualTo(outer.attachment("traceparent"));
            assertThat(sampled(told)).isFalse();
            return Outcome.of(outer, 1);
        });
        assertThat(traces.ended()).hasSize(1);
    }

    private static double notAsked() {
        throw new AssertionError("a parent has decided");
    }

    @Test
    void whatARequestBroughtIsReplacedAndAllElseStays() {
        Map<String, Object> passedOn = Map.of(
                "traceparent", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01", "tracestate", "old=1", "user", 7);
        Span parent = traces.tracer().spanBuilder("parent").startSpan();
        Invocation made = call(CallMode.SYNC, passedOn);
        try (Scope scope = parent.makeCurrent()) {
            traces.calls().invoke(made, sent -> Outcome.of(sent, 1));
        }

        SpanData span = traces.only();
        assertThat(made.attachments())
                .containsOnly(entry("user", 7), entry("traceparent", traceparent(span.getSpanContext())));
    }

    @Test
    void aThreadWithoutASpanGoesOnWithWhatIsAttached() {
        Span parent = traces.tracer().spanBuilder("parent").startSpan();
        Invocation made =
                call(CallMode.SYNC, Map.of("traceparent", traceparent(parent.getSpanContext()), "tracestate", "a=1"));
        traces.calls(0, TracedCallsTest::notAsked).invoke(made, sent -> Outcome.of(sent, 1));

        assertThat(traces.only().getParentSpanId())
                .isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(made.attachment("tracestate")).isEqualTo("a=1");
    }

    @ParameterizedTest
    @EnumSource(Propagation.class)
    void withoutAnSdkThereStillIsATraceForLogsAndProviders(Propagation propagation) {
        Invocation made = call(CallMode.SYNC, Map.of());
        List<List<String>> seen = new ArrayList<>();
        Traces.tracing(OpenTelemetry.noop(), 1, propagation, () -> 0)
                .consumerFilter()
                .invoke(made, sent -> {
                    seen.add(Traces.seen());
                    return Outcome.of(sent, 1);
                });

        String trace = seen.get(0).get(2);
        assertThat(trace).hasSize(32).isNotEqualTo("0".repeat(32));
        assertThat(made.attachments().values().stream().map(Object::toString).collect(Collectors.joining()))
                .contains(trace);
    }

    @Test
    void aSpanEndsBeforeTheStagesOfTheCaller() {
        List<Integer> ended = new ArrayList<>();
        Invocation made = call(CallMode.FUTURE, Map.of());
        Outcome outcome = Outcome.of(made, 1);
        traces.calls()
                .invoke(made, sent -> outcome)
                .thenAccept(value -> ended.add(traces.ended().size()));
        outcome.comes();

        assertThat(ended).as("spans that were over when the stage ran").containsExactly(1);
    }

    @Test
    void anSdkThatFailsBreaksNoCall() {
        OpenTelemetry failing = new OpenTelemetry() {
            @Override
            public TracerProvider getTracerProvider() {
                throw new IllegalStateException("no tracer today");
            }

            @Override
            public ContextPropagators getPropagators() {
                return ContextPropagators.noop();
            }
        };
        Invocation made = call(CallMode.SYNC, Map.of());
        ResponseFuture<Object> answer = Traces.tracing(failing, 1, Propagation.W3C, () -> 0)
                .consumerFilter()
                .invoke(made, sent -> Outcome.of(sent, 1).comes());

        assertThat(answer.join()).isEqualTo(1);
        assertThat(made.attachment("traceparent")).asString().endsWith("-00");
    }

    @Test
    void anOpenTelemetryThatIsRegisteredAfterTheFirstCallIsUsedFromThenOn() {
        GlobalOpenTelemetry.resetForTest();
        try {
            Filter calls = new OtelTracing()
                    .create(Traces.context(new TracingSettings(1, Propagation.W3C)))
                    .consumerFilter();
            calls.invoke(call(CallMode.SYNC, Map.of()), sent -> Outcome.of(sent, 1));
            GlobalOpenTelemetry.set(traces.openTelemetry());
            calls.invoke(call(CallMode.SYNC, Map.of()), sent -> Outcome.of(sent, 1));
            calls.invoke(call(CallMode.SYNC, Map.of()), sent -> Outcome.of(sent, 1));

            assertThat(traces.ended()).hasSize(2);
        } finally {
            GlobalOpenTelemetry.resetForTest();
        }
    }
}
