// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tern.rpc.AsyncContext;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcContext;
import io.tern.rpc.config.TracingSettings;
import io.tern.rpc.config.TracingSettings.Propagation;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtelTracingTest {
    private final Traces traces = new Traces();
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @BeforeEach
    void carry() {
        InternalRpcContext.add(TraceCarrier.INSTANCE);
    }

    @AfterEach
    void close() {
        InternalRpcContext.remove(TraceCarrier.INSTANCE);
        pool.shutdownNow();
        traces.close();
    }

    @Test
    void itIsFoundOnTheClassPathAndMakesNothingThatNobodyAskedFor() {
        TelemetryFactory found =
                ServiceLoader.load(TelemetryFactory.class).findFirst().orElseThrow();

        assertThat(found).isInstanceOf(OtelTracing.class);
        assertThat(found.name()).isEqualTo("tracing");
        assertThat(found.create(Traces.context(null))).isNull();
    }

    @Test
    void theGivenOneIsUsedAndTheGlobalOneNotBeforeTheFirstCall() {
        assertThat(new OtelTracing(OpenTelemetry.noop()).create(Traces.context(new TracingSettings(1, Propagation.B3))))
                .isNotNull();
        AtomicInteger asked = new AtomicInteger();
        Telemetry tracing = new OtelTracing(
                        () -> {
                            asked.incrementAndGet();
                            return traces.openTelemetry();
                        },
                        () -> 0)
                .create(Traces.context(new TracingSettings(1, Propagation.W3C)));
        assertThat(asked).hasValue(0);

        for (int i = 0; i < 2; i++) {
            tracing.providerFilter()
                    .invoke(
                            Calls.request(Map.of()),
                            served -> Calls.Outcome.of(served, 1).comes());
        }

        assertThat(asked).hasValue(1);
        assertThat(traces.ended()).hasSize(2);
        tracing.close();
    }

    @Test
    void wrappedTasksSeeTheTraceAndThreadsGetTheirOwnBack() throws Exception {
        Span span = traces.tracer().spanBuilder("serving").startSpan();
        Callable<List<String>> task;
        try (TraceScope scope = TraceScope.open(Context.root().with(span))) {
            task = RpcContext.wrap(Traces::seen);
        }

        assertThat(pool.submit(task).get()).isEqualTo(Traces.of(span));
        assertThat(pool.submit(Traces::seen).get()).isEqualTo(Traces.nothing());
        assertThat(Traces.seen()).isEqualTo(Traces.nothing());
    }

    @Test
    void aTaskWithoutATraceDoesNotSeeThatOfItsThread() throws Exception {
        Callable<List<String>> task = RpcContext.wrap(Traces::seen);
        Span other = traces.tracer().spanBuilder("other").startSpan();
        try (Scope scope = other.makeCurrent()) {
            assertThat(task.call()).isEqualTo(Traces.nothing());
            assertThat(Span.current()).isEqualTo(other);
        }
    }

    @Test
    void aPromisedAnswerIsGivenInTheTraceOfItsRequest() throws Exception {
        Span span = traces.tracer().spanBuilder("serving").startSpan();
        AsyncContext promised;
        RpcContext context = RpcContext.getContext();
        try (TraceScope scope = TraceScope.open(Context.root().with(span))) {
            InternalRpcContext.enter(
                    context,
                    new InternalRpcContext.Request(
                            Runnable.class.getMethod("run"),
                            new Peer(new InetSocketAddress("127.0.0.1", 1), null),
                            null,
                            Map.of()));
            promised = RpcContext.startAsync();
            InternalRpcContext.leave(context);
        }

        Callable<List<String>> later = () -> {
            promised.signalContextSwitch();
            try {
                return Traces.seen();
            } finally {
                promised.resetContext();
            }
        };
        assertThat(pool.submit(later).get()).isEqualTo(Traces.of(span));
        assertThat(pool.submit(Traces::seen).get()).isEqualTo(Traces.nothing());
    }
}
