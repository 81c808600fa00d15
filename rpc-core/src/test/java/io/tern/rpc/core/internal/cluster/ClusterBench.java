// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.CallFacts;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.internal.balance.RandomBalancer;
import io.tern.rpc.core.internal.directory.StaticDirectory;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.RpcObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some providers without a transport, a cluster in front of them, and time that a test moves. */
final class ClusterBench {
    static final List<MethodDescriptor> METHODS = MethodDescriptor.of(Service.class);

    final FakeTicker ticker = new FakeTicker();
    final List<RpcObserver.Event> events = new ArrayList<>();
    final List<StubProvider> providers;
    final MethodPlan plan = new MethodPlan();
    /** What the cluster wants to do later, with the delay. */
    final List<Map.Entry<Runnable, Long>> later = new ArrayList<>();

    /** Whether the test's thread is to be taken for an event loop. */
    boolean onEventLoop;

    final ClusterContext context = new ClusterContext(
            ticker, observer(), (task, delayNanos) -> later.add(Map.entry(task, delayNanos)), () -> onEventLoop);

    LoadBalancer balancer = new RandomBalancer();

    interface Service {
        int count();

        String find(String id);

        List<String> list();

        void save();
    }

    ClusterBench(int count) {
        providers = IntStream.rangeClosed(1, count).mapToObj(StubProvider::new).toList();
    }

    /** One provider of each group, in this order. */
    ClusterBench(String... groups) {
        providers = IntStream.range(0, groups.length)
                .mapToObj(i -> new StubProvider(i + 1, Map.of("group", groups[i])))
                .toList();
    }

    static MethodDescriptor method(String name) {
        return METHODS.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Keeps what it counts in {@link #events}. */
    RpcObserver observer() {
        return new RpcObserver() {
            @Override
            public void counted(Event event) {
                events.add(event);
            }
        };
    }

    Invocation call(String method, CallMode mode, int retries) {
        CallOptions options = new CallOptions(mode, false, TimeUnit.SECONDS.toNanos(1), retries);
        return new Invocation(
                ServiceKey.of(Service.class), method(method), options, new Object[] {"a"}, null, ticker.nanos(), null);
    }

    Directory directory() {
        return new StaticDirectory(ServiceKey.of(Service.class), List.<EndpointInvoker>copyOf(providers));
    }

    Invoker join(Cluster cluster) {
        return cluster.join(directory(), balancer, plan.settings("*"));
    }

    ResponseFuture<@Nullable Object> invoke(Cluster cluster, String method, CallMode mode, int retries) {
        return join(cluster).invoke(call(method, mode, retries));
    }

    /** All providers answer like this from now on. */
    void all(Function<Invocation, ResponseFuture<@Nullable Object>> answer) {
        providers.forEach(provider -> provider.answer = answer);
    }

    int attempts() {
        return providers.stream().mapToInt(provider -> provider.calls.size()).sum();
    }

    void forget() {
        providers.forEach(provider -> provider.calls.clear());
    }

    /** Runs what was to be done later, as if its time had come. */
    void runLater() {
        List<Map.Entry<Runnable, Long>> due = List.copyOf(later);
        later.clear();
        due.forEach(task -> task.getKey().run());
    }

    static CallFacts facts(Delivery delivery) {
        return new CallFacts("Service#find(String)", null, Duration.ofMillis(5), delivery);
    }

    static Function<Invocation, ResponseFuture<@Nullable Object>> failing(
            Function<CallFacts, Throwable> error, Delivery delivery) {
        return call -> ResponseFuture.failed(error.apply(facts(delivery)));
    }

    static Function<Invocation, ResponseFuture<@Nullable Object>> unsent() {
        return failing(facts -> new RpcConnectionException("no connection", facts, null), Delivery.NOT_SENT);
    }

    static RpcConnectionException lost() {
        return new RpcConnectionException("lost", facts(Delivery.MAYBE_EXECUTED), null);
    }

    static RpcTimeoutException timeout() {
        return new RpcTimeoutException("slow", facts(Delivery.MAYBE_EXECUTED), null);
    }
}
