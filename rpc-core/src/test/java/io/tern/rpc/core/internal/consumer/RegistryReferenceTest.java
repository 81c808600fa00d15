// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.fixture.FakeConnection;
import io.tern.rpc.core.fixture.FakeGovernance;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.fixture.RegistryPlan;
import io.tern.rpc.core.internal.cluster.AvailableCluster;
import io.tern.rpc.core.internal.cluster.FailfastCluster;
import io.tern.rpc.core.internal.consumer.AssembledReference.EndpointState;
import io.tern.rpc.core.internal.directory.RegistryDirectory;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.registry.ServiceLookup;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a reference lives with what registries say about its providers. */
@Timeout(60)
class RegistryReferenceTest {
    private static final String DEMO = DemoService.class.getName();
    private static final String OTHER = "10.0.0.2:20880";
    private static final String THIRD = "10.0.0.3:20880";
    private static final ConnectionSettings LAZY = new ConnectionSettings(3_000, 60_000, 30_000, 8 * 1024 * 1024, true);

    private final Consumer consumer = new Consumer();
    private final List<RpcObserver.Event> events = new CopyOnWriteArrayList<>();
    private final FakeRegistry registry = consumer.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));

    RegistryReferenceTest() {
        consumer.observer = new RpcObserver() {
            @Override
            public void counted(Event event) {
                events.add(event);
            }
        };
    }

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

    private List<FakeConnection> connections(String address) {
        return consumer.transport.provider(address).connections();
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

    // ---- lists

    @Test
    void callsGoToTheProvidersOfTheListAsItIsAtThatMoment() {
        consumer.provider().returns("first");
        consumer.transport.provider(OTHER).returns("second");
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        assertThat(call(reference)).isEqualTo("first");

        offer(entry(OTHER), entry(Consumer.ADDRESS));
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS, OTHER);
        assertThat(reference.endpoints()).allMatch(EndpointState::available);

        offer(entry(OTHER));
        assertThat(call(reference)).isEqualTo("second");
    }

    @Test
    void providerThatStartedAnewIsDialledAtOnceAndOneThatOnlyChangedIsNot() {
        offer(entry(Consumer.ADDRESS, "timestamp=1000"));
        started();
        FakeConnection connection = connections(Consumer.ADDRESS).get(0);
        consumer.provider().goDown("killed");
        int dialled = connection.connects();

        offer(entry(Consumer.ADDRESS, "timestamp=1000", "weight=50"));
        assertThat(connection.connects()).isEqualTo(dialled);

        offer(entry(Consumer.ADDRESS, "timestamp=2000"));
        assertThat(connection.connects()).isEqualTo(dialled + 1);
        assertThat(connections(Consumer.ADDRESS)).containsExactly(connection);
    }

    @Test
    void providerThatIsTakenBackIsDisconnectedAfterItsCallsAndNeverDialledAgain() {
        List<Runnable> background = new ArrayList<>();
        consumer.background = background::add;
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        FakeConnection connection = connections(Consumer.ADDRESS).get(0);
        int dialled = connection.connects();

        offer(entry(OTHER));
        assertThat(addresses(reference)).containsExactly(OTHER);
        assertThat(connection.isClosed()).isFalse();
        background.forEach(Runnable::run);

        assertThat(connection.drainMillis()).as("until its calls end").isGreaterThan(3_600_000);
        consumer.transport.provider(OTHER).returns("second");
        for (int i = 0; i < 20; i++) {
            assertThat(call(reference)).isEqualTo("second");
        }
        assertThat(connection.connects()).isEqualTo(dialled);
        assertThat(connections(Consumer.ADDRESS)).hasSize(1);
    }

    @Test
    void providerThatComesBackBeforeItsConnectionWasClosedKeepsIt() {
        List<Runnable> background = new ArrayList<>();
        consumer.background = background::add;
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        started();
        offer(entry(OTHER));
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        background.forEach(Runnable::run);

        assertThat(connections(Consumer.ADDRESS)).singleElement().matches(connection -> !connection.isClosed());
    }

    @Test
    void callThatHasChosenAProviderWhichIsTakenAwayGoesToAnother() throws Throwable {
        List<EndpointInvoker> chosen = new ArrayList<>();
        consumer.governance = FakeGovernance.ready(providers -> {
            chosen.addAll(providers);
            return providers;
        });
        consumer.cluster = new FailfastCluster(consumer.clusters);
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        registry.set(DEMO, Category.ROUTERS, "condition://0.0.0.0");
        AssembledReference reference = started();
        consumer.provider().returns("first");
        consumer.transport.provider(OTHER).returns("second");
        List<Invocation> calls = new ArrayList<>();
        consumer.transport.provider(OTHER).on(call -> {
            calls.add(call);
            return Answer.value("second");
        });
        consumer.provider().on(call -> {
            calls.add(call);
            return Answer.value("first");
        });
        call(reference);
        EndpointInvoker gone = chosen.get(0);

        offer(entry(OTHER));

        assertThat(Outcome.await(gone.invoke(calls.get(0)))).isEqualTo("second");
    }

    @Test
    void callWhoseProviderIsTakenAwayWhileItIsSentGoesToAnother() {
        consumer.cluster = new AvailableCluster(consumer.clusters);
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        consumer.provider().on(call -> {
            offer(entry(OTHER));
            return Answer.UNSENT;
        });
        consumer.transport.provider(OTHER).returns("second");

        assertThat(call(reference)).isEqualTo("second");
    }

    @Test
    void noCallIsLostWhileProvidersComeAndGo() throws Exception {
        ExecutorService background = Executors.newSingleThreadExecutor();
        consumer.background = background;
        consumer.cluster = new FailfastCluster(consumer.clusters);
        consumer.transport.provider(THIRD).returns("third");
        consumer.provider().returns("first");
        consumer.transport.provider(OTHER).returns("second");
        offer(entry(THIRD), entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        AtomicBoolean over = new AtomicBoolean();
        Future<Integer> calls = caller.submit(() -> {
            int made = 0;
            while (!over.get() || made == 0) {
                call(reference);
                made++;
            }
            return made;
        });
        for (int i = 0; i < 2_000; i++) {
            offer(entry(THIRD), entry(i % 2 == 0 ? OTHER : Consumer.ADDRESS));
        }
        over.set(true);

        assertThat(calls.get(30, TimeUnit.SECONDS)).isPositive();
        background.shutdown();
        caller.shutdown();
        assertThat(background.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(connections(Consumer.ADDRESS).stream().filter(connection -> !connection.isClosed()))
                .hasSize(1);
        assertThat(connections(OTHER)).allMatch(FakeConnection::isClosed);
    }

    @Test
    void providersThatAreGoneAreClosedByOneTaskThoseWithoutCallsFirst() {
        List<Runnable> background = new ArrayList<>();
        consumer.background = background::add;
        consumer.defaults.async = true;
        consumer.connections = 2;
        consumer.cluster = new AvailableCluster(consumer.clusters);
        offer(entry(Consumer.ADDRESS), entry(OTHER), entry(THIRD));
        AssembledReference reference = started();
        call(reference);
        assertThat(consumer.provider().pending()).isEqualTo(1);
        offer(entry(THIRD));

        assertThat(background).hasSize(1);
        background.get(0).run();
        assertThat(connections(Consumer.ADDRESS))
                .hasSize(2)
                .allMatch(connection -> connection.drainMillis() > 3_600_000);
        assertThat(connections(OTHER)).hasSize(2).allMatch(FakeConnection::isClosed);
        assertThat(connections(THIRD)).hasSize(2).noneMatch(FakeConnection::isClosed);
    }

    @Test
    void newWeightTagOrTimestampChangesTheProviderAndKeepsItsConnection() {
        offer(entry(Consumer.ADDRESS, "weight=50", "timestamp=1"));
        AssembledReference reference = started();
        assertThat(reference.endpoints()).singleElement().matches(state -> state.weight() == 50);

        offer(entry(Consumer.ADDRESS, "weight=70", "timestamp=2", "dubbo.tag=gray"));

        assertThat(reference.endpoints()).singleElement().matches(state -> state.weight() == 70);
        assertThat(connections(Consumer.ADDRESS)).singleElement().matches(connection -> !connection.isClosed());
    }

    @Test
    void newTokenIsSentOverTheSameConnection() {
        consumer.provider().returns("now");
        offer(entry(Consumer.ADDRESS, "token=one"));
        AssembledReference reference = started();
        call(reference);
        offer(entry(Consumer.ADDRESS, "token=two"));
        call(reference);

        assertThat(consumer.provider().received())
                .extracting(received -> received.prepared().head().attachments().get("token"))
                .containsExactly("one", "two");
        assertThat(connections(Consumer.ADDRESS)).singleElement().matches(connection -> connection.sent() == 2);
    }

    @Test
    void providerThatStandsTwiceAfterARestartIsOneByItsLaterWord() {
        offer(entry(Consumer.ADDRESS, "timestamp=9", "weight=9"), entry(Consumer.ADDRESS, "timestamp=10", "weight=10"));
        AssembledReference reference = started();

        assertThat(reference.endpoints()).singleElement().matches(state -> state.weight() == 10);
    }

    @Test
    void oneConnectionServesTheProviderOfTwoRegistriesAndTwoReferences() {
        FakeRegistry second = consumer.registry(new FakeRegistry("nacos"), new RegistryPlan().settings("nacos"));
        offer(entry(Consumer.ADDRESS));
        second.set(DEMO, Category.PROVIDERS, entry(Consumer.ADDRESS));
        AssembledReference one = started();
        AssembledReference other = started();
        assertThat(connections(Consumer.ADDRESS)).hasSize(1);

        one.close(0);
        assertThat(connections(Consumer.ADDRESS)).noneMatch(FakeConnection::isClosed);
        other.close(0);
        assertThat(connections(Consumer.ADDRESS)).allMatch(FakeConnection::isClosed);
        assertThat(registry.watches() + second.watches()).isZero();
    }

    // ---- what is no provider of this reference

    @Test
    void badEntriesAreSkippedWithOneLineEachCountedAndNeverDialled() {
        String token = "token=t0ps3cret";
        try (LogCapture log = LogCapture.of("io.tern.rpc.core.internal.directory.EntryReader")) {
            offer(
                    entry(Consumer.ADDRESS),
                    "no url at all",
                    entry(OTHER, token).replace("dubbo://", "tri://"),
                    entry(OTHER, "serialization=fastjson2", token),
                    entry("0.0.0.0:20880"),
                    entry("10.0.0.2"),
                    entry("10.0.0.2:99999"),
                    entry("10.0.0.2\u001b[31m:20880"),
                    entry(OTHER, "big=" + "x".repeat(1024 * 1024)));
            AssembledReference reference = started();

            assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS);
            assertThat(log.lines()).hasSize(8).noneMatch(line -> line.contains("t0ps3cret") || line.contains("\u001b"));
            assertThat(events).hasSize(8).containsOnly(RpcObserver.Event.REGISTRY_ENTRY_SKIPPED);

            offer(entry(Consumer.ADDRESS), "no url at all");
            assertThat(log.lines()).as("known already").hasSize(8);
        }
        assertThat(connections(OTHER)).isEmpty();
    }

    @Test
    void providerThatPrefersAnotherSerializationButTakesHessianIsCalled() {
        offer(
                entry(Consumer.ADDRESS, "serialization=fastjson2", "prefer.serialization=fastjson2,hessian2"),
                entry(OTHER, "serialization=hessian2"));

        assertThat(addresses(started())).containsExactly(Consumer.ADDRESS, OTHER);
    }

    @Test
    void entriesForOthersAndSwitchedOffOnesAreLeftOutSilently() {
        try (LogCapture log = LogCapture.of("io.tern.rpc.core.internal.directory.EntryReader")) {
            offer(
                    entry(Consumer.ADDRESS),
                    entry(OTHER).replace("group=blue", "group=green"),
                    entry(OTHER).replace("version=1.2", "version=1.3"),
                    entry(OTHER, "category=consumers"),
                    entry(OTHER, "enabled=false"),
                    entry(OTHER, "disabled=true"));

            assertThat(addresses(started())).containsExactly(Consumer.ADDRESS);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void wildcardsFindAllAndEachIsCalledByItsOwnGroupVersionAndPath() {
        consumer.service = new ServiceKey("blue, green", DEMO, "*");
        consumer.cluster = new AvailableCluster(consumer.clusters);
        consumer.provider().returns("now");
        consumer.transport.provider(OTHER).returns("now");
        offer(
                entry(Consumer.ADDRESS).replace("/" + DEMO, "/demo").replace("1.2", "1.0"),
                entry(OTHER).replace("blue", "green"),
                entry(THIRD).replace("blue", "red"));
        AssembledReference reference = started();
        call(reference);
        consumer.provider().goDown("gone");
        call(reference);

        var first = consumer.provider().received().get(0).prepared().head();
        var second =
                consumer.transport.provider(OTHER).received().get(0).prepared().head();
        assertThat(List.of(String.valueOf(first.group()), String.valueOf(first.version()), first.path()))
                .containsExactly("blue", "1.0", "demo");
        assertThat(List.of(String.valueOf(second.group()), String.valueOf(second.version()), second.path()))
                .containsExactly("green", "1.2", DEMO);
        assertThat(connections(THIRD)).isEmpty();
    }

    @Test
    void onlySoManyEntriesAreLookedAt() {
        consumer.init = false;
        String[] urls = IntStream.range(0, 100_010)
                .mapToObj(i ->
                        "dubbo://10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256 + ":1/" + DEMO + "?group=x")
                .toArray(String[]::new);
        offer(urls);
        try (LogCapture log = new LogCapture(RegistryDirectory.class)) {
            assertThatThrownBy(() -> call(consumer.assemble())).hasMessageContaining("100000 entries");
            assertThat(log.lines()).singleElement().asString().contains("100010 entries", "looking at 100000");
        }
    }

    @Test
    void providerThatCannotBeMadeIsLeftOutAndTheOthersComeAndGo() {
        TestMerge merge = new TestMerge();
        consumer.merge = merge;
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        merge.poison = "666";
        try (LogCapture log = LogCapture.of("io.tern.rpc.core.internal.directory.EntryReader")) {
            offer(entry(OTHER, "find.timeout=666"), entry(THIRD));
            assertThat(log.lines()).singleElement().asString().contains(OTHER, "OutOfMemoryError");
        }

        assertThat(events).containsExactly(RpcObserver.Event.REGISTRY_ENTRY_SKIPPED);
        assertThat(addresses(reference)).containsExactly(THIRD);
        assertThat(connections(Consumer.ADDRESS)).allMatch(FakeConnection::isClosed);

        merge.poison = "none";
        offer(entry(OTHER, "find.timeout=667"), entry(THIRD));
        assertThat(addresses(reference)).containsExactly(OTHER, THIRD);
    }

    @Test
    void registryCanAskForSoManyConnectionsOnly() {
        consumer.merge = new TestMerge();
        offer(entry(Consumer.ADDRESS, "connections=" + Integer.MAX_VALUE), entry(OTHER, "connections=-7"));
        started();

        assertThat(connections(Consumer.ADDRESS)).hasSize(16);
        assertThat(connections(OTHER)).hasSize(1);
    }

    @Test
    void aProviderIsCalledOverEncryptedConnectionsFromTheMomentItSaysSo() {
        offer(entry(Consumer.ADDRESS, "ssl-enabled=true"), entry(OTHER, "ssl-enabled=false"));
        started();
        assertThat(connections(Consumer.ADDRESS))
                .singleElement()
                .matches(connection -> connection.settings().encrypted());
        assertThat(connections(OTHER))
                .singleElement()
                .matches(connection -> !connection.settings().encrypted());

        offer(entry(Consumer.ADDRESS, "ssl-enabled=true"), entry(OTHER, "ssl-enabled=true"));
        assertThat(connections(OTHER))
                .last()
                .matches(connection -> connection.settings().encrypted());
    }

    // ---- empty lists

    /** What {@code enable-empty-protection="true"} asks for, which holds anyway. */
    @Test
    void emptyListIsDoubtedWhileConnectionsLiveThenBelieved() {
        consumer.provider().returns("still there");
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        consumer.transport.provider(OTHER).goDown("crashed");
        try (LogCapture log = new LogCapture(RegistryDirectory.class)) {
            offer();
            offer();
            assertThat(log.lines()).singleElement().asString().contains("WARN", "keeping the 1", "60 s");
        }
        assertThat(events).containsExactly(RpcObserver.Event.EMPTY_PROVIDER_LIST);
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS);
        assertThat(call(reference)).isEqualTo("still there");

        consumer.ticker.advanceMillis(59_000);
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS);
        consumer.ticker.advanceMillis(1_000);
        assertThat(addresses(reference)).isEmpty();
        assertThat(connections(Consumer.ADDRESS)).allMatch(FakeConnection::isClosed);
        assertThat(consumer.scheduler.waiting()).isZero();
        assertThatThrownBy(() -> call(reference))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContainingAll("registry zk", "no entry", "register-mode=all");
    }

    @Test
    void doubtedProviderThatAnnouncesItsEndGoesAtOnceAndIsNotDialled() {
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        offer();
        FakeConnection connection = connections(Consumer.ADDRESS).get(0);
        connection.announceShutdown();
        consumer.ticker.advanceMillis(1_000);

        assertThat(addresses(reference)).isEmpty();
        assertThat(connection.isClosed()).isTrue();
        assertThat(consumer.scheduler.waiting()).isZero();
    }

    @Test
    void listThatIsFilledAgainKeepsConnectionsAndIsBelievedWhenTheDoubtEnds() {
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        offer();
        offer(entry(Consumer.ADDRESS));
        assertThat(addresses(reference)).as("the first that is there again").containsExactly(Consumer.ADDRESS, OTHER);
        offer(entry(Consumer.ADDRESS), entry(THIRD));
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS, OTHER, THIRD);
        consumer.ticker.advanceMillis(59_000);
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS, OTHER, THIRD);
        offer(entry(Consumer.ADDRESS));
        consumer.ticker.advanceMillis(1_000);

        assertThat(consumer.scheduler.waiting()).isZero();
        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS);
        assertThat(connections(Consumer.ADDRESS)).singleElement().matches(connection -> !connection.isClosed());
        assertThat(connections(OTHER)).allMatch(FakeConnection::isClosed);
    }

    @Test
    void listOfNothingUsableIsDoubtedToo() {
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        offer("garbage");

        assertThat(addresses(reference)).containsExactly(Consumer.ADDRESS);
    }

    @Test
    void lossOfTheRegistryChangesNothing() {
        consumer.provider().returns("still there");
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        registry.down();
        consumer.ticker.advanceMillis(600_000);

        assertThat(call(reference)).isEqualTo("still there");
    }

    // ---- start

    @Test
    void checkFailsNamingServiceRegistryAndWhatIsThere() {
        offer(
                entry(Consumer.ADDRESS).replace("version=1.2", "version=2"),
                entry(OTHER).replace("version=1.2", "version=3"),
                entry(OTHER).replace("dubbo://", "tri://"));

        assertThatThrownBy(() -> consumer.assemble().start().get())
                .cause()
                .isInstanceOf(NoProviderException.class)
                .hasMessageContainingAll(
                        "reference \"demo\"",
                        "blue/" + DEMO + ":1.2",
                        "registry zk (zk://10.1.1.1:2181)",
                        "3 entries: 1 of another protocol, 2 of another version",
                        "dubbo.application.register-mode=all",
                        "check=\"false\"");
    }

    @Test
    void withoutCheckAnEmptyRegistryIsAWarningAndLaterProvidersAreConnectedAtOnce() {
        consumer.check = false;
        try (LogCapture log = new LogCapture(AssembledReference.class)) {
            AssembledReference reference = started();
            assertThat(log.lines()).singleElement().asString().contains("WARN", "no entry");
            offer(entry(Consumer.ADDRESS));
            assertThat(reference.endpoints()).singleElement().matches(EndpointState::available);
        }
    }

    @Test
    void silentRegistryFailsTheStartAfterItsTimeoutSayingHowToGoOn() {
        registry.down();
        var start = consumer.assemble().start();
        consumer.ticker.advanceMillis(4_999);
        assertThat(start).isNotDone();
        consumer.ticker.advanceMillis(1);

        assertThatThrownBy(start::get)
                .cause()
                .isInstanceOf(NoProviderException.class)
                .hasMessageContainingAll("registry zk", "5000 ms", "check=\"false\" at the registry");
    }

    @Test
    void withoutCheckOfTheRegistryTheStartGoesOnAndCallsWorkWhenItComesUp() {
        RegistryPlan plan = new RegistryPlan();
        plan.check = false;
        consumer.registries = List.of();
        FakeRegistry down = consumer.registry(FakeRegistry.down("late"), plan.settings("late"));
        down.set(DEMO, Category.PROVIDERS, entry(Consumer.ADDRESS));
        AssembledReference reference = consumer.assemble();
        var start = reference.start();
        consumer.ticker.advanceMillis(5_000);
        assertThat(start).isCompleted();
        assertThatThrownBy(() -> call(reference))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("registry late (late://10.1.1.1:2181) has not answered yet");

        down.up();
        consumer.provider().returns("now");
        assertThat(call(reference)).isEqualTo("now");
    }

    @Test
    void startWithoutTheRegistryGoesOnWithTheProvidersThatWereKnownLast(@TempDir Path directory) {
        RegistryPlan plan = new RegistryPlan();
        plan.file = directory.resolve("providers.cache").toString();
        plan.check = false;
        consumer.registries = List.of();
        FakeRegistry before = consumer.registry(new FakeRegistry("zk"), plan.settings("zk"));
        before.set(DEMO, Category.PROVIDERS, entry(Consumer.ADDRESS), "garbage");
        started();
        consumer.ticker.advanceMillis(1_000);

        try (Consumer next = new Consumer();
                LogCapture log = new LogCapture(ServiceLookup.class)) {
            FakeRegistry down = next.registry(FakeRegistry.down("zk"), plan.settings("zk"));
            down.set(DEMO, Category.PROVIDERS, entry(OTHER));
            next.provider().returns("known");
            AssembledReference reference = next.assemble();
            var start = reference.start();
            next.ticker.advanceMillis(5_000);
            assertThat(start).isCompleted();
            assertThat(log.lines()).singleElement().asString().contains("WARN", "known last (1)");
            assertThat(call(reference)).isEqualTo("known");

            down.up();
            assertThat(addresses(reference)).containsExactly(OTHER);
        }
    }

    /** With {@code lazy="true"}. */
    @Test
    void lazyReferenceLooksAtStartAndConnectsWithTheFirstCall() {
        consumer.connection = LAZY;
        consumer.provider().returns("now");
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        consumer.transport.provider(OTHER).returns("now");
        AssembledReference reference = started();
        assertThat(connections(Consumer.ADDRESS)).isEmpty();

        call(reference);

        assertThat(connections(Consumer.ADDRESS)).hasSize(1);
        assertThat(connections(OTHER)).hasSize(1);
    }

    /** With {@code init="false"}. */
    @Test
    void initFalseAsksTheRegistryWithTheFirstCall() {
        consumer.init = false;
        consumer.provider().returns("now");
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        assertThat(registry.watches()).isZero();

        assertThat(call(reference)).isEqualTo("now");
    }

    @Test
    void closedReferenceSaysSoAndHearsNothing() {
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        reference.close(700);
        reference.close(700);
        offer(entry(OTHER));

        assertThat(connections(Consumer.ADDRESS))
                .singleElement()
                .matches(connection -> connection.drainMillis() == 700);
        assertThat(connections(OTHER)).isEmpty();
        assertThatThrownBy(() -> call(reference))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("reference was closed");
        assertThat(consumer.shared.size()).isZero();
    }

    // ---- consumer entry

    @Test
    void consumerIsPublishedWhileItLives() {
        consumer.published = Map.of("timeout", "700", "owner", "a&b", "x=y", "z");
        offer(entry(Consumer.ADDRESS));
        AssembledReference reference = started();
        assertThat(registry.entries(DEMO, Category.CONSUMERS))
                .singleElement()
                .asString()
                .startsWith(
                        "consumer://10.9.9.9/" + DEMO + "?application=shop&category=consumers&check=false&dubbo=2.0.2"
                                + "&group=blue&interface=" + DEMO + "&methods=asByte,asChar")
                .endsWith("&side=consumer&timeout=700&timestamp=1700000000000&version=1.2");

        reference.close(0);
        assertThat(registry.entries(DEMO, Category.CONSUMERS)).isEmpty();
        assertThat(registry.watches()).isZero();
    }

    @Test
    void shortEntriesKeepTheUsualAndTheExtraKeys() {
        RegistryPlan plan = new RegistryPlan();
        plan.simplified = true;
        consumer.registries = List.of();
        FakeRegistry shortOne = consumer.registry(new FakeRegistry("short"), plan.settings("short"));
        shortOne.set(DEMO, Category.PROVIDERS, entry(Consumer.ADDRESS));
        started();

        assertThat(shortOne.entries(DEMO, Category.CONSUMERS))
                .singleElement()
                .asString()
                .contains("&pid=")
                .doesNotContain("methods", "timestamp");
    }

    @Test
    void consumerIsNotPublishedWhereThatIsSwitchedOff() {
        offer(entry(Consumer.ADDRESS));
        consumer.registerConsumers = false;
        started();
        assertThat(registry.entries(DEMO, Category.CONSUMERS)).isEmpty();

        try (Consumer second = new Consumer()) {
            RegistryPlan plan = new RegistryPlan();
            plan.register = false;
            FakeRegistry readOnly = second.registry(new FakeRegistry("zk"), plan.settings("zk"));
            readOnly.set(DEMO, Category.PROVIDERS, entry(Consumer.ADDRESS));
            assertThat(second.assemble().start()).isCompleted();
            assertThat(readOnly.entries(DEMO, Category.CONSUMERS)).isEmpty();
        }
    }

    // ---- rules

    @Test
    void routesChooseAmongProvidersAndSeeANewListWhenOneChanges() {
        List<List<EndpointInvoker>> seen = new ArrayList<>();
        consumer.governance = FakeGovernance.ready(providers -> {
            seen.add(providers);
            return providers.subList(1, 2);
        });
        consumer.transport.provider(OTHER).returns("second");
        registry.set(DEMO, Category.ROUTERS, "condition://0.0.0.0");
        offer(entry(Consumer.ADDRESS), entry(OTHER));
        AssembledReference reference = started();
        assertThat(call(reference)).isEqualTo("second");
        assertThat(call(reference)).isEqualTo("second");
        offer(entry(Consumer.ADDRESS, "dubbo.tag=gray"), entry(OTHER));
        call(reference);

        assertThat(seen.get(0)).isSameAs(seen.get(1)).isNotSameAs(seen.get(2));
    }

    @Test
    void rulesChangeWeightsAndSwitchProvidersOffWithoutDoubtAndOnAgain() {
        FakeGovernance rules = FakeGovernance.ready(UnaryOperator.identity());
        consumer.governance = rules;
        offer(entry(Consumer.ADDRESS, "weight=10"), entry(OTHER));
        AssembledReference reference = started();
        registry.set(DEMO, Category.CONFIGURATORS, "absent=5");
        assertThat(reference.endpoints()).extracting(EndpointState::weight).containsExactly(10, 5);
        registry.set(DEMO, Category.CONFIGURATORS, "weight=7");
        assertThat(reference.endpoints()).extracting(EndpointState::weight).containsExactly(7, 7);
        assertThat(connections(Consumer.ADDRESS)).hasSize(1);

        registry.set(DEMO, Category.CONFIGURATORS, Consumer.ADDRESS, OTHER);
        assertThat(addresses(reference)).isEmpty();
        assertThat(events).isEmpty();
        assertThatThrownBy(() -> call(reference)).hasMessageContaining("rules switch off 2 providers");
        offer(entry(Consumer.ADDRESS, "weight=11"), entry(OTHER), entry(THIRD));
        assertThat(addresses(reference)).containsExactly(THIRD);

        registry.set(DEMO, Category.CONFIGURATORS);
        assertThat(reference.endpoints()).extracting(EndpointState::weight).containsExactly(11, 100, 100);
        rules.push("weight=3");
        assertThat(reference.endpoints()).extracting(EndpointState::weight).containsExactly(3, 3, 3);
    }

    @Test
    void rulesHearWhoseApplicationsTheProvidersAreAndEndWithTheReference() {
        FakeGovernance rules = FakeGovernance.ready(UnaryOperator.identity());
        consumer.governance = rules;
        offer(entry(Consumer.ADDRESS, "application=a"), entry(OTHER, "application=b"), entry(THIRD, "application=a"));
        AssembledReference reference = started();
        assertThat(rules.applications).containsExactlyInAnyOrder("a", "b");
        offer(entry(OTHER, "application=b"));
        assertThat(rules.applications).containsExactly("b");

        reference.close(0);
        assertThat(rules.closed).isTrue();
    }

    @Test
    void startWaitsForRulesButNotLongerThanForARegistry() {
        FakeGovernance rules = new FakeGovernance(UnaryOperator.identity());
        consumer.governance = rules;
        offer(entry(Consumer.ADDRESS, "application=a"));
        var start = consumer.assemble().start();
        rules.known.complete(null);
        assertThat(start).isNotDone();
        assertThat(connections(Consumer.ADDRESS)).isEmpty();
        rules.providersKnown.complete(null);
        assertThat(start).isCompleted();
        assertThat(consumer.scheduler.waiting()).isZero();

        consumer.governance = new FakeGovernance(UnaryOperator.identity());
        var second = consumer.assemble().start();
        try (LogCapture log = new LogCapture(RegistrySearch.class)) {
            consumer.ticker.advanceMillis(5_000);
            assertThat(log.lines()).singleElement().asString().contains("WARN", "rules for reference demo");
        }
        assertThat(second).isCompleted();
    }

    // ---- the provider's word

    /** Takes the timeout of one method from the provider. */
    static final class TestMerge implements SettingsMerge {
        int merges;
        String poison = "none";

        @Override
        public ReferenceSettings merged(
                ReferenceSettings reference,
                Map<String, String> provider,
                Map<String, String> override,
                Map<String, String> absent) {
            merges++;
            if (poison.equals(provider.get("find.timeout"))) {
                throw new OutOfMemoryError("poisoned");
            }
            Map<String, MethodSettings> methods = new HashMap<>();
            if (provider.containsKey("find.timeout")) {
                MethodPlan plan = new MethodPlan();
                plan.timeoutMillis = Integer.parseInt(provider.get("find.timeout"));
                methods.put("find", plan.settings("find"));
            }
            return new ReferenceSettings(
                    reference.id(),
                    reference.serviceInterface(),
                    reference.service(),
                    reference.endpoints(),
                    reference.registries(),
                    reference.check(),
                    reference.init(),
                    reference.cluster(),
                    reference.proxy(),
                    Integer.parseInt(provider.getOrDefault("connections", "" + reference.connections())),
                    reference.filters(),
                    reference.token(),
                    reference.style(),
                    reference.connection(),
                    reference.defaults(),
                    methods,
                    reference.tag(),
                    reference.published(),
                    reference.parameters(),
                    reference.origins());
        }

        @Override
        public Map<String, String> relevant(Map<String, String> parameters) {
            Map<String, String> relevant = new HashMap<>(parameters);
            relevant.keySet().retainAll(List.of("find.timeout", "connections"));
            return relevant;
        }
    }

    @Test
    void eachProviderIsCalledWithItsOwnTimeoutCountedForEachAttempt() {
        TestMerge merge = new TestMerge();
        consumer.merge = merge;
        consumer.cluster = new AvailableCluster(consumer.clusters);
        offer(
                entry(Consumer.ADDRESS, "find.timeout=300"),
                entry(OTHER, "find.timeout=900"),
                entry(THIRD, "find.timeout=900"));
        AssembledReference reference = started();
        assertThat(merge.merges).isEqualTo(2);
        List<Long> left = new ArrayList<>();
        for (String address : List.of(Consumer.ADDRESS, OTHER)) {
            consumer.transport.provider(address).on(call -> {
                left.add(TimeUnit.NANOSECONDS.toMillis(call.deadlineNanos() - call.startNanos()));
                return Answer.value("now");
            });
        }
        call(reference);
        consumer.provider().goDown("gone");
        call(reference);

        assertThat(left).containsExactly(300L, 900L);
        assertThat(consumer.transport
                        .provider(OTHER)
                        .received()
                        .get(0)
                        .prepared()
                        .head()
                        .attachments())
                .containsEntry("timeout", "900");
    }

    /** Counts what is linked. */
    private static final class CountingCluster implements Cluster {
        private final Cluster next;
        final List<String> joined = new ArrayList<>();

        CountingCluster(Cluster next) {
            this.next = next;
        }

        @Override
        public String name() {
            return next.name();
        }

        @Override
        public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
            joined.add(settings.name());
            return next.join(directory, balancer, settings);
        }
    }

    @Test
    void settingsOfTheFirstProviderCountForTheReferenceAndOnlyChangedMethodsAreLinkedAnew() {
        consumer.merge = new TestMerge();
        CountingCluster cluster = new CountingCluster(consumer.cluster);
        consumer.cluster = cluster;
        List<Long> timeouts = new ArrayList<>();
        for (String address : List.of(Consumer.ADDRESS, OTHER)) {
            consumer.transport.provider(address).on(call -> {
                timeouts.add(TimeUnit.NANOSECONDS.toMillis(call.options().timeoutNanos()));
                return Answer.value("now");
            });
        }
        offer(entry(OTHER));
        AssembledReference reference = started();
        call(reference);
        cluster.joined.clear();

        offer(entry(Consumer.ADDRESS, "find.timeout=300"), entry(OTHER));
        call(reference);
        offer(entry(Consumer.ADDRESS, "find.timeout=300", "weight=1"), entry(OTHER));
        call(reference);

        assertThat(timeouts).containsExactly(700L, 300L, 300L);
        assertThat(cluster.joined).containsExactly("find");
    }

    // ---- many

    @Test
    void workOfAThousandReferencesIsTwiceThatOfFiveHundred() {
        long half = subscriptionsAndConnects(500);
        long whole = subscriptionsAndConnects(1_000);

        assertThat(whole).isLessThanOrEqualTo(half * 22 / 10);
    }

    private static long subscriptionsAndConnects(int references) {
        try (Consumer many = new Consumer()) {
            FakeRegistry registry = many.registry(new FakeRegistry("zk"), new RegistryPlan().settings("zk"));
            registry.set(
                    DEMO,
                    Category.PROVIDERS,
                    IntStream.range(1, 11)
                            .mapToObj(i -> entry("10.0.0." + i + ":20880"))
                            .toArray(String[]::new));
            registry.down();
            List<CompletableFuture<?>> starts = new ArrayList<>();
            for (int i = 0; i < references; i++) {
                starts.add(many.assemble().start());
            }
            assertThat(registry.watches())
                    .as("asked before anybody is answered")
                    .isEqualTo(references);
            assertThat(starts).noneMatch(CompletableFuture::isDone);
            registry.up();
            assertThat(starts).allSatisfy(start -> assertThat(start).isCompleted());
            assertThat(many.shared.size()).isEqualTo(10);
            long connects = IntStream.range(1, 11)
                    .mapToLong(i -> many.transport.provider("10.0.0." + i + ":20880").connections().stream()
                            .mapToLong(FakeConnection::connects)
                            .sum())
                    .sum();
            return connects + registry.watches() + registry.log.size();
        }
    }
}
