// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.EchoService;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.spi.RpcObserver.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a provider does when it has more to do than it may. */
class ProviderLimitsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final GatedWork work = new GatedWork();
    private final List<Tern> terns = new ArrayList<>();

    @AfterEach
    void close() {
        work.open();
        for (int i = terns.size() - 1; i >= 0; i--) {
            terns.get(i).close();
        }
    }

    private Tern provider(Consumer<ConfigElement> protocol) {
        Tern tern = LocalTern.provider(protocol);
        terns.add(tern);
        return tern;
    }

    private Tern consumer() {
        Tern tern = LocalTern.consumer();
        terns.add(tern);
        return tern;
    }

    private static CompletableFuture<String> run(WorkService stub, String method) {
        return CompletableFuture.supplyAsync(() -> method.equals("other") ? stub.other("x") : stub.gated("x"), task -> {
            Thread thread = new Thread(task, "test-caller");
            thread.setDaemon(true);
            thread.start();
        });
    }

    @Test
    void aFullPoolAnswersAtOnceAndSaysWhatToDo() throws Exception {
        Tern provider = provider(protocol -> protocol.set("threads", 2).set("queues", 1));
        ExportedService service = provider.export(WorkService.class, work, attributes -> {});
        WorkService stub = LocalTern.stub(consumer(), WorkService.class, LocalTern.url(service));
        assertThat(stub.quick("warm")).isEqualTo("warm");
        List<CompletableFuture<String>> running = List.of(run(stub, "gated"), run(stub, "other"));
        LocalTern.await("both threads are busy", SOON, () -> work.started() == 3);
        CompletableFuture<String> queued = run(stub, "gated");
        LocalTern.await("one waits", SOON, () -> provider.stats().requestsRunning() == 3);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            RpcException error = catchThrowableOfType(RpcException.class, () -> stub.quick("x"));
            best = Math.min(best, System.nanoTime() - start);
            assertThat(error)
                    .hasMessageContaining("2 requests running (threads=\"2\")")
                    .hasMessageContaining("1 queued (queues=\"1\")")
                    .hasMessageContaining("WorkService#gated")
                    .hasMessageContaining("WorkService#other")
                    .hasMessageContaining("raise threads");
            assertThat(error.isLimitExceed()).isTrue();
        }
        // The best of 20, since other processes share the processors with this test; a timeout would be 5 000 ms.
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
        assertThat(provider.stats().count(Event.REQUEST_REFUSED)).isEqualTo(20);
        work.open();
        for (CompletableFuture<String> call : running) {
            assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("x");
        }
        assertThat(queued.get(5, TimeUnit.SECONDS)).isEqualTo("x");
        assertThat(stub.quick("after")).isEqualTo("after");
    }

    @Test
    void aRequestWhoseConsumerIsGoneIsDroppedAndCounted() throws Exception {
        Tern provider = provider(protocol -> protocol.set("threads", 1).set("queues", 10));
        ExportedService service = provider.export(WorkService.class, work, attributes -> {});
        Tern consumer = consumer();
        WorkService patient = LocalTern.stub(consumer, WorkService.class, LocalTern.url(service));
        WorkService hasty = LocalTern.stub(
                consumer, WorkService.class, LocalTern.url(service), attributes -> attributes.set("timeout", 100));
        CompletableFuture<String> first = run(patient, "gated");
        LocalTern.await("the thread is busy", SOON, () -> work.started() == 1);
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowableOfType(RpcException.class, () -> hasty.quick("x"))
                            .isTimeout())
                    .isTrue();
        }
        // The provider counts from the arrival, which is later than the consumer's start.
        long expired = System.nanoTime();
        LocalTern.await(
                "the last one is too late at the provider", SOON, () -> System.nanoTime() - expired > 300_000_000);
        work.open();
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("x");
        assertThat(patient.quick("after")).isEqualTo("after");
        assertThat(provider.stats().count(Event.EXPIRED_REQUEST)).isEqualTo(3);
        assertThat(work.started()).as("the first and the last call").isEqualTo(2);
        LocalTern.await("nothing runs", SOON, () -> provider.stats().requestsRunning() == 0);
    }

    @Test
    void executesLimitsOneMethodAndNotTheOthers() throws Exception {
        Tern provider = provider(protocol -> {});
        ExportedService service = provider.export(
                WorkService.class, work, attributes -> attributes.method("later", method -> method.set("executes", 2)));
        WorkService stub = LocalTern.stub(consumer(), WorkService.class, LocalTern.url(service));
        CompletableFuture<String> first = stub.later("1");
        CompletableFuture<String> second = stub.later("2");
        LocalTern.await("both run", SOON, () -> work.started() == 2);
        ExecutionException error = catchThrowableOfType(
                ExecutionException.class, () -> stub.later("3").get(5, TimeUnit.SECONDS));
        assertThat(error.getCause()).isInstanceOf(RpcException.class).hasMessageContaining("executes");
        assertThat(stub.quick("free")).isEqualTo("free");
        work.open();
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("1");
        assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("2");
        LocalTern.await("the places are free", SOON, () -> provider.stats().requestsRunning() == 0);
        assertThat(stub.later("4").get(5, TimeUnit.SECONDS)).isEqualTo("4");
    }

    @Test
    void dispatcherDecidesWhichThreadServes() {
        for (String dispatcher : List.of("all", "message", "direct")) {
            Tern provider = provider(protocol -> protocol.set("dispatcher", dispatcher));
            ExportedService service = provider.export(WorkService.class, work, attributes -> {});
            WorkService stub = LocalTern.stub(consumer(), WorkService.class, LocalTern.url(service));
            assertThat(stub.thread(List.of()))
                    .as(dispatcher)
                    .startsWith(dispatcher.equals("direct") ? "tern-io-provider-" : "tern-worker-provider-");
        }
    }

    @Test
    void aServiceOnAnEventLoopThatWaitsForACallFailsInsteadOfStoppingAllConnections() {
        Tern provider = provider(protocol -> protocol.set("dispatcher", "direct"));
        ExportedService service = provider.export(WorkService.class, work, attributes -> {});
        work.next(LocalTern.stub(provider, WorkService.class, LocalTern.url(service)));
        WorkService stub = LocalTern.stub(consumer(), WorkService.class, LocalTern.url(service));
        assertThat(stub.quick("before")).isEqualTo("before");
        long start = System.nanoTime();
        RuntimeException error = catchThrowableOfType(RuntimeException.class, () -> stub.nested("x"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(error).hasMessageContaining("event loop");
        assertThat(stub.quick("after")).isEqualTo("after");
    }

    @Test
    void everyThreadPoolServes() {
        boolean virtual = Runtime.version().feature() >= 21;
        for (String pool : List.of("fixed", "cached", "limited", "virtual")) {
            Tern provider =
                    provider(protocol -> protocol.set("threadpool", pool).set("threads", 3));
            ExportedService service = provider.export(WorkService.class, work, attributes -> {});
            WorkService stub = LocalTern.stub(consumer(), WorkService.class, LocalTern.url(service));
            for (int i = 0; i < 10; i++) {
                assertThat(stub.thread(List.of())).as(pool).startsWith("tern-worker-provider-");
            }
            boolean platformThread = Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName()
                            .startsWith("tern-worker-provider-"
                                    + LocalTern.address(service).getPort()));
            assertThat(platformThread)
                    .as("%s has platform threads", pool)
                    .isEqualTo(!(virtual && pool.equals("virtual")));
        }
    }

    @Test
    void echoAnswersForTheServiceAndTakesOnlyWhatItAdmits() {
        Tern provider = provider(protocol -> {});
        ExportedService service = provider.export(WorkService.class, work, attributes -> {});
        EchoService echo = (EchoService) LocalTern.stub(consumer(), WorkService.class, LocalTern.url(service));
        assertThat(echo.$echo("OK")).isEqualTo("OK");
        assertThat(echo.$echo(List.of(1, 2))).isEqualTo(List.of(1, 2));
        assertThat(work.started()).isZero();
    }
}
