// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.internal.directory.StaticDirectory;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.RpcObserver.Event;
import java.lang.ref.WeakReference;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutliersTest {
    private final ClusterBench bench = new ClusterBench(3);
    private final StubProvider bad = bench.providers.get(0);
    private final LogCapture log = new LogCapture(Outliers.class);
    private final Invoker failfast = bench.join(new FailfastCluster(bench.context));

    @AfterEach
    void close() {
        log.close();
    }

    private static final Function<Invocation, ResponseFuture<@Nullable Object>> TIMEOUT =
            call -> ResponseFuture.failed(ClusterBench.timeout());

    private void call(int times) {
        for (int i = 0; i < times; i++) {
            failfast.invoke(bench.call("find", CallMode.SYNC, 0));
        }
    }

    /** Fails until the provider has failed this often since the last time. */
    private void failBad(int times) {
        bad.answer = TIMEOUT;
        int until = bad.calls.size() + times;
        while (bad.calls.size() < until) {
            call(1);
        }
    }

    @Test
    void fiveFailuresInARowSetAProviderAside() {
        failBad(4);
        assertThat(bench.events).isEmpty();
        failBad(1);

        assertThat(bench.events).containsExactly(Event.PROVIDER_SET_ASIDE);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("10.0.0.1:20880", "failed 5 times in a row (last: timeout)", "no calls for 5 s");
        bench.forget();
        call(100);
        assertThat(bad.calls).isEmpty();
    }

    @Test
    void anAnswerInBetweenStartsTheCountAgain() {
        failBad(4);
        bad.answer = call -> ResponseFuture.failed(new IllegalStateException("of the service"));
        while (bad.calls.size() < 5) {
            call(1);
        }
        failBad(4);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void limitsAreNoFailures() {
        bad.answer = ClusterBench.failing(facts -> new RpcLimitException("full", facts, null), Delivery.NOT_SENT);
        call(200);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void afterThePauseOneCallIsTheProbe() {
        failBad(5);
        bench.forget();
        bench.ticker.advanceMillis(4_999);
        call(50);
        assertThat(bad.calls).isEmpty();
        bench.ticker.advanceMillis(1);

        call(50);

        assertThat(bad.calls).as("it fails again").hasSize(1);
        assertThat(log.lines()).last().asString().contains("failed again", "no calls for 10 s");
    }

    @Test
    void aProbeThatSucceedsBringsItBack() {
        failBad(5);
        bench.forget();
        bad.answer = call -> ResponseFuture.completed("fine");
        bench.ticker.advanceMillis(5_000);

        call(100);

        assertThat(bad.calls).hasSizeGreaterThan(10);
        assertThat(log.lines()).last().asString().contains("gets calls again");
    }

    @Test
    void thePauseDoublesUpToAMinute() {
        failBad(5);
        for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
            bench.forget();
            bench.ticker.advanceMillis(seconds * 1_000L - 1);
            call(20);
            assertThat(bad.calls).as("before %s s", seconds).isEmpty();
            bench.ticker.advanceMillis(1);
            call(20);
            assertThat(bad.calls).as("after %s s", seconds).hasSize(1);
        }
        assertThat(bench.events).hasSize(7).containsOnly(Event.PROVIDER_SET_ASIDE);
        assertThat(log.lines()).as("one line for each change").hasSize(7);
    }

    @Test
    void aProbeWithoutAnOutcomeIsFollowedByAnother() {
        failBad(5);
        bench.forget();
        bad.answer = call -> new PendingFuture();
        bench.ticker.advanceMillis(5_000);
        failfast.invoke(bench.call("find", CallMode.FUTURE, 0));
        failfast.invoke(bench.call("find", CallMode.FUTURE, 0));
        assertThat(bad.calls).hasSize(1);
        bench.ticker.advanceMillis(5_000);
        failfast.invoke(bench.call("find", CallMode.FUTURE, 0));
        assertThat(bad.calls).hasSize(2);
    }

    @Test
    void noMoreThanHalfAreSetAside() {
        bench.all(TIMEOUT);
        call(500);
        assertThat(bench.events).as("one of three").containsExactly(Event.PROVIDER_SET_ASIDE);
    }

    @Test
    void theOnlyProviderIsNever() {
        ClusterBench single = new ClusterBench(1);
        single.all(TIMEOUT);
        Invoker invoker = single.join(new FailfastCluster(single.context));
        for (int i = 0; i < 20; i++) {
            invoker.invoke(single.call("find", CallMode.SYNC, 0));
        }
        assertThat(single.events).isEmpty();
        assertThat(single.attempts()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource(CallMode.class)
    void itCountsInEveryMode(CallMode mode) {
        bad.answer = TIMEOUT;
        for (int i = 0; i < 200; i++) {
            failfast.invoke(bench.call("find", mode, 0));
        }
        assertThat(bench.events).containsExactly(Event.PROVIDER_SET_ASIDE);
        assertThat(bad.calls).hasSize(5);
    }

    @Test
    void lateFailuresOfAsynchronousCallsCount() {
        List<PendingFuture> pending = new ArrayList<>();
        bad.answer = call -> {
            pending.add(new PendingFuture());
            return pending.get(pending.size() - 1);
        };
        while (pending.size() < 5) {
            failfast.invoke(bench.call("find", CallMode.FUTURE, 0));
        }
        pending.forEach(future -> future.completeExceptionally(ClusterBench.lost()));
        assertThat(bench.events).containsExactly(Event.PROVIDER_SET_ASIDE);
    }

    @Test
    void allMethodsOfAReferenceShareWhatIsKnown() {
        Directory directory = bench.directory();
        Invoker one = new FailfastCluster(bench.context).join(directory, bench.balancer, bench.plan.settings("find"));
        Invoker other =
                new FailoverCluster(bench.context).join(directory, bench.balancer, bench.plan.settings("count"));
        bad.answer = TIMEOUT;
        while (bad.calls.size() < 5) {
            one.invoke(bench.call("find", CallMode.SYNC, 0));
        }
        bench.forget();
        for (int i = 0; i < 100; i++) {
            other.invoke(bench.call("count", CallMode.SYNC, 0));
        }
        assertThat(bad.calls).isEmpty();
    }

    @Test
    void whatIsKnownAboutARemovedProviderIsForgotten() {
        Outliers outliers = new Outliers("demo", bench.ticker, bench.observer());
        List<EndpointInvoker> all = List.copyOf(bench.providers);
        outliers.failed(bad, ClusterBench.timeout(), all);
        assertThat(outliers.areNone()).isFalse();

        List<EndpointInvoker> rest = all.subList(1, 3);
        assertThat(outliers.probe(rest, List.of(), rest)).isNull();
        assertThat(outliers.areNone()).isTrue();

        outliers.failed(bad, ClusterBench.timeout(), rest);
        assertThat(outliers.areNone()).as("a call to it ends after its removal").isTrue();
    }

    /** Which provider fails now, or answers, or five seconds pass. */
    @Property(tries = 500)
    void howeverTheyFailAtMostHalfAreAvoided(
            @ForAll @IntRange(min = 1, max = 6) int count,
            @ForAll @Size(max = 200) List<@IntRange(max = 40) Integer> steps) {
        ClusterBench many = new ClusterBench(count);
        Outliers outliers =
                new Outliers(ServiceKey.of(ClusterBench.Service.class).toString(), many.ticker, many.observer());
        List<EndpointInvoker> all = List.copyOf(many.providers);
        for (int step : steps) {
            EndpointInvoker provider = all.get(step % count);
            if (step == 40) {
                many.ticker.advanceMillis(5_000);
                outliers.probe(all, List.of(), all);
            } else if (step > 36) {
                outliers.answered(provider);
            } else {
                outliers.failed(provider, ClusterBench.timeout(), all);
            }
            assertThat(2 * outliers.aside(all).size()).isLessThanOrEqualTo(count);
        }
    }

    @Test
    void aProviderThatDrainsIsNotProbed() {
        failBad(5);
        bench.forget();
        bench.ticker.advanceMillis(5_000);
        bad.weight = 0;
        call(50);
        assertThat(bad.calls).isEmpty();
        bad.weight = 100;
        call(50);
        assertThat(bad.calls).hasSize(1);
    }

    /** All calls of an outage pass here one after the other. */
    @Test
    void aFailureDoesNotGoThroughAllProviders() {
        ClusterBench many = new ClusterBench(200);
        Outliers outliers = new Outliers("demo", many.ticker, many.observer());
        AtomicInteger looks = new AtomicInteger();
        List<EndpointInvoker> all = new AbstractList<>() {
            @Override
            public EndpointInvoker get(int index) {
                looks.incrementAndGet();
                return many.providers.get(index);
            }

            @Override
            public int size() {
                return many.providers.size();
            }
        };
        for (int i = 0; i < 2_000; i++) {
            outliers.failed(many.providers.get(i % 200), ClusterBench.timeout(), all);
        }
        assertThat(many.events).hasSize(100).containsOnly(Event.PROVIDER_SET_ASIDE);
        assertThat(looks.get()).isLessThanOrEqualTo(2 * 200);
        for (StubProvider provider : many.providers) {
            outliers.answered(provider);
        }
        assertThat(outliers.areNone()).isTrue();
        for (int i = 0; i < 5; i++) {
            outliers.failed(many.providers.get(0), ClusterBench.timeout(), all);
        }
        assertThat(many.events).as("those that came back do not count").hasSize(101);
    }

    @Test
    void whatIsKnownGoesWithTheReference() throws InterruptedException {
        WeakReference<Directory> closed = failingDirectory();
        for (int i = 0; i < 100 && closed.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(closed.get()).isNull();
    }

    /** Its providers lead back to it, as those of a registry do. */
    private WeakReference<Directory> failingDirectory() {
        List<StubProvider> failing = List.of(new StubProvider(1), new StubProvider(2));
        Directory directory =
                new StaticDirectory(ServiceKey.of(ClusterBench.Service.class), List.<EndpointInvoker>copyOf(failing));
        failing.forEach(provider -> provider.answer = call ->
                ResponseFuture.failed(directory.snapshot().isEmpty() ? ClusterBench.lost() : ClusterBench.timeout()));
        Invoker invoker = new FailfastCluster(bench.context).join(directory, bench.balancer, bench.plan.settings("*"));
        for (int i = 0; i < 20; i++) {
            invoker.invoke(bench.call("find", CallMode.SYNC, 0));
        }
        assertThat(bench.events).contains(Event.PROVIDER_SET_ASIDE);
        return new WeakReference<>(directory);
    }
}
