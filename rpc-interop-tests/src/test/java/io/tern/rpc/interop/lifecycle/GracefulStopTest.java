// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.RpcException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Stops while calls run. */
class GracefulStopTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int CALLS = 20;

    /** A provider that can be stopped and started again on its port. */
    private static final class Restartable implements AutoCloseable {
        private final GatedWork work = new GatedWork();
        private final int port = LocalTern.freePort();
        private Tern tern;

        Restartable() {
            tern = begin();
        }

        private Tern begin() {
            Tern started = Tern.builder()
                    .application("provider")
                    .element(LocalTern.protocol(port))
                    .start();
            started.export(WorkService.class, work, attributes -> {});
            return started;
        }

        void restart() {
            tern.close();
            tern = begin();
        }

        @Override
        public void close() {
            tern.close();
        }
    }

    @Test
    void providersThatRestartOneAfterTheOtherCostNoCall() throws Exception {
        try (Restartable one = new Restartable();
                Restartable two = new Restartable();
                Tern consumer = LocalTern.consumer()) {
            String urls = LocalTern.url(one.port) + ";" + LocalTern.url(two.port);
            WorkService stub = LocalTern.stub(consumer, WorkService.class, urls);
            LocalTern.await("both are connected", SOON, () -> consumer.stats().openConnections() == 2);
            Load load = new Load(stub, 8);
            for (int round = 0; round < 3; round++) {
                for (Restartable provider : List.of(one, two)) {
                    long before = load.succeeded();
                    LocalTern.await("calls go on", SOON, () -> load.succeeded() > before + 200);
                    provider.restart();
                    int seen = provider.work.started();
                    LocalTern.await("it is used again", SOON, () -> provider.work.started() > seen);
                }
            }
            assertThat(load.end()).as("failed calls of %s", load.succeeded()).isEmpty();
        }
    }

    @Test
    void aProviderThatStopsAnswersWhatRunsBeforeItGoes() throws Exception {
        GatedWork work = new GatedWork();
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            String url = LocalTern.url(provider.export(WorkService.class, work, attributes -> {}));
            WorkService stub = LocalTern.stub(consumer, WorkService.class, url);
            List<CompletableFuture<String>> calls = later(stub);
            CompletableFuture<String> sync =
                    CompletableFuture.supplyAsync(() -> stub.gated("sync"), LocalTern.threads());
            LocalTern.await("all are served", SOON, () -> work.started() == CALLS + 1);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(provider::close, LocalTern.threads());
            var reference = consumer.refer(
                    WorkService.class, attributes -> attributes.set("url", url).set("check", false));
            LocalTern.await("the consumer knows", SOON, () -> !reference.isAvailable());
            assertThat(closing).isNotDone();
            work.open();
            for (CompletableFuture<String> call : calls) {
                assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("x");
            }
            assertThat(sync.get(5, TimeUnit.SECONDS)).isEqualTo("sync");
            closing.get(10, TimeUnit.SECONDS);
            assertThat(catchThrowable(() -> stub.quick("x"))).isInstanceOf(RpcException.class);
        }
    }

    private static List<CompletableFuture<String>> later(WorkService stub) {
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(stub.later("x"));
        }
        return calls;
    }

    @Test
    void aConsumerThatStopsWaitsForItsCalls() throws Exception {
        GatedWork work = new GatedWork();
        try (Tern provider = LocalTern.provider(protocol -> {})) {
            String url = LocalTern.url(provider.export(WorkService.class, work, attributes -> {}));
            Tern consumer = LocalTern.consumer();
            WorkService stub = LocalTern.stub(consumer, WorkService.class, url);
            List<CompletableFuture<String>> calls = later(stub);
            LocalTern.await("all are served", SOON, () -> work.started() == CALLS);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(consumer::close, LocalTern.threads());
            LocalTern.await("new calls are refused", SOON, () -> catchThrowable(() -> stub.quick("x")) != null);
            assertThat(closing).isNotDone();
            assertThat(calls).noneMatch(CompletableFuture::isDone);
            work.open();
            for (CompletableFuture<String> call : calls) {
                assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("x");
            }
            closing.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void callsThatOutlastTheStopFailAndSayThatThisProcessStops() throws Exception {
        GatedWork work = new GatedWork();
        try (Tern provider = LocalTern.provider(protocol -> {})) {
            String url = LocalTern.url(provider.export(WorkService.class, work, attributes -> {}));
            Tern consumer = Tern.builder()
                    .element(ConfigElement.of(ElementKind.APPLICATION)
                            .set("name", "consumer")
                            .set("shutwait", 300))
                    .start();
            WorkService stub = LocalTern.stub(consumer, WorkService.class, url);
            List<CompletableFuture<String>> calls = later(stub);
            LocalTern.await("all are served", SOON, () -> work.started() == CALLS);
            long start = System.nanoTime();
            consumer.close();
            // Over the limit by what closing sockets and threads may take on a busy machine.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(290), Duration.ofMillis(3_000));
            for (CompletableFuture<String> call : calls) {
                ExecutionException error =
                        catchThrowableOfType(ExecutionException.class, () -> call.get(1, TimeUnit.SECONDS));
                assertThat(error.getCause())
                        .isInstanceOf(RpcException.class)
                        .hasMessageContaining("this process closed the connection");
            }
            assertThat(catchThrowable(() -> stub.quick("x")))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("closed");
            work.open();
        }
    }
}
