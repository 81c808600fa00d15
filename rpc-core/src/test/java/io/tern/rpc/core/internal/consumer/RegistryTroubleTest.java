// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.fixture.FakeConnection;
import io.tern.rpc.core.fixture.FakeGovernance;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.RegistryPlan;
import io.tern.rpc.core.internal.cluster.AvailableCluster;
import io.tern.rpc.core.internal.cluster.BroadcastCluster;
import io.tern.rpc.core.internal.consumer.AssembledReference.EndpointState;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.registry.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of starts and calls while providers, registries, rules and users' classes fail them. */
@Timeout(60)
class RegistryTroubleTest {
    private static final String DEMO = DemoService.class.getName();
    private static final String OTHER = "10.0.0.2:20880";
    private static final String THIRD = "10.0.0.3:20880";

    private final Consumer consumer = new Consumer();
    private final FakeRegistry registry = consumer.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));

    @AfterEach
    void close() {
        consumer.close();
    }

    private static String entry(String address, String... parameters) {
        String more = parameters.length == 0 ? "" : "&" + String.join("&", parameters);
        return "dubbo://" + address + "/" + DEMO + "?group=blue&interface=" + DEMO + "&version=1.2" + more;
    }

    private void offer(String... urls) {
        registry.set(DEMO, Category.PROVIDERS, urls);
    }

    private FakeConnection connection(String address) {
        List<FakeConnection> all = consumer.transport.provider(address).connections();
        return all.get(all.size() - 1);
    }

    private AssembledReference started() {
        AssembledReference reference = consumer.assemble();
        assertThat(reference.start()).isCompleted();
        return reference;
    }

    private static List<String> addresses(AssembledReference reference) {
        return reference.endpoints().stream().map(EndpointState::address).toList();
    }

    private static String call(AssembledReference reference) {
        return String.valueOf(((DemoService) reference.proxy()).find("a"));
    }

    // ---- calls

    @Test
    void callWhoseProviderIsTakenAwayWaitsForOneThatIsNotAvailableYet() {
        consumer.cluster = new AvailableCluster(consumer.clusters);
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        connection(OTHER).announceShutdown();
        consumer.provider().on(call -> {
            offer(entry(OTHER));
            return Answer.UNSENT;
        });
        consumer.transport.provider(OTHER).returns("second");

        assertThat(call(reference)).isEqualTo("second");
    }

    @Test
    void callThatIsNotSentSinceItsProviderGoesIsPassedOn() {
        consumer.cluster = new AvailableCluster(consumer.clusters);
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        consumer.provider().on(call -> {
            connection(Consumer.ADDRESS).announceShutdown();
            return Answer.UNSENT;
        });
        consumer.transport.provider(OTHER).returns("second");

        assertThat(call(reference)).isEqualTo("second");
    }

    @Test
    void partOfABroadcastIsNotMadeTwiceElsewhere() {
        consumer.cluster = new BroadcastCluster(consumer.clusters);
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        consumer.provider().on(call -> {
            offer(entry(OTHER));
            return Answer.UNSENT;
        });
        consumer.transport.provider(OTHER).returns("second");

        assertThatThrownBy(() -> call(reference)).isInstanceOf(RpcException.class);
        assertThat(consumer.transport.provider(OTHER).received()).hasSize(1);
    }

    @Test
    void closeRefusesCallsEverywhereBeforeItWaits() {
        consumer.defaults.async = true;
        consumer.cluster = new AvailableCluster(consumer.clusters);
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        call(reference);
        assertThat(consumer.provider().pending()).isEqualTo(1);

        List<String> meanwhile = new ArrayList<>();
        for (String address : List.of(Consumer.ADDRESS, OTHER)) {
            connection(address).onClose(() -> {
                try {
                    meanwhile.add(call(reference));
                } catch (RpcException e) {
                    meanwhile.add(String.valueOf(e.getMessage()));
                }
            });
        }

        reference.close(700);

        assertThat(meanwhile).hasSize(2).allMatch(outcome -> outcome.contains("reference was closed"));
        assertThat(connection(OTHER).drainMillis()).isEqualTo(700);
        assertThat(connection(Consumer.ADDRESS).drainMillis()).isEqualTo(700);
        assertThatThrownBy(() -> call(reference)).hasMessageContaining("reference was closed");
    }

    @Test
    void providerThatWasStartedAgainIsConnectedAtOnce() {
        offer(entry(Consumer.ADDRESS, "timestamp=1"), entry(OTHER, "timestamp=1"));
        started();
        consumer.provider().goDown("restarts");
        int before = connection(Consumer.ADDRESS).connects();
        int other = connection(OTHER).connects();

        offer(entry(Consumer.ADDRESS, "timestamp=1", "weight=3"), entry(OTHER, "timestamp=1"));
        assertThat(connection(Consumer.ADDRESS).connects()).isEqualTo(before);
        offer(entry(Consumer.ADDRESS, "timestamp=2"), entry(OTHER, "timestamp=2"));

        assertThat(connection(Consumer.ADDRESS).connects()).isEqualTo(before + 1);
        assertThat(connection(OTHER).connects()).as("is connected").isEqualTo(other);
    }

    // ---- start

    @Test
    void closeEndsAStartThatWaitsForARegistry() {
        registry.down();
        AssembledReference reference = consumer.assemble();
        var start = reference.start();
        reference.close(0);

        assertThatThrownBy(start::get)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed while it was starting");
    }

    @Test
    void startWithoutItsRegistryAndItsRulesTakesOneTimeout() {
        RegistryPlan plan = new RegistryPlan();
        plan.check = false;
        consumer.registries = List.of();
        consumer.registry(FakeRegistry.down("late"), plan.settings("late"));
        consumer.governance = new FakeGovernance(UnaryOperator.identity());
        var start = consumer.assemble().start();
        consumer.ticker.advanceMillis(5_000);

        assertThat(start).isCompleted();
        assertThat(consumer.scheduler.waiting()).isZero();
    }

    @Test
    void firstCallGoesOnWithTheRegistryThatAnswers() {
        consumer.init = false;
        consumer.registry(FakeRegistry.down("late"), new RegistryPlan().settings("late"));
        offer(entry(Consumer.ADDRESS));
        consumer.provider().returns("now");

        assertThat(call(started())).isEqualTo("now");
    }

    @Test
    void searchThatFailsFailsTheCallWithItsCauseAndIsMadeAgain() {
        consumer.init = false;
        AtomicBoolean broken = new AtomicBoolean(true);
        consumer.governance = new FakeGovernance(UnaryOperator.identity()) {
            @Override
            public CompletableFuture<Void> begin(Runnable listener) {
                if (broken.get()) {
                    throw new NoClassDefFoundError("org/acme/Client");
                }
                known.complete(null);
                providersKnown.complete(null);
                return super.begin(listener);
            }
        };
        offer(entry(Consumer.ADDRESS));
        consumer.provider().returns("now");
        AssembledReference reference = started();

        assertThatThrownBy(() -> call(reference))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("org/acme/Client");
        broken.set(false);
        assertThat(call(reference)).isEqualTo("now");
    }

    @Test
    void searchDoesNotRunOnAnEventLoop() {
        consumer.init = false;
        List<Runnable> background = new ArrayList<>();
        consumer.background = background::add;
        offer(entry(Consumer.ADDRESS));
        consumer.provider().returns("now");
        AssembledReference reference = started();
        consumer.transport.onEventLoop = true;
        assertThatThrownBy(() -> call(reference)).isInstanceOf(NoProviderException.class);
        assertThatThrownBy(() -> call(reference)).isInstanceOf(NoProviderException.class);
        assertThat(registry.watches()).isZero();
        assertThat(background).hasSize(1);

        background.get(0).run();

        assertThat(call(reference)).isEqualTo("now");
    }

    // ---- rules and users' classes

    @Test
    void newApplicationGetsCallsWhenItsRulesAreKnown() {
        FakeGovernance rules = FakeGovernance.ready(UnaryOperator.identity());
        var pending = new CompletableFuture<Void>();
        consumer.governance = new FakeGovernance(UnaryOperator.identity()) {
            @Override
            public CompletableFuture<Void> applications(Set<String> providers) {
                return providers.contains("new") ? pending : rules.applications(providers);
            }
        };
        ((FakeGovernance) consumer.governance).known.complete(null);
        offer(entry(Consumer.ADDRESS, "application=old"));
        AssembledReference reference = started();
        offer(entry(Consumer.ADDRESS, "application=old"), entry(OTHER, "application=new"), entry(THIRD));
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS, THIRD);

        pending.complete(null);

        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS, OTHER, THIRD);
        assertThat(consumer.scheduler.waiting()).isZero();
    }

    @Test
    void newApplicationDoesNotWaitForRulesLongerThanForARegistryAndNotIfNobodyElseIsLeft() {
        consumer.governance = new FakeGovernance(UnaryOperator.identity());
        ((FakeGovernance) consumer.governance).known.complete(null);
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        offer(entry(Consumer.ADDRESS), entry(OTHER, "application=new"));
        consumer.ticker.advanceMillis(4_999);
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS);
        consumer.ticker.advanceMillis(1);
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS, OTHER);

        offer(entry(THIRD, "application=other"));
        assertThat(addresses(reference)).containsExactly(THIRD);
    }

    /** A user's cluster that fails when it is linked anew. */
    private static final class FailingCluster implements Cluster {
        private final Cluster next;
        private final AtomicBoolean failing;
        private final List<String> joined = new ArrayList<>();

        FailingCluster(Cluster next, AtomicBoolean failing) {
            this.next = next;
            this.failing = failing;
        }

        @Override
        public String name() {
            return next.name();
        }

        @Override
        public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
            if (failing.get()) {
                throw new IllegalStateException("a user's mistake");
            }
            joined.add(settings.name());
            return next.join(directory, balancer, settings);
        }
    }

    @Test
    void methodWhoseClusterFailsIsLinkedWithTheNextChangeAndListsGoOn() {
        AtomicBoolean failing = new AtomicBoolean();
        FailingCluster cluster = new FailingCluster(consumer.cluster, failing);
        consumer.cluster = cluster;
        consumer.merge = new RegistryReferenceTest.TestMerge();
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        failing.set(true);
        cluster.joined.clear();
        try (LogCapture log = new LogCapture(ReferenceLinks.class)) {
            offer(entry(Consumer.ADDRESS, "find.timeout=300"), entry(OTHER));
            assertThat(log.lines()).singleElement().asString().contains("keeps its settings");
        }
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS, OTHER);

        failing.set(false);
        offer(entry(Consumer.ADDRESS, "find.timeout=300"));
        assertThat(cluster.joined).containsExactly("find");
    }
}
