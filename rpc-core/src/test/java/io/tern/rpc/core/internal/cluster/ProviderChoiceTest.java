// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.internal.balance.RandomBalancer;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderChoiceTest {
    private final ClusterBench bench = new ClusterBench(3);
    private final List<String> ended = new ArrayList<>();

    private final class Watching implements LoadBalancer {
        private final LoadBalancer random = new RandomBalancer();

        @Override
        public String name() {
            return "watching";
        }

        @Override
        public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
            return random.select(candidates, call);
        }

        @Override
        public boolean watches() {
            return true;
        }

        @Override
        public void ended(EndpointInvoker provider, Invocation call, @Nullable Throwable error, long elapsedNanos) {
            ended.add(
                    (error == null ? "fine" : error.getClass().getSimpleName()) + " after " + elapsedNanos / 1_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void aBalancerThatWatchesHearsTheEndOfEachAttempt(CallMode mode) {
        bench.balancer = new Watching();
        Invoker failover = bench.join(new FailoverCluster(bench.context));
        bench.all(call -> {
            bench.ticker.advanceMillis(3);
            return ResponseFuture.completed("fine");
        });
        failover.invoke(bench.call("find", mode, 2));
        bench.all(ClusterBench.unsent());
        failover.invoke(bench.call("find", mode, 2));
        bench.all(call -> ResponseFuture.failed(new IllegalStateException("of the service")));
        failover.invoke(bench.call("find", mode, 2));
        bench.all(call -> ResponseFuture.failed(new RpcException("of the service")));
        failover.invoke(bench.call("find", mode, 2));

        assertThat(ended)
                .containsExactly(
                        "fine after 3",
                        "RpcConnectionException after 0",
                        "RpcConnectionException after 0",
                        "RpcConnectionException after 0",
                        "fine after 0",
                        "fine after 0");
    }

    @Test
    void itHearsTheEndOfAsynchronousCallsWhenTheyEnd() {
        ClusterBench single = new ClusterBench(1);
        single.balancer = new Watching();
        Invoker failfast = single.join(new FailfastCluster(single.context));
        PendingFuture pending = new PendingFuture();
        PendingFuture cancelled = new PendingFuture();
        single.all(call -> pending);
        failfast.invoke(single.call("find", CallMode.FUTURE, 0));
        single.all(call -> cancelled);
        failfast.invoke(single.call("find", CallMode.FUTURE, 0));
        single.ticker.advanceMillis(9);
        assertThat(ended).isEmpty();

        pending.complete("fine");
        cancelled.cancel(true);

        assertThat(ended).containsExactly("fine after 9", CancellationException.class.getSimpleName() + " after 9");
    }

    @Test
    void withOneProviderAndNobodyWatchingAnAsynchronousCallGetsNoStage() {
        ClusterBench single = new ClusterBench(1);
        PendingFuture pending = new PendingFuture();
        single.all(call -> pending);
        for (var cluster : List.of(new FailoverCluster(single.context), new FailfastCluster(single.context))) {
            assertThat(single.invoke(cluster, "find", CallMode.FUTURE, 2)).isSameAs(pending);
        }
        assertThat(pending.getNumberOfDependents()).isZero();
    }

    @Test
    void aSynchronousCallGetsNoStageEither() throws Throwable {
        List<ResponseFuture<@Nullable Object>> made = new ArrayList<>();
        bench.all(call -> {
            made.add(ResponseFuture.completed("fine"));
            return made.get(made.size() - 1);
        });
        ResponseFuture<@Nullable Object> future =
                bench.invoke(new FailoverCluster(bench.context), "find", CallMode.SYNC, 2);
        assertThat(future).isSameAs(made.get(0));
        assertThat(future.getNumberOfDependents()).isZero();
    }

    @Test
    void aStickyMethodStaysWithItsProvider() {
        bench.plan.sticky = true;
        Invoker failover = bench.join(new FailoverCluster(bench.context));
        for (int i = 0; i < 50; i++) {
            failover.invoke(bench.call("find", CallMode.SYNC, 2));
        }
        assertThat(bench.providers)
                .filteredOn(provider -> provider.calls.size() == 50)
                .hasSize(1);
        assertThat(bench.attempts()).isEqualTo(50);
    }

    @Test
    void aStickyMethodLeavesAProviderThatIsNotAvailableOrFailed() {
        bench.plan.sticky = true;
        Invoker failover = bench.join(new FailoverCluster(bench.context));
        failover.invoke(bench.call("find", CallMode.SYNC, 2));
        StubProvider first = used();
        first.available = false;
        bench.forget();
        failover.invoke(bench.call("find", CallMode.SYNC, 2));
        StubProvider second = used();
        assertThat(second).isNotSameAs(first);

        second.answer = ClusterBench.unsent();
        bench.forget();
        failover.invoke(bench.call("find", CallMode.SYNC, 2));
        failover.invoke(bench.call("find", CallMode.SYNC, 2));
        assertThat(second.calls).hasSize(1);
        assertThat(bench.providers)
                .filteredOn(provider -> provider != first && provider != second)
                .singleElement()
                .satisfies(third -> assertThat(third.calls).hasSize(2));
    }

    private StubProvider used() {
        return bench.providers.stream()
                .filter(provider -> !provider.calls.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutItTheBalancerChoosesEachTime() {
        Invoker failover = bench.join(new FailoverCluster(bench.context));
        for (int i = 0; i < 100; i++) {
            failover.invoke(bench.call("find", CallMode.SYNC, 2));
        }
        assertThat(bench.providers).allMatch(provider -> !provider.calls.isEmpty());
    }

    @Test
    void aStickyMethodLeavesAProviderThatDrains() throws Exception {
        ClusterBench steady = new ClusterBench(3);
        steady.plan.sticky = true;
        Invoker invoker = steady.join(new FailfastCluster(steady.context));
        Object first = invoker.invoke(steady.call("find", CallMode.SYNC, 0)).get();
        StubProvider draining = steady.providers.stream()
                .filter(provider -> provider.address().equals(first))
                .findFirst()
                .orElseThrow();
        draining.weight = 0;
        steady.forget();
        for (int i = 0; i < 20; i++) {
            invoker.invoke(steady.call("find", CallMode.SYNC, 0));
        }
        assertThat(draining.calls).isEmpty();
        assertThat(steady.providers)
                .filteredOn(provider -> !provider.calls.isEmpty())
                .hasSize(1);
    }
}
