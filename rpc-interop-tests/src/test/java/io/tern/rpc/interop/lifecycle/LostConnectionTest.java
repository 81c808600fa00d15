// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.RpcException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.testing.transport.RawPeer;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Connections that end while they are needed. */
class LostConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int CALLS = 50;

    @Test
    void pendingCallsFailWithinATenthOfASecondAndNamePeerAndMethod() throws Exception {
        List<Duration> took = new ArrayList<>();
        try (ServerSocket listener = RawPeer.listen();
                Tern consumer = LocalTern.consumer()) {
            int port = listener.getLocalPort();
            WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(port));
            // Five rounds and the median of them, since other processes share the processors with this test.
            for (int round = 0; round < 5; round++) {
                List<CompletableFuture<String>> calls = new ArrayList<>();
                AtomicLong lastEnd = new AtomicLong();
                CompletableFuture<String> sync;
                long cut;
                calls.add(stub.later("x"));
                try (RawPeer peer = new RawPeer(listener.accept())) {
                    for (int i = 1; i < CALLS; i++) {
                        calls.add(stub.later("x"));
                    }
                    sync = CompletableFuture.supplyAsync(() -> stub.gated("x"), LocalTern.threads());
                    for (int i = 0; i <= CALLS; i++) {
                        peer.readCall();
                    }
                    calls.forEach(call -> call.whenComplete(
                            (value, error) -> lastEnd.accumulateAndGet(System.nanoTime(), Math::max)));
                    cut = System.nanoTime();
                    peer.reset();
                }
                for (CompletableFuture<String> call : calls) {
                    assertLost(
                            catchThrowableOfType(ExecutionException.class, () -> call.get(5, TimeUnit.SECONDS)),
                            port,
                            "later");
                }
                assertLost(catchThrowableOfType(CompletionException.class, sync::join), port, "gated");
                took.add(Duration.ofNanos(lastEnd.get() - cut));
            }
        }
        assertThat(took.stream().sorted().toList().get(took.size() / 2))
                .as("median of %s", took)
                .isLessThan(Duration.ofMillis(100));
    }

    private static void assertLost(Throwable error, int port, String method) {
        assertThat(error.getCause())
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("WorkService#" + method);
        assertThat(((RpcException) error.getCause()).isNetwork()).isTrue();
    }

    @Test
    void losingOneConnectionDisturbsNoOther() throws Exception {
        GatedWork work = new GatedWork();
        List<Tern> consumers = new ArrayList<>();
        try (Tern provider = LocalTern.provider(protocol -> {})) {
            ExportedService service = provider.export(WorkService.class, work, attributes -> {});
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                Tern consumer = LocalTern.consumer();
                consumers.add(consumer);
                WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(service));
                calls.add(stub.later("a" + i));
            }
            try (RawPeer tenth = RawPeer.connect(LocalTern.address(service))) {
                LocalTern.await("all are there", SOON, () -> work.started() == 9);
                tenth.reset();
            }
            LocalTern.await("one is gone", SOON, () -> provider.stats().openConnections() == 9);
            work.open();
            for (int i = 0; i < 9; i++) {
                assertThat(calls.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("a" + i);
            }
            consumers.forEach(Tern::close);
        }
    }

    @Test
    void aProviderThatComesBackIsFoundAgainAndEveryChangeIsLoggedOnce() {
        Tern first = LocalTern.provider(protocol -> {});
        int port = LocalTern.address(first.export(WorkService.class, new GatedWork(), attributes -> {}))
                .getPort();
        try (CapturedLogs logs = CapturedLogs.ofTern();
                Tern consumer = LocalTern.consumer()) {
            consumer.refer(
                    WorkService.class, reference -> attributes(reference, port).set("id", null));
            WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(port));
            assertThat(stub.quick("x")).isEqualTo("x");
            first.close();
            LocalTern.await("it is lost", SOON, () -> consumer.stats().openConnections() == 0);
            long down = System.nanoTime();
            // Long enough for four attempts or more.
            LocalTern.await("it is down for a while", SOON, () -> System.nanoTime() - down > 1_500_000_000L);
            try (Tern second = Tern.builder()
                    .application("provider")
                    .element(LocalTern.protocol(port))
                    .start()) {
                second.export(WorkService.class, new GatedWork(), attributes -> {});
                LocalTern.await("it is found", SOON, () -> consumer.stats().openConnections() == 1);
                assertThat(stub.quick("again")).isEqualTo("again");
                List<String> changes = logs.lines().stream()
                        .filter(line -> line.contains("127.0.0.1:" + port) && line.contains("provider 127"))
                        .toList();
                assertThat(changes).hasSize(3);
                assertThat(changes.get(0)).startsWith("INFO Connected to provider");
                assertThat(changes.get(1))
                        .startsWith("INFO Lost the connection to provider")
                        .contains("as announced");
                assertThat(changes.get(2)).startsWith("INFO Connected again to provider");
            }
        }
    }

    private static ConfigElement attributes(ConfigElement reference, int port) {
        return reference.set("url", LocalTern.url(port)).set("check", false);
    }

    @Test
    void aClosedReferenceConnectsNoMore() throws Exception {
        try (ServerSocket listener = RawPeer.listen();
                Tern consumer = LocalTern.consumer()) {
            var reference =
                    consumer.refer(WorkService.class, attributes -> attributes(attributes, listener.getLocalPort()));
            try (RawPeer peer = new RawPeer(listener.accept())) {
                reference.close();
                peer.awaitClose();
            }
            listener.setSoTimeout(1_000);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(listener::accept))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }
}
