// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static io.tern.rpc.core.internal.cluster.ClusterBench.unsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.internal.balance.RandomBalancer;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.RpcObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailbackClusterTest {
    private final ClusterBench bench = new ClusterBench(1);
    private final StubProvider provider = bench.providers.get(0);
    private final LogCapture log = new LogCapture(FailbackCluster.class);

    @AfterEach
    void close() {
        log.close();
    }

    private ResponseFuture<@Nullable Object> call(CallMode mode) {
        return bench.invoke(new FailbackCluster(bench.context), "count", mode, 2);
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void theCallerGetsTheEmptyValueAndTheCallIsMadeAgainLater(CallMode mode) throws Exception {
        provider.answer = unsent();

        assertThat(call(mode).get()).isEqualTo(0);
        assertThat(provider.calls).hasSize(1);
        assertThat(bench.later)
                .singleElement()
                .satisfies(task -> assertThat(task.getValue()).isEqualTo(TimeUnit.SECONDS.toNanos(5)));
        assertThat(log.lines()).singleElement().asString().contains("tried again in the background", "no connection");

        provider.answer = call -> ResponseFuture.completed(1);
        bench.ticker.advanceMillis(5_000);
        bench.runLater();

        assertThat(provider.calls).hasSize(2);
        assertThat(bench.later).isEmpty();
        Invocation again = provider.calls.get(1);
        assertThat(again.options().mode()).isEqualTo(mode == CallMode.ONEWAY ? CallMode.ONEWAY : CallMode.FUTURE);
        assertThat(again.deadlineNanos() - bench.ticker.nanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(again.arguments()).isEqualTo(provider.calls.get(0).arguments());
    }

    @Test
    void attachmentsAreThoseOfTheCallEvenIfItIsChangedAfterwards() {
        provider.answer = unsent();
        Invocation call = bench.call("count", CallMode.SYNC, 2);
        call.attach("trace", "17");
        bench.join(new FailbackCluster(bench.context)).invoke(call);
        call.attach("trace", "18");

        bench.runLater();

        assertThat(provider.calls.get(1).attachment("trace")).isEqualTo("17");
    }

    @Test
    void aSuccessIsNotTouched() throws Exception {
        provider.answer = call -> ResponseFuture.completed(3);
        assertThat(call(CallMode.SYNC).get()).isEqualTo(3);
        assertThat(bench.later).isEmpty();
    }

    @Test
    void aLateFailureOfAnAsynchronousCallCountsToo() throws Exception {
        PendingFuture pending = new PendingFuture();
        provider.answer = call -> pending;
        ResponseFuture<@Nullable Object> future = call(CallMode.FUTURE);
        assertThat(future).isNotDone();

        pending.completeExceptionally(ClusterBench.timeout());

        assertThat(future.get()).isEqualTo(0);
        assertThat(bench.later).hasSize(1);
    }

    @Test
    void afterThreeMoreAttemptsItIsGivenUp() {
        provider.answer = unsent();
        call(CallMode.SYNC);
        for (int i = 0; i < 10; i++) {
            bench.runLater();
        }
        assertThat(provider.calls).hasSize(1 + 3);
        assertThat(log.lines()).hasSize(2).last().asString().contains("given up after 3 more attempts");
    }

    @Test
    void asManyMoreAttemptsAreMadeAsAreWritten() {
        provider.answer = unsent();
        MethodSettings once = withRetries(1);
        new FailbackCluster(bench.context)
                .join(bench.directory(), new RandomBalancer(), once)
                .invoke(bench.call("count", CallMode.SYNC, 1));
        for (int i = 0; i < 10; i++) {
            bench.runLater();
        }
        assertThat(provider.calls).hasSize(1 + 1);
    }

    @Test
    void withoutRetriesNothingIsDoneLater() {
        provider.answer = unsent();
        bench.plan.retries = 0;
        call(CallMode.SYNC);
        assertThat(bench.later).isEmpty();
        assertThat(log.lines()).singleElement().asString().contains("not tried again (retries=0)");
    }

    private MethodSettings withRetries(int retries) {
        bench.plan.retries = retries;
        MethodSettings base = bench.plan.settings("*");
        Map<String, Origin> origins = new HashMap<>(base.origins());
        origins.put("retries", new Origin("dubbo:reference", "demo", "retries", null));
        return new MethodSettings(
                base.name(),
                base.timeoutMillis(),
                base.retries(),
                base.async(),
                base.oneWay(),
                base.sent(),
                base.actives(),
                base.loadBalance(),
                base.sticky(),
                base.mock(),
                base.merger(),
                base.forks(),
                base.failbackTasks(),
                base.cache(),
                base.validation(),
                base.arguments(),
                base.onInvoke(),
                base.onReturn(),
                base.onThrow(),
                base.parameters(),
                origins);
    }

    @Test
    void tooManyWaitingCallsAreDroppedAndCounted() {
        provider.answer = unsent();
        bench.plan.failbackTasks = 2;
        Invoker failback = bench.join(new FailbackCluster(bench.context));
        for (int i = 0; i < 5; i++) {
            failback.invoke(bench.call("count", CallMode.SYNC, 2));
        }
        assertThat(bench.later).hasSize(2);
        assertThat(bench.events)
                .filteredOn(RpcObserver.Event.RETRY_REFUSED::equals)
                .hasSize(3);
        assertThat(log.lines())
                .filteredOn(line -> line.contains("2 calls wait for that (failbacktasks)"))
                .hasSize(3);

        provider.answer = call -> ResponseFuture.completed(1);
        bench.runLater();
        provider.answer = unsent();
        failback.invoke(bench.call("count", CallMode.SYNC, 2));
        assertThat(bench.later).as("places are free again").hasSize(1);
    }

    @Test
    void aPendingCallInTheBackgroundBlocksNobody() {
        provider.answer = unsent();
        call(CallMode.SYNC);
        List<PendingFuture> pending = new ArrayList<>();
        provider.answer = call -> {
            pending.add(new PendingFuture());
            return pending.get(0);
        };
        bench.runLater();
        assertThat(bench.later).isEmpty();

        pending.get(0).completeExceptionally(ClusterBench.timeout());

        assertThat(bench.later).hasSize(1);
    }

    @Test
    void aClosedInstanceTakesNothingMore() throws Exception {
        provider.answer = unsent();
        ClusterContext closed = new ClusterContext(
                bench.ticker,
                new RpcObserver() {},
                (task, delayNanos) -> {
                    throw new RejectedExecutionException("closed");
                },
                () -> false);
        bench.plan.failbackTasks = 1;
        Invoker failback = bench.join(new FailbackCluster(closed));
        for (int i = 0; i < 3; i++) {
            assertThat(failback.invoke(bench.call("count", CallMode.SYNC, 2)).get())
                    .isEqualTo(0);
        }
        assertThat(log.lines()).noneMatch(line -> line.contains("failbacktasks"));
    }

    @Test
    void exceptionsOfTheServiceReachTheCaller() {
        provider.answer = call -> ResponseFuture.failed(new IllegalStateException("of the service"));
        assertThatThrownBy(() -> call(CallMode.SYNC).await())
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(RpcTimeoutException.class);
        assertThat(bench.later).isEmpty();
    }
}
