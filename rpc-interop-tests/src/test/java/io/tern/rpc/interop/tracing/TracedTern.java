// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.tracing.otel.OtelTracing;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.MDC;

/** An instance with an OpenTelemetry of its own, as a process has it. */
final class TracedTern implements AutoCloseable {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final Tern tern;

    private TracedTern(Consumer<TernBuilder> more, ConfigElement tracing) {
        TernBuilder builder = Tern.builder()
                .element(ConfigElement.of(ElementKind.APPLICATION)
                        .set("name", "traced")
                        .set("shutwait", 200))
                .element(LocalTern.protocol())
                .element(tracing)
                .telemetry(new OtelTracing(sdk));
        more.accept(builder);
        tern = builder.start();
    }

    static ConfigElement tracing(double probability, String propagation) {
        return ConfigElement.of(ElementKind.TRACING)
                .set("enabled", true)
                .add(ConfigElement.of(ElementKind.SAMPLING).set("probability", probability))
                .add(ConfigElement.of(ElementKind.PROPAGATION).set("type", propagation));
    }

    /** All traces that begin here are recorded. */
    static TracedTern start() {
        return start(builder -> {});
    }

    static TracedTern start(Consumer<TernBuilder> more) {
        return start(tracing(1, "W3C"), more);
    }

    static TracedTern start(ConfigElement tracing, Consumer<TernBuilder> more) {
        return new TracedTern(more, tracing);
    }

    Tern tern() {
        return tern;
    }

    /** Exports it; returns its url. */
    <T> String export(Class<T> type, T service) {
        ExportedService exported = tern.export(type, service, attributes -> {});
        return LocalTern.url(exported);
    }

    <T> T stub(Class<T> type, String url, Consumer<ConfigElement> attributes) {
        return LocalTern.stub(tern, type, url, attributes);
    }

    <T> T stub(Class<T> type, String url) {
        return stub(type, url, attributes -> {});
    }

    /** Those that have ended, in that order. */
    List<SpanData> ended() {
        return exporter.getFinishedSpanItems();
    }

    /** The spans of a kind, when so many have ended: a consumer has its answer before the provider is done with it. */
    List<SpanData> ended(SpanKind kind, int count) {
        LocalTern.await(count + " spans", Duration.ofSeconds(10), () -> of(kind).size() >= count);
        List<SpanData> all = of(kind);
        if (all.size() != count) {
            throw new AssertionError("more than " + count + ": " + all);
        }
        return all;
    }

    private List<SpanData> of(SpanKind kind) {
        return ended().stream().filter(span -> span.getKind() == kind).toList();
    }

    SpanData call() {
        return ended(SpanKind.CLIENT, 1).get(0);
    }

    SpanData request() {
        return ended(SpanKind.SERVER, 1).get(0);
    }

    Span begin(String name) {
        return sdk.getTracer("test").spanBuilder(name).startSpan();
    }

    /** The trace and the span of this thread, by OpenTelemetry and by the logging context, which agree. */
    static String here() {
        String current = Span.current().getSpanContext().getTraceId() + "/"
                + Span.current().getSpanContext().getSpanId();
        String logged = MDC.get("trace_id") + "/" + MDC.get("span_id");
        if (MDC.get("trace_id") == null) {
            return Span.current().getSpanContext().isValid() ? "not logged: " + current : "nothing";
        }
        return current.equals(logged) ? current : current + " logged as " + logged;
    }

    static String of(SpanData span) {
        return span.getTraceId() + "/" + span.getSpanId();
    }

    @Override
    public void close() {
        tern.close();
        sdk.close();
    }
}
