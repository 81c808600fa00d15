// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentHashBalancerTest {
    private final LoadBalancer registered = new ConsistentHashBalancer(new FakeTicker());
    private final LoadBalancer balancer = of(Map.of());

    private LoadBalancer of(Map<String, String> parameters) {
        MethodPlan plan = new MethodPlan();
        plan.parameters = parameters;
        MethodSettings settings = plan.settings("$echo");
        return registered.forMethod(settings);
    }

    private static List<EndpointInvoker> equal(int count) {
        return List.copyOf(Candidate.equal(count));
    }

    private static EndpointInvoker choose(
            LoadBalancer balancer, List<EndpointInvoker> candidates, @Nullable Object... arguments) {
        return balancer.select(candidates, Candidate.call(arguments));
    }

    /** One line of a golden file: {@code nodes|numbers of arguments|addresses|arguments|chosen address}. */
    @ParameterizedTest
    @ValueSource(strings = {"2.6.12", "2.7.23", "3.3.6"})
    void providerIsTheOneThatDubboChooses(String version) throws IOException {
        List<String> lines;
        try (InputStream file = getClass().getResourceAsStream("/golden/consistenthash/" + version + ".txt")) {
            lines = new String(file.readAllBytes(), UTF_8).lines().toList();
        }
        int compared = 0;
        Set<String> chosen = new HashSet<>();
        for (String line : lines) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split("\\|", -1);
            LoadBalancer configured = of(Map.of("hash.nodes", fields[0], "hash.arguments", fields[1]));
            EndpointInvoker owner = choose(configured, candidates(fields[2]), arguments(fields[3]));
            assertThat(owner.endpoint().address()).as(line).isEqualTo(fields[4]);
            chosen.add(fields[2] + fields[4]);
            compared++;
        }
        assertThat(compared).isGreaterThan(200);
        assertThat(chosen).as("providers that were chosen").hasSizeGreaterThan(10);
    }

    private static List<EndpointInvoker> candidates(String addresses) {
        List<EndpointInvoker> candidates = new ArrayList<>();
        for (String address : addresses.split(",")) {
            int colon = address.lastIndexOf(':');
            int port = Integer.parseInt(address.substring(colon + 1));
            candidates.add(new Candidate(new Endpoint(address.substring(0, colon), port, "test", Map.of()), 100));
        }
        return List.copyOf(candidates);
    }

    /** {@code s:text i:42 l:42 d:1.5 b:true n:}, separated by blanks. */
    private static @Nullable Object[] arguments(String text) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (String argument : text.isEmpty() ? new String[0] : text.split(" ")) {
            String value = argument.substring(2);
            arguments.add(
                    switch (argument.charAt(0)) {
                        case 's' -> value;
                        case 'i' -> Integer.valueOf(value);
                        case 'l' -> Long.valueOf(value);
                        case 'd' -> Double.valueOf(value);
                        case 'b' -> Boolean.valueOf(value);
                        default -> null;
                    });
        }
        return arguments.toArray();
    }

    @Property(tries = 30)
    void removingOneProviderMovesOnlyItsCalls(
            @ForAll @IntRange(min = 3, max = 12) int count, @ForAll @Size(min = 50, max = 100) List<String> keys) {
        List<EndpointInvoker> all = equal(count);
        for (EndpointInvoker gone : all) {
            List<EndpointInvoker> rest =
                    all.stream().filter(provider -> provider != gone).toList();
            for (String key : keys) {
                EndpointInvoker before = choose(balancer, all, key);
                EndpointInvoker after = choose(balancer, rest, key);
                assertThat(after).isIn(rest);
                if (before != gone) {
                    assertThat(after).isSameAs(before);
                }
            }
        }
    }

    @Test
    void providerWithoutAWeightIsPassedOverAsIfItHadGone() {
        List<Candidate> all = Candidate.equal(4);
        List<EndpointInvoker> list = List.copyOf(all);
        List<EndpointInvoker> rest = List.of(all.get(0), all.get(1), all.get(3));
        int moved = 0;
        for (int key = 0; key < 200; key++) {
            all.get(2).weight = 100;
            moved += choose(balancer, list, key) == all.get(2) ? 1 : 0;
            all.get(2).weight = 0;
            assertThat(choose(balancer, list, key)).isSameAs(choose(balancer, rest, key));
        }
        assertThat(moved).isPositive();
        all.forEach(candidate -> candidate.weight = 0);
        assertThat(choose(balancer, list, 1)).isIn(list);
    }

    @Test
    void everyProviderGetsItsPart() {
        List<EndpointInvoker> all = equal(5);
        int[] chosen = new int[5];
        for (int key = 0; key < 5_000; key++) {
            chosen[all.indexOf(choose(balancer, all, key))]++;
        }
        for (int calls : chosen) {
            assertThat(calls).isBetween(500, 1_800);
        }
    }

    @Test
    void onlyTheNamedArgumentsCount() {
        List<EndpointInvoker> all = equal(9);
        LoadBalancer byThird = of(Map.of("hash.arguments", "2, 7"));
        for (int key = 0; key < 50; key++) {
            EndpointInvoker owner = choose(byThird, all, "a", "b", key);
            assertThat(choose(byThird, all, "x", null, key)).isSameAs(owner);
            assertThat(choose(balancer, all, key)).isSameAs(owner);
        }
    }

    @Test
    void parametersAreLookedUpFromTheNearestToTheFarthest() {
        Map<String, String> provider = Map.of("hash.arguments", "1", "other.hash.arguments", "2");
        List<EndpointInvoker> told = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            told.add(new Candidate(Candidate.endpoint(i, provider), 100));
        }
        List<EndpointInvoker> all = List.copyOf(told);
        for (int key = 0; key < 50; key++) {
            EndpointInvoker owner = choose(of(Map.of("hash.arguments", "0")), all, key, 0, 0);
            assertThat(choose(balancer, all, 0, key, 0)).isSameAs(owner);
            assertThat(choose(of(Map.of("hash.arguments", "0", "$echo.hash.arguments", "2")), all, 0, 0, key))
                    .isSameAs(owner);
            assertThat(choose(of(Map.of("other.hash.arguments", "2")), all, 0, key, 0))
                    .isSameAs(owner);
        }
    }

    @Test
    void parametersThatMakeNoSenseAreLoggedAndTakenAsTheDefault() {
        List<EndpointInvoker> all = equal(9);
        try (LogCapture log = new LogCapture(ConsistentHashBalancer.class)) {
            for (String nodes : List.of("many", "3", "10001", "-160")) {
                LoadBalancer odd = of(Map.of("hash.arguments", "user", "hash.nodes", nodes));
                assertThat(choose(odd, all, "key")).isSameAs(choose(balancer, all, "key"));
            }
            assertThat(log.lines())
                    .hasSize(8)
                    .anySatisfy(line -> assertThat(line.toString()).contains("hash.arguments", "user", "$echo"))
                    .anySatisfy(line -> assertThat(line.toString()).contains("hash.nodes", "10001"));
        }
    }

    @Test
    void ringIsMadeOnceForEqualLists() {
        List<Candidate> all = Candidate.equal(3);
        List<EndpointInvoker> candidates = List.copyOf(all);
        choose(balancer, candidates, 1);
        choose(balancer, List.of(all.get(1), all.get(2)), 1);
        int asked = all.get(1).timesAskedForEndpoint;
        for (int key = 0; key < 100; key++) {
            choose(balancer, candidates, key);
            choose(balancer, List.of(all.get(0), all.get(1), all.get(2)), key);
            choose(balancer, List.of(all.get(1), all.get(2)), key);
        }
        assertThat(all.get(1).timesAskedForEndpoint).isPositive().isEqualTo(asked);
    }

    /** Ten thousand points for each of a thousand providers would be a ring of 80 megabytes, and seconds of work. */
    @Test
    void aRingHasTwoMillionPointsAtMost() {
        List<EndpointInvoker> all = equal(1_000);
        Map<String, String> most = Map.of("hash.nodes", "10000");
        Map<String, String> fitting = Map.of("hash.nodes", "2000");
        LoadBalancer bounded = of(most);
        LoadBalancer same = of(fitting);
        for (int key = 0; key < 100; key++) {
            assertThat(choose(bounded, all, key)).isSameAs(choose(same, all, key));
        }
    }

    @Test
    void whileARingIsMadeOthersGoByTheOneBefore() throws Exception {
        List<Candidate> three = Candidate.equal(3);
        List<EndpointInvoker> before = List.copyOf(three);
        choose(balancer, before, 1);
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EndpointInvoker slow = new HeldCandidate(making, goOn);
        List<EndpointInvoker> after = List.of(three.get(0), three.get(1), slow);
        CompletableFuture<EndpointInvoker> maker = CompletableFuture.supplyAsync(() -> choose(balancer, after, 1));
        try {
            assertThat(making.await(10, TimeUnit.SECONDS)).isTrue();
            LoadBalancer without = of(Map.of());
            List<EndpointInvoker> known = List.of(three.get(0), three.get(1));
            for (int key = 0; key < 100; key++) {
                assertThat(choose(balancer, after, key)).isSameAs(choose(without, known, key));
            }
            assertThat(maker).isNotDone();
        } finally {
            goOn.countDown();
        }
        assertThat(maker.get(10, TimeUnit.SECONDS)).isIn(after);
    }

    @Test
    void theFirstRingIsWaitedForAndMadeOnce() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HeldCandidate slow = new HeldCandidate(making, goOn);
        List<EndpointInvoker> all = List.of(Candidate.equal(1).get(0), slow);
        CompletableFuture<EndpointInvoker> one = CompletableFuture.supplyAsync(() -> choose(balancer, all, 1));
        assertThat(making.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<EndpointInvoker> other = new CompletableFuture<>();
        Thread second = new Thread(() -> other.complete(choose(balancer, all, 1)));
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        assertThat(other.get(10, TimeUnit.SECONDS)).isSameAs(one.get(10, TimeUnit.SECONDS));
        assertThat(slow.asked).hasValue(1);
    }

    /** Holds up who asks for its address, which is who makes a ring. */
    private static final class HeldCandidate implements EndpointInvoker {
        final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch making;
        private final CountDownLatch goOn;
        private final Candidate candidate = new Candidate(Candidate.endpoint(99, Map.of()), 100);

        HeldCandidate(CountDownLatch making, CountDownLatch goOn) {
            this.making = making;
            this.goOn = goOn;
        }

        @Override
        public Endpoint endpoint() {
            asked.incrementAndGet();
            making.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return candidate.endpoint();
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            return candidate.invoke(call);
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public int weight() {
            return 100;
        }

        @Override
        public int inFlight() {
            return 0;
        }
    }
}
