// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.CallFacts;
import io.tern.rpc.NoProviderException;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.internal.balance.RandomBalancer;
import io.tern.rpc.core.internal.directory.StaticDirectory;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClustersTest {
    private static final List<MethodDescriptor> METHODS = MethodDescriptor.of(Service.class);

    private final FakeTicker ticker = new FakeTicker();
    private final List<StubProvider> providers =
            IntStream.rangeClosed(1, 3).mapToObj(StubProvider::new).toList();

    interface Service {
        int count();

        String find(String id);
    }

    private Invocation call(String method, CallMode mode, int retries) {
        MethodDescriptor descriptor = METHODS.stream()
                .filter(candidate -> candidate.name().equals(method))
                .findFirst()
                .orElseThrow();
        CallOptions options = new CallOptions(mode, false, TimeUnit.SECONDS.toNanos(1), retries);
        return new Invocation(
                ServiceKey.of(Service.class), descriptor, options, new Object[] {"a"}, null, ticker.nanos(), null);
    }

    private ResponseFuture<@Nullable Object> invoke(Cluster cluster, Invocation call) {
        StaticDirectory directory = new StaticDirectory(ServiceKey.of(Service.class), List.copyOf(providers));
        return cluster.join(directory, new RandomBalancer(), new MethodPlan().settings("*"))
                .invoke(call);
    }

    private void all(Function<Invocation, ResponseFuture<@Nullable Object>> answer) {
        providers.forEach(provider -> provider.answer = answer);
    }

    private static Function<Invocation, ResponseFuture<@Nullable Object>> failing(
            Function<CallFacts, Throwable> error, Delivery delivery) {
        return call -> ResponseFuture.failed(
                error.apply(new CallFacts(call.method().toString(), null, Duration.ofMillis(5), delivery)));
    }

    private static Function<Invocation, ResponseFuture<@Nullable Object>> unsent() {
        return failing(facts -> new RpcConnectionException("no connection", facts, null), Delivery.NOT_SENT);
    }

    private int attempts() {
        return providers.stream().mapToInt(provider -> provider.calls.size()).sum();
    }

    @Test
    void failoverTriesEachProviderOnceBeforeItGivesUp() {
        all(unsent());

        assertThatThrownBy(() -> invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 2))
                        .await())
                .isInstanceOfSatisfying(RpcConnectionException.class, e -> {
                    assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
                    assertThat(e.serviceMethod()).endsWith("Service#find(String)");
                })
                .hasMessageContainingAll(
                        "Failed to invoke", "Tried 3 times", "10.0.0.1:20880", "10.0.0.2:20880", "10.0.0.3:20880")
                .hasCauseInstanceOf(RpcConnectionException.class);
        assertThat(providers).allMatch(provider -> provider.calls.size() == 1);
    }

    @Test
    void failoverReturnsTheFirstSuccess() throws Throwable {
        providers.get(0).answer = unsent();
        providers.get(1).answer = unsent();

        assertThat(invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 2))
                        .await())
                .isEqualTo("10.0.0.3:20880");
    }

    @Test
    void failoverSaysThatTheCallMayHaveRunIfAnyAttemptMay() {
        List<Function<Invocation, ResponseFuture<@Nullable Object>>> answers = new ArrayList<>(List.of(
                failing(facts -> new RpcTimeoutException("slow", facts, null), Delivery.MAYBE_EXECUTED),
                unsent(),
                unsent()));
        all(call -> answers.remove(0).apply(call));

        assertThatThrownBy(() -> invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 2))
                        .await())
                .isInstanceOfSatisfying(
                        RpcConnectionException.class,
                        e -> assertThat(e.delivery()).isEqualTo(Delivery.MAYBE_EXECUTED));
    }

    @Test
    void failoverKeepsTheExceptionAsItIsWithoutRetries() {
        all(unsent());

        assertThatThrownBy(() -> invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 0))
                        .await())
                .isInstanceOf(RpcConnectionException.class)
                .hasMessage("no connection");
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void failoverGivesEachAttemptItsFullTimeout() {
        List<Long> deadlines = new ArrayList<>();
        all(call -> {
            deadlines.add(call.deadlineNanos() - ticker.nanos());
            ticker.advanceMillis(1_000);
            return failing(facts -> new RpcTimeoutException("slow", facts, null), Delivery.MAYBE_EXECUTED)
                    .apply(call);
        });

        assertThatThrownBy(() -> invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 2))
                        .await())
                .isInstanceOf(RpcTimeoutException.class)
                .hasMessageContaining("in 3000 ms");
        assertThat(deadlines).containsOnly(TimeUnit.SECONDS.toNanos(1)).hasSize(3);
    }

    @Test
    void failoverDoesNotRetryWhatEveryProviderWouldAnswerNorTheServicesExceptions() {
        List<Function<CallFacts, Throwable>> finals = List.of(
                facts -> new RpcServerException("no such method", facts, null),
                facts -> new RpcSerializationException("cannot encode", facts, null),
                facts -> new RpcException(RpcException.BIZ_EXCEPTION, "biz", null, facts, true),
                facts -> new IllegalStateException("of the service"),
                facts -> new RpcException("thrown by the service"));
        for (Function<CallFacts, Throwable> error : finals) {
            providers.forEach(provider -> provider.calls.clear());
            all(failing(error, Delivery.EXECUTED));

            assertThatThrownBy(() -> invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 2))
                            .await())
                    .hasMessageNotContaining("Tried");
            assertThat(attempts()).isEqualTo(1);
        }
    }

    @Test
    void failoverRetriesAFullPool() {
        all(failing(facts -> new RpcLimitException("pool is full", facts, null), Delivery.EXECUTED));

        assertThatThrownBy(() -> invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 2))
                        .await())
                .isInstanceOf(RpcLimitException.class)
                .hasMessageContaining("Tried 3 times");
    }

    @ParameterizedTest
    @EnumSource(
            value = CallMode.class,
            names = {"FUTURE", "ONEWAY"})
    void failoverRetriesCallsThatNobodyWaitsForOnlyIfTheyWereNotSent(CallMode mode) {
        all(unsent());
        assertThat(invoke(new FailoverCluster(ticker), call("find", mode, 2))).isCompletedExceptionally();
        assertThat(attempts()).isEqualTo(3);

        providers.forEach(provider -> provider.calls.clear());
        all(failing(facts -> new RpcConnectionException("lost", facts, null), Delivery.MAYBE_EXECUTED));
        assertThat(invoke(new FailoverCluster(ticker), call("find", mode, 2))).isCompletedExceptionally();
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void unavailableProvidersAreAvoidedWhileOthersAreThere() {
        providers.get(0).available = false;
        providers.get(2).available = false;
        for (int i = 0; i < 50; i++) {
            invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 2));
            invoke(new FailfastCluster(ticker), call("find", CallMode.SYNC, 2));
        }
        assertThat(providers.get(1).calls).hasSize(100);
    }

    @Test
    void unavailableProvidersAreTriedWhenThereIsNoOther() throws Throwable {
        providers.forEach(provider -> provider.available = false);

        assertThat(invoke(new FailoverCluster(ticker), call("find", CallMode.SYNC, 0))
                        .await())
                .isNotNull();
        assertThat(invoke(new AvailableCluster(ticker), call("find", CallMode.SYNC, 0))
                        .await())
                .isNotNull();
    }

    @Test
    void failfastMakesOneAttemptAndKeepsTheException() {
        all(unsent());

        assertThatThrownBy(() -> invoke(new FailfastCluster(ticker), call("find", CallMode.SYNC, 2))
                        .await())
                .hasMessage("no connection");
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void availableTakesTheFirstAvailableProvider() throws Throwable {
        providers.get(0).available = false;

        for (int i = 0; i < 20; i++) {
            assertThat(invoke(new AvailableCluster(ticker), call("find", CallMode.SYNC, 0))
                            .await())
                    .isEqualTo("10.0.0.2:20880");
        }
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void failsafeAnswersAFailureWithTheEmptyValueAndLogsIt(CallMode mode) throws Throwable {
        all(unsent());

        try (LogCapture log = new LogCapture(FailsafeCluster.class)) {
            assertThat(invoke(new FailsafeCluster(ticker), call("count", mode, 2))
                            .get())
                    .isEqualTo(0);
            assertThat(invoke(new FailsafeCluster(ticker), call("find", mode, 2))
                            .get())
                    .isNull();
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("no connection"));
        }
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    void failsafeHidesTheLateFailureOfAnAsynchronousCallAndPassesAllElse() throws Exception {
        PendingFuture lost = new PendingFuture();
        PendingFuture thrown = new PendingFuture();
        PendingFuture good = new PendingFuture();
        PendingFuture cancelled = new PendingFuture();
        List<PendingFuture> pending = new ArrayList<>(List.of(lost, thrown, good, cancelled));
        all(call -> pending.remove(0));
        List<ResponseFuture<@Nullable Object>> futures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            futures.add(invoke(new FailsafeCluster(ticker), call("count", CallMode.FUTURE, 0)));
        }
        CallFacts facts = new CallFacts("Service#count()", null, Duration.ZERO, Delivery.MAYBE_EXECUTED);

        try (LogCapture log = new LogCapture(FailsafeCluster.class)) {
            lost.completeExceptionally(new RpcConnectionException("lost", facts, null));
            assertThat(log.lines()).hasSize(1);
        }
        thrown.completeExceptionally(new IllegalStateException("of the service"));
        good.complete(5);
        futures.get(3).cancel(true);

        assertThat(futures.get(0).get()).isEqualTo(0);
        assertThatThrownBy(() -> futures.get(1).get()).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(futures.get(2).get()).isEqualTo(5);
        assertThat(futures.get(2).attachments()).containsEntry("trace", "17");
        assertThat(cancelled).isCancelled();
    }

    @Test
    void everyClusterSaysSoIfThereIsNobody() {
        StaticDirectory empty = new StaticDirectory(ServiceKey.of(Service.class), List.of());
        for (Cluster cluster :
                List.of(new FailoverCluster(ticker), new FailfastCluster(ticker), new AvailableCluster(ticker))) {
            assertThatThrownBy(() -> cluster.join(empty, new RandomBalancer(), new MethodPlan().settings("*"))
                            .invoke(call("find", CallMode.SYNC, 2))
                            .await())
                    .isInstanceOf(NoProviderException.class)
                    .hasMessageContaining("No provider");
        }
    }

    private static final class PendingFuture extends ResponseFuture<@Nullable Object> {
        @Override
        public Map<String, Object> attachments() {
            return Map.of("trace", "17");
        }

        @Override
        public @Nullable InetSocketAddress remoteAddress() {
            return null;
        }

        @Override
        public Duration elapsed() {
            return Duration.ZERO;
        }

        @Override
        public @Nullable Object await() {
            throw new AssertionError("Nobody awaits an asynchronous call");
        }
    }
}
