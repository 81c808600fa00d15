// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tern.rpc.config.TracingSettings;
import io.tern.rpc.config.TracingSettings.Propagation;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.telemetry.InstanceFigures;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryContext;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.slf4j.MDC;

/** An OpenTelemetry of which the test sees all spans that were recorded, and the tracing of an instance that uses it. */
final class Traces implements AutoCloseable {
    private static final InstanceFigures NO_FIGURES = new InstanceFigures() {
        @Override
        public int callsInFlight() {
            return 0;
        }

        @Override
        public int requestsRunning() {
            return 0;
        }

        @Override
        public long openConnections() {
            return 0;
        }

        @Override
        public long bufferBytes() {
            return 0;
        }

        @Override
        public List<Pool> pools() {
            return List.of();
        }

        @Override
        public List<ReferenceFigures> references() {
            return List.of();
        }

        @Override
        public void whenPartsChange(Runnable action) {
            action.run();
        }
    };

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    static TelemetryContext context(TracingSettings settings) {
        return new TelemetryContext("shop", null, settings, NO_FIGURES);
    }

    static Telemetry tracing(
            OpenTelemetry openTelemetry, double probability, Propagation propagation, DoubleSupplier random) {
        return new OtelTracing(() -> openTelemetry, random)
                .create(context(new TracingSettings(probability, propagation)));
    }

    Filter calls() {
        return calls(1, () -> 0);
    }

    Filter calls(double probability, DoubleSupplier random) {
        return tracing(sdk, probability, Propagation.W3C, random).consumerFilter();
    }

    Filter requests() {
        return tracing(sdk, 1, Propagation.W3C, () -> 0).providerFilter();
    }

    Filter requests(double probability, DoubleSupplier random) {
        return tracing(sdk, probability, Propagation.W3C, random).providerFilter();
    }

    OpenTelemetry openTelemetry() {
        return sdk;
    }

    Tracer tracer() {
        return sdk.getTracer("test");
    }

    /** Those that have ended, in the order of their ends. */
    List<SpanData> ended() {
        return exporter.getFinishedSpanItems();
    }

    SpanData only() {
        List<SpanData> ended = ended();
        if (ended.size() != 1) {
            throw new AssertionError("not one span: " + ended);
        }
        return ended.get(0);
    }

    /** The trace and span of this thread, and those in its logging context. */
    static List<String> seen() {
        return List.of(
                Span.current().getSpanContext().getTraceId(),
                Span.current().getSpanContext().getSpanId(),
                String.valueOf(MDC.get("trace_id")),
                String.valueOf(MDC.get("span_id")));
    }

    static List<String> of(Span span) {
        String trace = span.getSpanContext().getTraceId();
        String id = span.getSpanContext().getSpanId();
        return List.of(trace, id, trace, id);
    }

    static List<String> of(SpanData span) {
        return List.of(span.getTraceId(), span.getSpanId(), span.getTraceId(), span.getSpanId());
    }

    static List<String> nothing() {
        return List.of("0".repeat(32), "0".repeat(16), "null", "null");
    }

    @Override
    public void close() {
        sdk.close();
    }
}
