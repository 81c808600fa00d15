// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.balance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tern.rpc.EchoService;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.MethodDescriptor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a call may rely on, whichever balancer chooses. To be subclassed:
 *
 * <pre>{@code
 * class NearestBalancerConformanceTest extends LoadBalancerConformanceTest {
 *     @Override
 *     protected LoadBalancer create() {
 *         return new NearestBalancer();
 *     }
 * }
 * }</pre>
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class LoadBalancerConformanceTest {
    private static final int THREADS = 4;
    private static final int CALLS = 100_000;
    /** A right balancer is never so far from its share, and one that ignores weights is farther. */
    private static final int DEVIATIONS = 7;

    private static final MethodDescriptor METHOD = MethodDescriptor.echo(0, EchoService.class);
    private static final CallOptions OPTIONS = new CallOptions(CallMode.SYNC, false, SECONDS.toNanos(1), 0);

    private LoadBalancer balancer;

    /** Made by the subclass; a new one for each test. */
    protected LoadBalancerConformanceTest() {}

    /** The balancer as it is registered; what is tested is its {@link LoadBalancer#forMethod}. */
    protected abstract LoadBalancer create();

    /** What the method has in {@code dubbo:parameter}; nothing unless overridden. */
    protected Map<String, String> parameters() {
        return Map.of();
    }

    /** Whether providers of which nothing else is known share the calls in proportion to their weights. */
    protected boolean followsWeights() {
        return true;
    }

    /** Whether providers of the same weight are chosen one after the other. */
    protected boolean takesTurns() {
        return false;
    }

    @BeforeEach
    final void createBalancer() {
        balancer = create().forMethod(new MethodSettings(
                METHOD.name(),
                1_000,
                0,
                false,
                false,
                false,
                0,
                create().name(),
                false,
                null,
                null,
                2,
                100,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                parameters(),
                Map.of()));
    }

    /** A call with an argument of its own, so that who goes by arguments has some. */
    private static Invocation call(int argument) {
        return new Invocation(
                ServiceKey.of(EchoService.class), METHOD, OPTIONS, new Object[] {argument}, null, 0, null);
    }

    private static List<CountingProvider> providers(int... weights) {
        List<CountingProvider> providers = new ArrayList<>();
        for (int weight : weights) {
            providers.add(new CountingProvider(providers.size() + 1, weight));
        }
        return List.copyOf(providers);
    }

    private static List<CountingProvider> equalProviders(int count) {
        return providers(Collections.nCopies(count, 100).stream()
                .mapToInt(Integer::intValue)
                .toArray());
    }

    private CountingProvider choose(List<EndpointInvoker> candidates, int argument) {
        EndpointInvoker chosen = balancer.select(candidates, call(argument));
        if (!candidates.contains(chosen)) {
            throw new AssertionError(chosen + " is none of " + candidates);
        }
        CountingProvider provider = (CountingProvider) chosen;
        provider.chosen.incrementAndGet();
        return provider;
    }

    @Test
    void nameCanStandInAConfiguration() {
        assertThat(create().name()).isNotBlank().matches("[A-Za-z][A-Za-z0-9._-]*");
        assertThat(balancer.name()).isEqualTo(create().name());
    }

    @Test
    void oneOfTheCandidatesIsChosen() {
        for (int count = 1; count <= 10; count++) {
            List<EndpointInvoker> candidates = List.copyOf(equalProviders(count));
            for (int i = 0; i < 500; i++) {
                choose(candidates, i);
            }
        }
    }

    @Test
    void theOnlyCandidateIsChosenWhateverItsWeight() {
        for (int weight : new int[] {0, 1, Integer.MAX_VALUE}) {
            List<EndpointInvoker> candidates = List.copyOf(providers(weight));
            assertThat(choose(candidates, 1)).isSameAs(candidates.get(0));
        }
    }

    @Test
    void providerWithoutAWeightIsLeftOutAsLongAsAnotherHasOne() {
        for (int with = 0; with < 4; with++) {
            int[] weights = new int[4];
            weights[with] = 1;
            List<CountingProvider> providers = providers(weights);
            // The others look better in everything but the weight.
            providers.get(with).waiting.set(50);
            for (int i = 0; i < 500; i++) {
                assertThat(choose(List.copyOf(providers), i)).isSameAs(providers.get(with));
            }
        }
    }

    @Test
    void someoneIsChosenWhereNobodyHasAWeight() {
        List<EndpointInvoker> candidates = List.copyOf(providers(0, 0, 0));
        for (int i = 0; i < 500; i++) {
            choose(candidates, i);
        }
    }

    @Test
    void hugeWeightsDoNotOverflow() {
        List<CountingProvider> providers = providers(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
        for (int i = 0; i < 3_000; i++) {
            choose(List.copyOf(providers), i);
        }
        assertThat(providers).allSatisfy(provider -> assertThat(provider.chosen).hasPositiveValue());
    }

    @Test
    void sharesFollowTheWeights() {
        assumeTrue(followsWeights());
        List<CountingProvider> providers = providers(10, 100, 250, 0, 640);
        List<EndpointInvoker> candidates = List.copyOf(providers);
        for (int i = 0; i < CALLS; i++) {
            choose(candidates, i);
        }
        assertShares(providers, CALLS);
    }

    private static void assertShares(List<CountingProvider> providers, int calls) {
        double total = providers.stream().mapToInt(CountingProvider::weight).sum();
        for (CountingProvider provider : providers) {
            double share = provider.weight() / total;
            double deviation = Math.sqrt(calls * share * (1 - share));
            // A few more for who is tried because nothing is known of it.
            assertThat(provider.chosen.doubleValue())
                    .as(provider.toString())
                    .isCloseTo(calls * share, Offset.offset(DEVIATIONS * deviation + 10));
        }
    }

    @Test
    void providersOfTheSameWeightAreChosenInTurn() {
        assumeTrue(takesTurns());
        List<CountingProvider> providers = equalProviders(7);
        for (int calls = 1; calls <= 700; calls++) {
            choose(List.copyOf(providers), calls);
            assertThat(most(providers) - least(providers)).isLessThanOrEqualTo(1);
        }
    }

    private static int most(List<CountingProvider> providers) {
        return providers.stream()
                .mapToInt(provider -> provider.chosen.get())
                .max()
                .orElseThrow();
    }

    private static int least(List<CountingProvider> providers) {
        return providers.stream()
                .mapToInt(provider -> provider.chosen.get())
                .min()
                .orElseThrow();
    }

    @Test
    void candidatesMayChangeFromCallToCall() {
        Random random = new Random(7);
        List<CountingProvider> all = new ArrayList<>(equalProviders(20));
        for (int i = 0; i < 2_000; i++) {
            Collections.shuffle(all, random);
            choose(List.copyOf(all.subList(0, 1 + random.nextInt(all.size()))), i);
            if (i % 20 == 0) {
                all.set(0, new CountingProvider(100 + i % 50, random.nextInt(3)));
            }
        }
    }

    @Test
    void weightsMayChangeDuringTheChoice() {
        List<CountingProvider> providers = equalProviders(3);
        for (CountingProvider provider : providers) {
            provider.weight = () -> ThreadLocalRandom.current().nextInt(3);
        }
        for (int i = 0; i < 20_000; i++) {
            choose(List.copyOf(providers), i);
        }
    }

    @Test
    void threadsChooseAtTheSameTime() throws Exception {
        List<CountingProvider> providers = providers(100, 100, 100, 100, 100);
        List<EndpointInvoker> candidates = List.copyOf(providers);
        InParallel.run(THREADS, thread -> {
            for (int i = 0; i < CALLS; i++) {
                choose(candidates, thread * CALLS + i);
            }
        });
        assertThat(providers).allSatisfy(provider -> assertThat(provider.chosen).hasPositiveValue());
        if (takesTurns()) {
            // Each thread may be in the middle of one turn.
            assertThat(most(providers) - least(providers)).isLessThanOrEqualTo(2 * THREADS);
        } else if (followsWeights()) {
            assertShares(providers, THREADS * CALLS);
        }
    }

    @Test
    void candidatesChangeWhileThreadsChoose() throws Exception {
        List<CountingProvider> all = equalProviders(12);
        InParallel.run(THREADS, thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < CALLS / 100; i++) {
                int from = random.nextInt(all.size());
                choose(List.copyOf(all.subList(from, from + 1 + random.nextInt(all.size() - from))), i);
            }
        });
        assertThat(all).allSatisfy(provider -> assertThat(provider.chosen).hasPositiveValue());
    }

    @Test
    void providerThatJoinsGetsItsShare() {
        List<CountingProvider> all = equalProviders(5);
        for (int i = 0; i < CALLS; i++) {
            choose(List.copyOf(all.subList(0, 4)), i);
        }
        all.forEach(provider -> provider.chosen.set(0));
        List<EndpointInvoker> candidates = List.copyOf(all);
        for (int i = 0; i < CALLS; i++) {
            choose(candidates, i);
        }
        if (followsWeights()) {
            assertShares(all, CALLS);
        } else {
            assertThat(all.get(4).chosen).hasPositiveValue();
        }
    }

    @Test
    void slowProviderIsChosenLessOftenByWhoWatches() {
        assumeTrue(balancer.watches());
        List<CountingProvider> providers = equalProviders(3);
        List<EndpointInvoker> candidates = List.copyOf(providers);
        for (int i = 0; i < 3_000; i++) {
            CountingProvider provider = choose(candidates, i);
            long millis = provider == providers.get(1) ? 500 : 1;
            balancer.ended(provider, call(i), null, MILLISECONDS.toNanos(millis));
        }
        assertThat(2 * providers.get(1).chosen.get()).isLessThan(most(providers));
    }

    /** A call that waits for another one's choice would wait as long as that one's thread is not running. */
    @Test
    void choiceThatIsHeldUpHoldsUpNobodyElse() throws Exception {
        List<CountingProvider> providers = equalProviders(3);
        List<EndpointInvoker> candidates = List.copyOf(providers);
        choose(candidates, 0);
        CountDownLatch stopped = new CountDownLatch(1);
        CompletableFuture<Integer> goOn = new CompletableFuture<>();
        Thread caller = Thread.currentThread();
        for (CountingProvider provider : providers) {
            provider.weight = () -> {
                if (Thread.currentThread() == caller) {
                    return 100;
                }
                stopped.countDown();
                return goOn.join();
            };
        }
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<CountingProvider> held = other.submit(() -> choose(candidates, 1));
            assertThat(stopped.await(5, SECONDS)).isTrue();
            for (int i = 0; i < 100; i++) {
                choose(candidates, i);
            }
            assertThat(held.isDone()).isFalse();
            goOn.complete(100);
            assertThat(held.get(5, SECONDS)).isIn(providers);
        } finally {
            goOn.complete(100);
            other.shutdown();
        }
    }

    /** A million calls, of which every fifth fails, with up to 16 of each thread unanswered. */
    @Test
    void endsOfCallsAreToldWhileThreadsChoose() throws Exception {
        int calls = 250_000;
        List<CountingProvider> providers = equalProviders(6);
        List<EndpointInvoker> candidates = List.copyOf(providers);
        InParallel.run(THREADS, thread -> {
            Queue<Runnable> unanswered = new ArrayDeque<>();
            for (int i = 0; i < calls; i++) {
                Invocation call = call(i);
                CountingProvider provider = (CountingProvider) balancer.select(candidates, call);
                provider.chosen.incrementAndGet();
                provider.waiting.incrementAndGet();
                IOException error = i % 5 == 0 ? new IOException("no") : null;
                int turn = i;
                unanswered.add(() -> {
                    provider.waiting.decrementAndGet();
                    if (balancer.watches()) {
                        balancer.ended(provider, call, error, MILLISECONDS.toNanos(1) + turn % 1_000);
                    }
                });
                while (unanswered.size() > turn % 16) {
                    unanswered.remove().run();
                }
            }
            unanswered.forEach(Runnable::run);
        });
        assertThat(providers).allSatisfy(provider -> assertThat(provider.chosen).hasPositiveValue());
    }

    @Test
    void endOfAnUnknownProvidersCallIsIgnored() {
        List<EndpointInvoker> candidates = List.copyOf(equalProviders(2));
        balancer.ended(new CountingProvider(99, 100), call(1), null, 1);
        balancer.ended(candidates.get(0), call(1), new IOException("no"), 1);
        choose(candidates, 1);
    }
}
