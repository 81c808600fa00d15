// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static io.tern.rpc.core.internal.cluster.ClusterBench.failing;
import static io.tern.rpc.core.internal.cluster.ClusterBench.unsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.CallFacts;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.RpcObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverClusterTest {
    private final ClusterBench bench = new ClusterBench(3);

    private ResponseFuture<@Nullable Object> invoke(CallMode mode, int retries) {
        return bench.invoke(new FailoverCluster(bench.context), "find", mode, retries);
    }

    private @Nullable Object find(int retries) throws Throwable {
        return invoke(CallMode.SYNC, retries).await();
    }

    @Test
    void eachProviderIsTriedOnceBeforeTheCallFails() {
        bench.all(unsent());

        assertThatThrownBy(() -> find(2))
                .isInstanceOfSatisfying(RpcConnectionException.class, e -> {
                    assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
                    assertThat(e.serviceMethod()).endsWith("Service#find(String)");
                })
                .hasMessageContainingAll(
                        "Failed to invoke", "Tried 3 times", "10.0.0.1:20880", "10.0.0.2:20880", "10.0.0.3:20880")
                .hasCauseInstanceOf(RpcConnectionException.class);
        assertThat(bench.providers).allMatch(provider -> provider.calls.size() == 1);
    }

    @Test
    void theFirstSuccessIsReturned() throws Throwable {
        bench.providers.get(0).answer = unsent();
        bench.providers.get(1).answer = unsent();

        assertThat(find(2)).isEqualTo("10.0.0.3:20880");
    }

    @Test
    void theErrorSaysThatTheCallMayHaveRunIfAnyAttemptMay() {
        List<Function<Invocation, ResponseFuture<@Nullable Object>>> answers = new ArrayList<>(List.of(
                failing(facts -> new RpcTimeoutException("slow", facts, null), Delivery.MAYBE_EXECUTED),
                unsent(),
                unsent()));
        bench.all(call -> answers.remove(0).apply(call));

        assertThatThrownBy(() -> find(2))
                .isInstanceOfSatisfying(
                        RpcConnectionException.class,
                        e -> assertThat(e.delivery()).isEqualTo(Delivery.MAYBE_EXECUTED));
    }

    @Test
    void theExceptionStaysAsItIsWithoutRetries() {
        bench.all(unsent());

        assertThatThrownBy(() -> find(0))
                .isInstanceOf(RpcConnectionException.class)
                .hasMessage("no connection");
        assertThat(bench.attempts()).isEqualTo(1);
    }

    @Test
    void eachAttemptHasItsFullTimeout() {
        List<Long> deadlines = new ArrayList<>();
        bench.all(call -> {
            deadlines.add(call.deadlineNanos() - bench.ticker.nanos());
            bench.ticker.advanceMillis(1_000);
            return ResponseFuture.failed(ClusterBench.timeout());
        });

        assertThatThrownBy(() -> find(2))
                .isInstanceOf(RpcTimeoutException.class)
                .hasMessageContaining("in 3000 ms");
        assertThat(deadlines).containsOnly(TimeUnit.SECONDS.toNanos(1)).hasSize(3);
    }

    @Test
    void whatEveryProviderWouldAnswerIsNotTriedAgainNorAreTheServicesExceptions() {
        List<Function<CallFacts, Throwable>> finals = List.of(
                facts -> new RpcServerException("no such method", facts, null),
                facts -> new RpcSerializationException("cannot encode", facts, null),
                facts -> new RpcException(RpcException.BIZ_EXCEPTION, "biz", null, facts, true),
                facts -> new IllegalStateException("of the service"),
                facts -> new RpcException("thrown by the service"));
        for (Function<CallFacts, Throwable> error : finals) {
            bench.forget();
            bench.all(failing(error, Delivery.EXECUTED));

            assertThatThrownBy(() -> find(2)).hasMessageNotContaining("Tried");
            assertThat(bench.attempts()).isEqualTo(1);
        }
    }

    @Test
    void aFullPoolIsTriedAgain() {
        bench.all(failing(facts -> new RpcLimitException("pool is full", facts, null), Delivery.EXECUTED));

        assertThatThrownBy(() -> find(2)).isInstanceOf(RpcLimitException.class).hasMessageContaining("Tried 3 times");
    }

    @ParameterizedTest
    @EnumSource(
            value = CallMode.class,
            names = {"FUTURE", "ONEWAY"})
    void callsThatNobodyWaitsForAreTriedAgainOnlyIfTheyWereNotSent(CallMode mode) {
        bench.all(unsent());
        assertThat(invoke(mode, 2)).isCompletedExceptionally();
        assertThat(bench.attempts()).isEqualTo(3);

        bench.forget();
        bench.all(call -> ResponseFuture.failed(ClusterBench.lost()));
        assertThat(invoke(mode, 2)).isCompletedExceptionally();
        assertThat(bench.attempts()).isEqualTo(1);
    }

    @Test
    void anInterruptedCallerIsNotKept() {
        bench.all(unsent());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> find(2)).hasMessage("no connection");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Zone-aware is the same under another name. */
    @Test
    void zoneAwareTriesAnotherProviderToo() {
        bench.all(unsent());

        assertThatThrownBy(() -> bench.invoke(new ZoneAwareCluster(bench.context), "find", CallMode.SYNC, 1)
                        .await())
                .hasMessageContaining("Tried 2 times");
        assertThat(new ZoneAwareCluster(bench.context).name()).isEqualTo("zone-aware");
    }

    @Test
    void aCallIsTriedAgainAsLongAsTheBudgetLasts() {
        Invoker failover = bench.join(new FailoverCluster(bench.context));
        bench.all(call -> ResponseFuture.failed(ClusterBench.lost()));
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            Throwable error = Outcome.errorNow(failover.invoke(bench.call("find", CallMode.SYNC, 1)));
            assertThat(error).isInstanceOf(RpcConnectionException.class);
            refused += error.getMessage().contains("tern.retry.budget allows 20 % of the calls and 10 more in 10 s")
                    ? 1
                    : 0;
        }

        assertThat(bench.attempts()).isEqualTo(100 + 30);
        assertThat(refused).isEqualTo(70);
        assertThat(bench.events)
                .filteredOn(RpcObserver.Event.RETRY_REFUSED::equals)
                .hasSize(70);
    }

    @Test
    void aSingleFailureOfAQuietProcessIsTriedAgain() throws Throwable {
        bench.plan.parameters = Map.of("tern.retry.budget", "1");
        bench.providers.get(0).available = false;
        bench.providers.get(1).answer = unsent();
        bench.providers.get(2).answer = unsent();
        bench.plan.sticky = true;

        assertThatThrownBy(() -> find(1)).hasMessageContaining("Tried 2 times");
    }

    @Test
    void attemptsThatWereNotSentNeedNoBudget() {
        Invoker failover = bench.join(new FailoverCluster(bench.context));
        bench.all(unsent());
        for (int i = 0; i < 100; i++) {
            failover.invoke(bench.call("find", CallMode.SYNC, 1));
        }

        assertThat(bench.attempts()).isEqualTo(200);
        assertThat(bench.events).doesNotContain(RpcObserver.Event.RETRY_REFUSED);
    }

    @Test
    void aBudgetOfZeroIsNone() {
        bench.plan.parameters = Map.of("tern.retry.budget", "0");
        Invoker failover = bench.join(new FailoverCluster(bench.context));
        bench.all(call -> ResponseFuture.failed(ClusterBench.lost()));
        for (int i = 0; i < 100; i++) {
            failover.invoke(bench.call("find", CallMode.SYNC, 2));
        }

        assertThat(bench.attempts()).isEqualTo(300);
        assertThat(bench.events).doesNotContain(RpcObserver.Event.RETRY_REFUSED);
    }

    @Property(tries = 200)
    void noCallTriesMoreThanItMayNorOneProviderTwiceWhileOthersAreLeft(
            @ForAll @IntRange(min = 1, max = 6) int count,
            @ForAll @IntRange(max = 8) int retries,
            @ForAll CallMode mode) {
        ClusterBench many = new ClusterBench(count);
        many.all(unsent());

        assertThat(many.invoke(new FailoverCluster(many.context), "find", mode, retries))
                .isCompletedExceptionally();

        assertThat(many.attempts()).isEqualTo(retries + 1);
        int untilAllAreTried = Math.min(count, retries + 1);
        assertThat(many.providers.stream().filter(provider -> !provider.calls.isEmpty()))
                .hasSize(untilAllAreTried);
    }
}
