// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static io.tern.rpc.core.internal.cluster.ClusterBench.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.spi.CallMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Statement 31: asynchronous calls are tried again only if that is wished, and within one timeout. */
class FailoverAsyncTest {
    private final ClusterBench bench = new ClusterBench(3);
    private final List<PendingFuture> pending = new ArrayList<>();

    private ResponseFuture<@Nullable Object> call(String async, int retries) {
        bench.plan.parameters = Map.of("tern.retry.async", async);
        bench.all(call -> {
            PendingFuture future = new PendingFuture("attempt-" + (pending.size() + 1));
            pending.add(future);
            return future;
        });
        return bench.invoke(new FailoverCluster(bench.context), "find", CallMode.FUTURE, retries);
    }

    @Test
    void withoutTheWishThereIsOneAttempt() {
        ResponseFuture<@Nullable Object> future = call("false", 2);
        assertThat(future).isSameAs(pending.get(0));

        pending.get(0).completeExceptionally(lost());

        assertThat(future).isCompletedExceptionally();
        assertThat(bench.attempts()).isEqualTo(1);
    }

    @Test
    void aLostCallIsSentToAnotherProviderUntilOneAnswers() throws Exception {
        ResponseFuture<@Nullable Object> future = call("true", 2);
        pending.get(0).completeExceptionally(lost());
        pending.get(1).completeExceptionally(lost());
        assertThat(future).isNotDone();

        pending.get(2).complete("found");

        assertThat(future.get()).isEqualTo("found");
        assertThat(future.attachments()).containsEntry("trace", "attempt-3");
        assertThat(future.remoteAddress()).isEqualTo(pending.get(2).remote);
        assertThat(future.elapsed()).hasMillis(7);
        assertThat(bench.providers).allMatch(provider -> provider.calls.size() == 1);
    }

    @Test
    void allAttemptsShareOneDeadline() {
        ResponseFuture<@Nullable Object> future = call("true", 2);
        long deadline = bench.ticker.nanos() + 1_000_000_000L;
        bench.ticker.advanceMillis(600);
        pending.get(0).completeExceptionally(lost());
        bench.ticker.advanceMillis(600);
        pending.get(1).completeExceptionally(ClusterBench.timeout());

        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessageContainingAll("Tried 2 times", "Last error: slow");
        assertThat(bench.attempts()).isEqualTo(2);
        assertThat(bench.providers.stream().flatMap(provider -> provider.calls.stream()))
                .allMatch(call -> call.deadlineNanos() == deadline);
    }

    @Test
    void aTimeoutOfTheFirstAttemptStaysWhatItIs() {
        ResponseFuture<@Nullable Object> future = call("true", 2);
        bench.ticker.advanceMillis(1_000);
        pending.get(0).completeExceptionally(ClusterBench.timeout());

        assertThatThrownBy(future::get).cause().hasMessage("slow");
        assertThat(bench.attempts()).isEqualTo(1);
    }

    @Test
    void itFailsWhenAllAttemptsDo() {
        ResponseFuture<@Nullable Object> future = call("true", 1);
        pending.get(0).completeExceptionally(lost());
        pending.get(1).completeExceptionally(lost());

        assertThatThrownBy(future::get)
                .cause()
                .isInstanceOf(RpcConnectionException.class)
                .hasMessageContaining("Tried 2 times");
        assertThat(future.remoteAddress()).isEqualTo(pending.get(1).remote);
        assertThat(future.elapsed()).hasMillis(7);
    }

    @Test
    void cancellingCancelsTheAttemptThatIsUnderWay() {
        ResponseFuture<@Nullable Object> future = call("true", 2);
        pending.get(0).completeExceptionally(lost());

        assertThat(future.cancel(true)).isTrue();

        assertThat(pending.get(1)).isCancelled();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        assertThat(bench.attempts()).isEqualTo(2);
    }

    @Test
    void whatTheServiceThrowsOrEveryProviderWouldSayEndsTheCall() {
        ResponseFuture<@Nullable Object> thrown = call("true", 2);
        pending.get(0).completeExceptionally(new IllegalStateException("of the service"));
        assertThatThrownBy(thrown::get).hasCauseInstanceOf(IllegalStateException.class);

        ResponseFuture<@Nullable Object> unknown = call("true", 2);
        pending.get(1)
                .completeExceptionally(
                        new RpcServerException("no such method", ClusterBench.facts(Delivery.EXECUTED), null));
        assertThatThrownBy(unknown::get).cause().hasMessage("no such method");
        assertThat(bench.attempts()).isEqualTo(2);
    }

    @Test
    void anAttemptThatCannotBeSentIsFollowedAtOnce() throws Exception {
        ResponseFuture<@Nullable Object> future = call("true", 2);
        bench.providers.forEach(provider -> provider.answer = ClusterBench.unsent());
        bench.providers.stream()
                        .filter(provider -> provider.calls.isEmpty())
                        .reduce((one, other) -> other)
                        .orElseThrow()
                        .answer =
                call -> ResponseFuture.completed("found");

        pending.get(0).completeExceptionally(lost());

        assertThat(future.get()).isEqualTo("found");
    }

    @Test
    void theBudgetHoldsForThemToo() {
        bench.plan.retries = 1;
        bench.plan.parameters = Map.of("tern.retry.async", "true");
        bench.all(call -> {
            PendingFuture future = new PendingFuture();
            pending.add(future);
            return future;
        });
        var failover = bench.join(new FailoverCluster(bench.context));
        List<ResponseFuture<@Nullable Object>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(failover.invoke(bench.call("find", CallMode.FUTURE, 1)));
        }
        List.copyOf(pending).forEach(future -> future.completeExceptionally(lost()));

        assertThat(bench.attempts()).isEqualTo(50 + 20);
        assertThat(futures).filteredOn(ResponseFuture::isCompletedExceptionally).hasSize(30);
    }

    @Test
    void anEventLoopMayNotWaitForTheAttempts() {
        ClusterBench looped = new ClusterBench(2);
        looped.plan.parameters = Map.of("tern.retry.async", "true");
        looped.all(call -> new PendingFuture());
        looped.onEventLoop = true;
        ResponseFuture<@Nullable Object> future =
                looped.invoke(new FailoverCluster(looped.context), "find", CallMode.FUTURE, 1);
        assertThatThrownBy(future::get).hasMessageContaining("Blocking call on an event loop");
        assertThatThrownBy(future::join).hasMessageContaining("Blocking call on an event loop");
    }
}
