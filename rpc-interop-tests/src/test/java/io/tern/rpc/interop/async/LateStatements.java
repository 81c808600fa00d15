// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static io.tern.rpc.interop.async.Bench.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.spi.RpcObserver;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statements 57 to 62: answers that another thread writes, and a provider that dies. */
interface LateStatements extends StatementsOnAny {
    long QUICK_MILLIS = 100;

    /** A provider in a process of its own, for this test alone. */
    KillableProvider killable();

    @Test
    default void statement57_valueThatAnotherThreadWritesArrives() throws Exception {
        assertThat(bench().calls().later(50, "a")).isEqualTo("a");
        bench().async().later(50, "b");
        assertThat(saved().get()).isEqualTo("b");
    }

    @Test
    default void statement58_throwableThatIsWrittenArrivesAsThatException() throws Exception {
        CallService calls = bench().calls();
        assertThatThrownBy(() -> calls.laterFails(20, "why"))
                .isExactlyInstanceOf(CheckedFailure.class)
                .hasMessage("why");
        CompletableFuture<String> future = Bench.asyncCall(() -> calls.laterFails(20, "why"));
        assertThatThrownBy(future::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCauseExactlyInstanceOf(CheckedFailure.class);
    }

    @Test
    default void statement59_firstOfTwoWrittenValuesStandsAndTheSecondWriteThrows() {
        CallService calls = bench().calls();
        String key = UUID.randomUUID().toString();

        assertThat(calls.laterTwice(key, "first")).isEqualTo("first");

        Bench.eventually("the second write was tried", () -> calls.outcome(key) != null);
        assertThat(calls.outcome(key)).isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    default void statement60_answerThatIsNeverWrittenIsATimeoutOfTheConsumer() {
        CallService calls = bench().refer(CallService.class, reference -> reference.set("timeout", 300));
        assertThatThrownBy(calls::never).isInstanceOf(RpcTimeoutException.class);
        CompletableFuture<String> future = Bench.asyncCall(calls::never);
        assertThatThrownBy(future::get).hasCauseInstanceOf(RpcTimeoutException.class);
    }

    @Test
    default void statement61_attachmentIsReadableAfterTheContextWasSwitched() {
        RpcContext.getContext().setAttachment("moved", "value");
        String reset = bench().line() == PeerLine.DUBBO_2_7 ? "value" : "null";
        assertThat(bench().calls().laterAttachment("moved")).isEqualTo("value, then " + reset);
    }

    @Test
    default void statement62_pendingFuturesFailAtOnceWhenTheProviderIsKilled() throws Exception {
        List<Long> millis = new ArrayList<>();
        // All calls of one kill end at one instant, at which a busy machine may be elsewhere, but not at each of three.
        for (int kill = 0; kill < 3 && millis.stream().noneMatch(end -> end <= QUICK_MILLIS); kill++) {
            millis.addAll(endsWhenTheProviderIsKilled());
        }
        assertThat(millis).anySatisfy(end -> assertThat(end).isLessThanOrEqualTo(QUICK_MILLIS));
    }

    /** Milliseconds from the loss of the connection to the end of each pending call. */
    private List<Long> endsWhenTheProviderIsKilled() throws Exception {
        List<Long> lostAt = new ArrayList<>();
        RpcObserver observer = new RpcObserver() {
            @Override
            public void connectionClosed(InetSocketAddress remote) {
                synchronized (lostAt) {
                    lostAt.add(System.nanoTime());
                }
            }
        };
        try (KillableProvider provider = killable();
                Bench bench = Bench.of(provider.port(), observer)) {
            CallService calls = bench.refer(
                    CallService.class, reference -> reference.set("async", true).set("timeout", 30_000));
            FutureService futures = bench.futures();
            calls.sleep(20, "alive");
            assertThat(saved().get()).isEqualTo("alive");
            List<CompletableFuture<Long>> ends = new ArrayList<>();
            CompletableFuture<String> last = futures.sleep(20_000, "a");
            for (int i = 0; i < 10; i++) {
                calls.sleep(20_000, "a");
                last = saved();
                ends.add(last.handle((value, error) -> System.nanoTime()));
            }

            provider.kill();

            CompletableFuture<String> pending = last;
            assertThatThrownBy(() -> pending.get(15, TimeUnit.SECONDS))
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            RpcConnectionException.class,
                            e -> assertThat(e.isNetwork()).isTrue())
                    .hasMessageContainingAll("CallService#sleep", "127.0.0.1:" + provider.port());
            List<Long> millis = ends.stream()
                    .map(CompletableFuture::join)
                    .map(end -> TimeUnit.NANOSECONDS.toMillis(end - lostAt.get(0)))
                    .toList();
            assertThat(millis).allSatisfy(end -> assertThat(end).isLessThan(2_000));
            assertThat(bench.tern().stats().callsInFlight()).isZero();

            assertThatThrownBy(() -> calls.sleep(0, "dead")).isInstanceOf(RpcConnectionException.class);
            assertThat(saved()).isNull();
            assertThatThrownBy(() -> futures.sleep(0, "dead").get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(RpcConnectionException.class);
            return millis;
        }
    }
}
