// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.tern.rpc.config.TracingSettings;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryContext;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of an instance whose configuration has tracing switched on: a span for each call and for each request,
 * handed on to providers with the call, and the ids of the trace in the logging context. Thread-safe.
 *
 * <p>On the class path it uses {@link GlobalOpenTelemetry}, which it asks for with the first traced call. To use another
 * one, give it to the builder, or make it a bean:
 *
 * <pre>{@code
 * <bean class="io.tern.rpc.tracing.otel.OtelTracing">
 *     <constructor-arg ref="openTelemetry"/>
 * </bean>
 * }</pre>
 */
public final class OtelTracing implements TelemetryFactory {
    private final Supplier<OpenTelemetry> openTelemetry;
    private final DoubleSupplier random;

    /** With {@link GlobalOpenTelemetry}; for {@link java.util.ServiceLoader}. */
    public OtelTracing() {
        this(configuresItself() ? GlobalOpenTelemetry::get : OtelTracing::registered, ThreadLocalOdds.INSTANCE);
    }

    /** With an OpenTelemetry of the application, which stays open when the instance ends. */
    public OtelTracing(OpenTelemetry openTelemetry) {
        this(() -> openTelemetry, ThreadLocalOdds.INSTANCE);
        requireNonNull(openTelemetry, "openTelemetry");
    }

    /** {@code random} is asked for each trace that begins here: from 0 to below 1. */
    OtelTracing(Supplier<OpenTelemetry> openTelemetry, DoubleSupplier random) {
        this.openTelemetry = openTelemetry;
        this.random = random;
    }

    /** Whether OpenTelemetry's {@code get()} shall make one if there is none. */
    private static boolean configuresItself() {
        String property = System.getProperty("otel.java.global-autoconfigure.enabled");
        return Boolean.parseBoolean(
                property == null ? System.getenv("OTEL_JAVA_GLOBAL_AUTOCONFIGURE_ENABLED") : property);
    }

    /**
     * What is registered by now. Not {@code get()}, which settles for nothing if there is nothing yet, and makes a later
     * registration by the application fail.
     */
    private static OpenTelemetry registered() {
        try {
            return GlobalOpenTelemetry.getOrNoop();
        } catch (NoSuchMethodError before157) {
            return GlobalOpenTelemetry.get();
        }
    }

    @Override
    public String name() {
        return "tracing";
    }

    @Override
    public @Nullable Telemetry create(TelemetryContext context) {
        TracingSettings settings = context.tracing();
        if (settings == null) {
            return null;
        }
        Propagation propagation = switch (settings.propagation()) {
            case W3C -> new W3cPropagation();
            case B3 -> new B3Propagation();
        };
        return new CallTracing(new Spans(openTelemetry, settings.probability(), random), propagation);
    }

    /** Of whichever thread asks. */
    private enum ThreadLocalOdds implements DoubleSupplier {
        INSTANCE;

        @Override
        public double getAsDouble() {
            return ThreadLocalRandom.current().nextDouble();
        }
    }
}
