// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.fixture.FakeProvider;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.RegistryPlan;
import io.tern.rpc.core.internal.cluster.AvailableCluster;
import io.tern.rpc.core.internal.cluster.BroadcastCluster;
import io.tern.rpc.core.internal.cluster.ClusterContext;
import io.tern.rpc.core.internal.cluster.FailbackCluster;
import io.tern.rpc.core.internal.cluster.FailfastCluster;
import io.tern.rpc.core.internal.cluster.FailoverCluster;
import io.tern.rpc.core.internal.cluster.FailsafeCluster;
import io.tern.rpc.core.internal.cluster.ForkingCluster;
import io.tern.rpc.core.internal.cluster.MergeableCluster;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call does with several registries, as {@code cluster} and {@code forks} of these say. */
@Timeout(60)
class RegistryClusterTest {
    private static final String DEMO = DemoService.class.getName();
    private static final String A1 = "10.0.1.1:20880";
    private static final String A2 = "10.0.1.2:20880";
    private static final String B1 = "10.0.2.1:20880";
    private static final String B2 = "10.0.2.2:20880";
    private static final String C1 = "10.0.3.1:20880";

    private final Consumer consumer = new Consumer();
    private final List<Runnable> later = new ArrayList<>();
    private final Map<String, FakeRegistry> registries = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    RegistryClusterTest() {
        ClusterContext context = new ClusterContext(
                consumer.ticker, new RpcObserver() {}, (task, delayNanos) -> later.add(task), () -> false);
        Stream.<Cluster>of(
                        new FailoverCluster(context),
                        new FailfastCluster(context),
                        new AvailableCluster(context),
                        new FailsafeCluster(context),
                        new FailbackCluster(context),
                        new ForkingCluster(context),
                        new BroadcastCluster(context),
                        new MergeableCluster(context))
                .forEach(cluster -> consumer.named.put(cluster.name(), cluster));
        for (String address : List.of(A1, A2, B1, B2, C1)) {
            answer(address, FakeProvider.Answer.value(address));
        }
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    private FakeProvider provider(String address) {
        return consumer.transport.provider(address);
    }

    private void answer(String address, FakeProvider.Answer answer) {
        provider(address).on(call -> {
            asked.add(address);
            return answer;
        });
    }

    private void silent(String... addresses) {
        for (String address : addresses) {
            answer(address, FakeProvider.Answer.SILENCE);
        }
    }

    private void down(String... addresses) {
        for (String address : addresses) {
            provider(address).goDown("stopped");
        }
    }

    /** Registries a, which is preferred, b and c, in this order; the last one says what the cluster is. */
    private void registries(@Nullable String cluster, @Nullable Integer forks) {
        for (String id : List.of("a", "b", "c")) {
            RegistryPlan plan = new RegistryPlan();
            plan.preferred = id.equals("a");
            plan.weight = id.equals("c") ? 0 : 100;
            if (id.equals("c")) {
                plan.cluster = cluster;
                plan.forks = forks;
            }
            registries.put(id, consumer.registry(new FakeRegistry(id), plan.settings(id)));
        }
        offer("a", A1, A2);
        offer("b", B1, B2);
        offer("c", C1);
    }

    private void offer(String registry, String... addresses) {
        registries
                .get(registry)
                .set(
                        DEMO,
                        Category.PROVIDERS,
                        Stream.of(addresses)
                                .map(address -> "dubbo://" + address + "/" + DEMO + "?group=blue&interface=" + DEMO
                                        + "&version=1.2")
                                .toArray(String[]::new));
    }

    private DemoService started() {
        AssembledReference reference = consumer.assemble();
        assertThat(reference.start()).isCompleted();
        return (DemoService) reference.proxy();
    }

    private static String registryOf(String address) {
        return switch (address.charAt(5)) {
            case '1' -> "a";
            case '2' -> "b";
            default -> "c";
        };
    }

    private static Throwable failure(CompletableFuture<?> future) throws Exception {
        return future.handle((value, error) -> error).get(10, TimeUnit.SECONDS);
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        asked.forEach(address -> path.append(registryOf(address)));
        return path.toString();
    }

    // ---- failover

    @Test
    void failoverGoesToTheNextRegistryWhenACallFails() {
        registries("failover", null);
        silent(A1, A2);
        DemoService demo = started();

        assertThat(registryOf(String.valueOf(demo.find("x")))).isEqualTo("b");
        assertThat(path()).isEqualTo("ab");
    }

    @Test
    void failoverBeginsWithARegistryThatHasAnAvailableProvider() {
        registries("failover", null);
        DemoService demo = started();
        down(A1, A2);

        assertThat(registryOf(String.valueOf(demo.find("x")))).isEqualTo("b");
        offer("b");
        down(B1, B2);
        assertThat(demo.find("x")).isEqualTo(C1);
    }

    @ParameterizedTest
    @CsvSource({"0, a", "1, ab", "2, abc", "3, abca", "4, abcab", "6, abcabca"})
    void attemptsAreCountedOverAllRegistriesAndNeverMultiplied(int retries, String path) {
        registries("failover", null);
        consumer.defaults.retries = retries;
        consumer.defaults.parameters = Map.of("tern.retry.budget", "0");
        silent(A1, A2, B1, B2, C1);
        DemoService demo = started();

        assertThatThrownBy(() -> demo.find("x")).isInstanceOf(RpcTimeoutException.class);
        assertThat(path()).isEqualTo(path);
        List<String> twoRounds = asked.subList(0, Math.min(5, asked.size()));
        assertThat(twoRounds)
                .filteredOn(address -> !address.equals(C1))
                .as("each provider once before one is tried twice")
                .doesNotHaveDuplicates();
    }

    @Test
    void failoverTriesNoAnswerOfTheServiceAgain() throws Exception {
        registries("failover", null);
        answer(A1, FakeProvider.Answer.thrown(new IllegalStateException("mine")));
        answer(A2, FakeProvider.Answer.thrown(new IllegalStateException("mine")));
        DemoService demo = started();

        assertThatThrownBy(() -> demo.find("x")).isInstanceOf(IllegalStateException.class);
        assertThat(path()).isEqualTo("a");
    }

    @Test
    void aProviderThatTwoRegistriesNameIsTriedOnceBeforeOthers() {
        registries("failover", null);
        offer("a", A1);
        offer("b", A1, B1);
        silent(A1);
        DemoService demo = started();

        for (int i = 0; i < 4; i++) {
            asked.clear();
            assertThat(demo.find("x")).isEqualTo(B1);
            assertThat(asked).containsExactly(A1, B1);
        }
    }

    @Test
    void aProviderThatOnlyATriedRegistryNamesComesBeforeOneThatFailed() {
        registries("failover", null);
        consumer.defaults.retries = 1;
        consumer.defaults.parameters = Map.of("tern.retry.budget", "0");
        offer("a", A1, A2);
        offer("b", A1);
        offer("c", A1);
        silent(A1);
        DemoService demo = started();

        for (int i = 0; i < 12; i++) {
            assertThat(demo.find("x")).isEqualTo(A2);
        }
        assertThat(asked).contains(A1);
    }

    @Test
    void asynchronousCallsHaveOneTimeoutForAllTheirAttempts() throws Exception {
        registries("failover", null);
        consumer.defaults.async = true;
        consumer.defaults.parameters = Map.of("tern.retry.async", "true");
        answer(A1, FakeProvider.Answer.HELD);
        answer(A2, FakeProvider.Answer.HELD);
        offer("b", B1);
        answer(B1, FakeProvider.Answer.HELD);
        DemoService demo = started();
        demo.find("x");
        CompletableFuture<String> future = Consumer.saved();
        consumer.ticker.advanceMillis(500);
        down(A1, A2);
        while (provider(B1).pending() == 0) {
            Thread.onSpinWait(); // for the thread that completes calls
        }
        assertThat(path()).isEqualTo("ab");

        consumer.ticker.advanceMillis(500);
        assertThat(failure(future)).isInstanceOf(RpcTimeoutException.class);
        assertThat(path()).isEqualTo("ab");
    }

    @Test
    void withNobodyAnywhereTheMessageNamesAllRegistries() {
        registries("failover", null);
        offer("a");
        offer("b");
        offer("c");
        consumer.check = false;
        DemoService demo = started();

        assertThatThrownBy(() -> demo.find("x"))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("registry a")
                .hasMessageContaining("registry b")
                .hasMessageContaining("registry c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failover", "available", "failfast", "forking", "broadcast"})
    void aCallThatNamesAnAddressGoesThereWhateverTheClusterIs(String cluster) {
        registries(cluster, null);
        DemoService demo = started();

        RpcContext.nextCall().address(B2);
        assertThat(demo.find("x")).isEqualTo(B2);
        assertThat(asked).containsExactly(B2);
        RpcContext.nextCall().address("10.0.0.77:1");
        assertThatThrownBy(() -> demo.find("x"))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("10.0.0.77:1");
    }

    // ---- one registry

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-", "zone-aware", "failfast"})
    void onlyOneRegistryIsAskedAndTheReferencesOwnClusterCountsThere(@Nullable String cluster) {
        registries(cluster, null);
        silent(A1, A2);
        DemoService demo = started();

        assertThatThrownBy(() -> demo.find("x")).isInstanceOf(RpcTimeoutException.class);
        assertThat(path()).isEqualTo("aaa");
    }

    @Test
    void availableTakesTheFirstRegistryInOrder() {
        registries("available", null);
        consumer.registries =
                List.of(consumer.registries.get(1), consumer.registries.get(0), consumer.registries.get(2));
        DemoService demo = started();

        assertThat(registryOf(String.valueOf(demo.find("x")))).isEqualTo("b");
        down(B1, B2);
        assertThat(registryOf(String.valueOf(demo.find("x")))).isEqualTo("a");
        assertThat(path()).isEqualTo("ba");
    }

    @Test
    void failsafeAnswersTheFailureOfOneRegistryWithTheEmptyValue() {
        registries("failsafe", null);
        silent(A1, A2);
        DemoService demo = started();

        assertThat(demo.find("x")).isNull();
        assertThat(demo.asInt()).isZero();
        assertThat(path()).isEqualTo("aaaaaa");
        answer(A1, FakeProvider.Answer.thrown(new IllegalStateException("mine")));
        answer(A2, FakeProvider.Answer.thrown(new IllegalStateException("mine")));
        assertThatThrownBy(() -> demo.find("x")).hasMessage("mine");
    }

    @Test
    void failbackTriesAgainLaterAndOnceEachTime() {
        registries("failback", null);
        silent(A1, A2);
        DemoService demo = started();

        assertThat(demo.find("x")).isNull();
        assertThat(path()).isEqualTo("aaa");
        assertThat(later).hasSize(1);
        asked.clear();
        answer(A1, FakeProvider.Answer.value("late"));
        answer(A2, FakeProvider.Answer.value("late"));
        later.remove(0).run();
        assertThat(path()).isEqualTo("a");
        assertThat(later).isEmpty();
    }

    // ---- several registries at a time

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, 2", "1, 1", "2, 2", "3, 3", "9, 3"})
    void forkingAsksSoManyRegistriesAndOneProviderOfEach(@Nullable Integer forks, int registriesAsked) {
        registries("forking", forks);
        consumer.defaults.forks = 7; // of the reference, which is about its own cluster
        DemoService demo = started();

        assertThat(demo.find("x")).isNotNull();
        assertThat(asked).hasSize(registriesAsked);
        assertThat(path().chars().distinct().count()).isEqualTo(registriesAsked);
        assertThat(path()).contains("a");
    }

    @Test
    void forkingFailsIfAllRegistriesDoAndMakesOneAttemptAtEach() throws Exception {
        registries("forking", 3);
        consumer.defaults.async = true;
        for (String address : List.of(A1, A2, B1, B2, C1)) {
            answer(address, FakeProvider.Answer.HELD);
        }
        DemoService demo = started();
        demo.find("x");
        CompletableFuture<String> future = Consumer.saved();
        assertThat(path().chars().sorted().toArray()).containsExactly('a', 'b', 'c');
        down(A1, A2, B1, B2, C1);
        assertThat(failure(future)).hasMessageContaining("3 of 3 providers");
        assertThat(asked).hasSize(3);
    }

    @Test
    void broadcastTellsOneProviderOfEachRegistry() {
        registries("broadcast", null);
        DemoService demo = started();

        assertThat(demo.find("x")).as("of the last registry").isEqualTo(C1);
        assertThat(path()).isEqualTo("abc");

        asked.clear();
        answer(B1, FakeProvider.Answer.UNSENT);
        answer(B2, FakeProvider.Answer.UNSENT);
        assertThatThrownBy(() -> demo.find("x"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("1 of 3 providers");
        assertThat(path()).isEqualTo("abc");
    }

    @Test
    void broadcastDoesNotTellTheSameProviderTwiceIfThereAreOthers() {
        registries("broadcast", null);
        offer("a", A1);
        offer("b", A1, B1);
        offer("c", B1, C1);
        DemoService demo = started();

        for (int i = 0; i < 10; i++) {
            asked.clear();
            demo.find("x");
            assertThat(asked).containsExactly(A1, B1, C1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forking", "broadcast", "mergeable"})
    void theOnlyProviderIsAskedOnceHoweverManyRegistriesNameIt(String cluster) {
        registries(cluster, 3);
        offer("a", A1);
        offer("b", A1);
        offer("c", A1);

        assertThat(started().find("x")).isEqualTo(A1);
        assertThat(asked).containsExactly(A1);
    }

    @Test
    void mergeableMergesTheResultsOfAllRegistries() {
        registries("mergeable", null);
        consumer.method("find").merger = ".concat";
        offer("a", A1);
        offer("b", B1);
        DemoService demo = started();

        assertThat(demo.find("x")).isEqualTo(A1 + B1 + C1);
        asked.clear();
        answer(A1, FakeProvider.Answer.value(5));
        assertThat(demo.asInt()).as("without a merger the first one").isEqualTo(5);
        assertThat(path()).isEqualTo("a");
    }

    // ---- with another cluster of the reference

    @ParameterizedTest
    @ValueSource(strings = {"failover", "forking", "broadcast", "mergeable"})
    void aReferenceWithAnotherClusterKeepsItAndCallsOneRegistry(String cluster) {
        registries(cluster, 3);
        consumer.cluster = new FailfastCluster(consumer.clusters);
        silent(A1, A2);
        try (LogCapture log = LogCapture.of("io.tern.rpc.core.internal.consumer.RegistryCalls")) {
            DemoService demo = started();
            assertThatThrownBy(() -> demo.find("x")).isInstanceOf(RpcTimeoutException.class);
            assertThat(path()).isEqualTo("a");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("WARN", "cluster failfast", cluster + " of its registries would multiply");
        }
    }

    @Test
    void ofSeveralRegistriesTheLastOneThatSaysItDecides() {
        RegistryPlan first = new RegistryPlan();
        first.cluster = "broadcast";
        first.forks = 1;
        RegistryPlan second = new RegistryPlan();
        second.cluster = "forking";
        registries.put("a", consumer.registry(new FakeRegistry("a"), first.settings("a")));
        registries.put("b", consumer.registry(new FakeRegistry("b"), second.settings("b")));
        registries.put("c", consumer.registry(new FakeRegistry("c"), new RegistryPlan().settings("c")));
        offer("a", A1);
        offer("b", B1);
        offer("c", C1);

        started().find("x");
        assertThat(asked).as("forking, with one fork").hasSize(1);
    }

    @Test
    void withOneRegistryThereIsNothingToChoose() {
        RegistryPlan plan = new RegistryPlan();
        plan.cluster = "broadcast";
        registries.put("a", consumer.registry(new FakeRegistry("a"), plan.settings("a")));
        offer("a", A1, A2);

        started().find("x");
        assertThat(asked).hasSize(1);
    }
}
