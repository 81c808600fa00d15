// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static io.tern.rpc.core.internal.cluster.ClusterBench.lost;
import static io.tern.rpc.core.internal.cluster.ClusterBench.unsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.spi.CallMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForkingClusterTest {
    private final ClusterBench bench = new ClusterBench(3);
    private final List<PendingFuture> pending = new CopyOnWriteArrayList<>();

    private ResponseFuture<@Nullable Object> fork(CallMode mode) {
        return bench.invoke(new ForkingCluster(bench.context), "find", mode, 2);
    }

    private void hold() {
        bench.all(call -> {
            PendingFuture future = new PendingFuture("fork-" + (pending.size() + 1));
            pending.add(future);
            return future;
        });
    }

    @Test
    void theFirstAnswerCountsAndTheOthersAreCancelled() throws Exception {
        bench.plan.forks = 3;
        hold();
        ResponseFuture<@Nullable Object> future = fork(CallMode.FUTURE);
        pending.get(0).completeExceptionally(lost());
        assertThat(future).isNotDone();
        bench.ticker.advanceMillis(40);

        pending.get(2).complete("found");
        bench.ticker.advanceMillis(40);

        assertThat(future.get()).isEqualTo("found");
        assertThat(pending.get(1)).isCancelled();
        assertThat(future.attachments()).containsEntry("trace", "fork-3");
        assertThat(future.remoteAddress()).isEqualTo(pending.get(2).remote);
        assertThat(future.elapsed()).hasMillis(40);
        assertThat(bench.providers).allMatch(provider -> provider.calls.size() == 1);
    }

    @Test
    void anExceptionOfTheServiceIsAnAnswer() {
        hold();
        ResponseFuture<@Nullable Object> future = fork(CallMode.FUTURE);
        pending.get(1).completeExceptionally(new IllegalStateException("of the service"));

        assertThatThrownBy(future::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(pending.get(0)).isCancelled();
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void asManyAreCalledAsThereAreForksAndDifferentOnes(CallMode mode) throws Exception {
        assertThat(fork(mode).get()).asString().startsWith("10.0.0.");
        assertThat(bench.attempts()).isEqualTo(2);
        assertThat(bench.providers).allMatch(provider -> provider.calls.size() <= 1);
    }

    @Test
    void unavailableProvidersAreNoForks() throws Exception {
        bench.plan.forks = 3;
        bench.providers.get(1).available = false;

        fork(CallMode.SYNC).get();

        assertThat(bench.providers.get(1).calls).isEmpty();
        assertThat(bench.attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void itFailsIfAllFailAndNamesEach(CallMode mode) {
        bench.plan.forks = 3;
        bench.all(unsent());

        assertThatThrownBy(() -> fork(mode).get())
                .cause()
                .isInstanceOfSatisfying(
                        RpcConnectionException.class,
                        e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT))
                .hasMessageContainingAll(
                        "on 3 of 3 providers",
                        "10.0.0.1:20880 (no connection)",
                        "10.0.0.2:20880 (no connection)",
                        "10.0.0.3:20880 (no connection)");
    }

    @Test
    void aSynchronousCallerWaitsForTheAnswerOfAnotherThread() throws Throwable {
        hold();
        CompletableFuture<Void> replies = CompletableFuture.runAsync(
                () -> {
                    while (pending.size() < 2) {
                        Thread.onSpinWait();
                    }
                    pending.get(1).complete("found");
                },
                task -> new Thread(task, "test-provider").start());

        ResponseFuture<@Nullable Object> future = fork(CallMode.SYNC);

        assertThat(future).isDone();
        assertThat(future.await()).isEqualTo("found");
        replies.get(10, TimeUnit.SECONDS);
        assertThat(bench.providers.stream().flatMap(provider -> provider.calls.stream()))
                .allMatch(call -> call.options().mode() == CallMode.FUTURE);
    }

    @Test
    void anInterruptedCallerLeavesAndCancelsTheForks() {
        hold();
        Thread.currentThread().interrupt();

        ResponseFuture<@Nullable Object> future = fork(CallMode.SYNC);

        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(future::await).isInstanceOf(RpcException.class).hasMessageContaining("Interrupted");
        assertThat(pending).hasSize(2).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    void cancellingCancelsEveryFork() {
        hold();
        ResponseFuture<@Nullable Object> future = fork(CallMode.FUTURE);

        assertThat(future.cancel(true)).isTrue();

        assertThat(pending).hasSize(2).allMatch(CompletableFuture::isCancelled);
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }

    @Property(tries = 300)
    void whateverTheOrderTheFirstSuccessIsTheOutcome(
            @ForAll @IntRange(min = 2, max = 6) int count, @ForAll List<@IntRange(max = 11) Integer> order)
            throws Exception {
        ClusterBench many = new ClusterBench(count);
        many.plan.forks = count;
        List<PendingFuture> calls = new ArrayList<>();
        many.all(call -> {
            calls.add(new PendingFuture());
            return calls.get(calls.size() - 1);
        });
        ResponseFuture<@Nullable Object> future =
                many.invoke(new ForkingCluster(many.context), "find", CallMode.FUTURE, 0);
        Object expected = null;
        int failed = 0;
        for (int step : order) {
            PendingFuture call = calls.get(step % count);
            boolean succeeds = step >= 6;
            if (call.isDone()) {
                continue;
            }
            if (succeeds) {
                expected = expected == null ? "answer " + step : expected;
                call.complete("answer " + step);
            } else {
                failed++;
                call.completeExceptionally(lost());
            }
        }
        if (expected != null) {
            assertThat(future.get()).isEqualTo(expected);
            assertThat(calls).allMatch(CompletableFuture::isDone);
        } else if (failed == count) {
            assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
        } else {
            assertThat(future).isNotDone();
        }
    }

    /** It would stop the very connection on which the answer comes. */
    @Test
    void aSynchronousCallOnAnEventLoopFailsUnsentInsteadOfWaiting() {
        hold();
        bench.onEventLoop = true;

        ResponseFuture<@Nullable Object> future = fork(CallMode.SYNC);

        assertThat(bench.attempts()).isZero();
        assertThatThrownBy(future::await)
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT))
                .hasMessageContainingAll("Blocking call on an event loop", "Service#find(String)");
    }

    @Test
    void anEventLoopMayNotWaitForTheFuture() throws Exception {
        hold();
        bench.onEventLoop = true;
        ResponseFuture<@Nullable Object> future = fork(CallMode.FUTURE);

        assertThatThrownBy(future::get)
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("Blocking call on an event loop");
        assertThatThrownBy(future::join).isInstanceOf(RpcException.class);
        assertThatThrownBy(() -> future.get(1, TimeUnit.SECONDS)).isInstanceOf(RpcException.class);
        pending.get(0).complete("found");
        assertThat(future.get()).isEqualTo("found");
    }

    @Test
    void aForkThatCannotBeBegunCancelsThoseBefore() {
        bench.plan.forks = 3;
        bench.all(call -> {
            if (pending.size() == 2) {
                throw new IllegalStateException("a bug");
            }
            pending.add(new PendingFuture());
            return pending.get(pending.size() - 1);
        });

        assertThatThrownBy(() -> fork(CallMode.FUTURE)).hasMessage("a bug");
        assertThat(pending).hasSize(2).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    void anyNumberOfForksCanBeWritten() throws Exception {
        bench.plan.forks = Integer.MAX_VALUE;
        assertThat(fork(CallMode.SYNC).get()).asString().startsWith("10.0.0.");
        assertThat(bench.attempts()).isEqualTo(3);
    }
}
