// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.tern.rpc.RemoteServiceException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends spans, by OpenTelemetry's conventions for RPC. Samplers and processors are the application's: what they
 * throw is logged, and the call goes on. Thread-safe.
 */
final class Spans {
    private static final Logger log = LoggerFactory.getLogger(Spans.class);
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");
    private static final String SCOPE = "io.tern.rpc";

    private final Supplier<OpenTelemetry> openTelemetry;
    private final double probability;
    private final DoubleSupplier random;
    private final AtomicBoolean warned = new AtomicBoolean();
    /** Made with the first span for which there is one: an application may register its OpenTelemetry after the start. */
    private volatile @Nullable Tracer tracer;

    Spans(Supplier<OpenTelemetry> openTelemetry, double probability, DoubleSupplier random) {
        this.openTelemetry = openTelemetry;
        this.probability = probability;
        this.random = random;
    }

    /**
     * Begins a span, recorded or not; its ids are valid in any case.
     *
     * @param base what its context holds besides
     */
    Span begin(SpanKind kind, Context base, Origin origin, String service, String method) {
        boolean sampled = origin.decision() == null ? random.getAsDouble() < probability : origin.decision();
        SpanContext parent = origin.decided(sampled);
        if (!sampled) {
            return unrecorded(parent, origin.flags(false));
        }
        try {
            Span span = recorded(kind, base, parent, service, method);
            // Without an SDK there still is a trace that others can go on with, and that logs can name.
            return span.getSpanContext().isValid() ? span : unrecorded(parent, origin.flags(false));
        } catch (RuntimeException | LinkageError fault) {
            failed(fault);
            return unrecorded(parent, origin.flags(false));
        }
    }

    private Span recorded(SpanKind kind, Context base, SpanContext parent, String service, String method) {
        SpanBuilder builder = tracer().spanBuilder(service + "/" + method).setSpanKind(kind);
        if (parent.isValid()) {
            builder.setParent(parent.isRemote() ? base.with(Span.wrap(parent)) : base);
        } else {
            builder.setNoParent();
        }
        return builder.setAttribute(SYSTEM, "apache_dubbo")
                .setAttribute(SERVICE, service)
                .setAttribute(METHOD, method)
                .startSpan();
    }

    /** Of a trace that is not recorded, here nor by those who are told of it. */
    private static Span unrecorded(SpanContext parent, TraceFlags flags) {
        ThreadLocalRandom ids = ThreadLocalRandom.current();
        String trace = parent.isValid() ? parent.getTraceId() : TraceId.fromLongs(ids.nextLong(), notZero(ids));
        String span = SpanId.fromLong(notZero(ids));
        return Span.wrap(SpanContext.create(trace, span, flags, parent.getTraceState()));
    }

    private static long notZero(ThreadLocalRandom random) {
        long drawn = random.nextLong();
        return drawn == 0 ? 1 : drawn;
    }

    private Tracer tracer() {
        Tracer made = tracer;
        if (made == null) {
            OpenTelemetry now = openTelemetry.get();
            made = now.getTracer(SCOPE);
            if (now != OpenTelemetry.noop()) {
                tracer = made;
            }
        }
        return made;
    }

    /** Names the other end; {@code role} is {@code server} or {@code client}. */
    void peer(Span span, String role, @Nullable InetSocketAddress address) {
        if (address == null) {
            return;
        }
        try {
            if (span.isRecording()) {
                span.setAttribute(role + ".address", address.getHostString());
                span.setAttribute(role + ".port", address.getPort());
            }
        } catch (RuntimeException | LinkageError fault) {
            failed(fault);
        }
    }

    /** Ends a span. Of an error only the type is told: messages can hold anything. */
    void end(Span span, @Nullable Throwable error) {
        try {
            if (error != null && span.isRecording()) {
                String type = type(error);
                span.setStatus(StatusCode.ERROR);
                span.setAttribute(ERROR_TYPE, type);
                span.addEvent("exception", Attributes.of(EXCEPTION_TYPE, type));
            }
            span.end();
        } catch (RuntimeException | LinkageError fault) {
            failed(fault);
        }
    }

    private void failed(Throwable fault) {
        if (warned.compareAndSet(false, true)) {
            log.warn("OpenTelemetry failed; calls go on, and more of this is logged at DEBUG", fault);
        } else {
            log.debug("OpenTelemetry failed", fault);
        }
    }

    private static String type(Throwable error) {
        Throwable bare = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        String remote = bare instanceof RemoteServiceException service ? service.remoteClassName() : null;
        return remote == null ? bare.getClass().getName() : remote;
    }
}
