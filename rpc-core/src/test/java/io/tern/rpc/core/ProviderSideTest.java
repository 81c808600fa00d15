// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.Endpoint;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.RegistrySample;
import io.tern.rpc.core.fixture.ServiceSample;
import io.tern.rpc.core.internal.cluster.ClusterContext;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.provider.CallbackReceiver;
import io.tern.rpc.core.internal.provider.Exporter;
import io.tern.rpc.core.internal.provider.ProviderContext;
import io.tern.rpc.core.internal.registry.AddressVariables;
import io.tern.rpc.core.internal.registry.LocalAddress;
import io.tern.rpc.core.internal.registry.Publisher;
import io.tern.rpc.core.internal.registry.Registries;
import io.tern.rpc.core.internal.registry.SystemNetwork;
import io.tern.rpc.core.internal.security.ClassGate;
import io.tern.rpc.core.internal.security.GateMode;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.ServiceDispatcher;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.Server;
import io.tern.rpc.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens in which order when services start, go offline and stop. */
class ProviderSideTest {
    private static final String FOO = "dubbo://127.0.0.1:20880/" + Foo.class.getName();
    private static final String BAR = "dubbo://127.0.0.1:20880/" + Bar.class.getName();
    private static final int NOTICE_MILLIS = 300;
    /** For tests in which nobody shall wait for it: a busy machine does not take as long for anything else. */
    private static final int LONG_NOTICE_MILLIS = 5_000;
    /** Far more than the notices, so that it is not what ends a wait for them. */
    private static final int LONG_LIMIT_MILLIS = 30_000;

    private final FakeRegistry registry = new FakeRegistry("fake");
    private final List<String> log = registry.log;
    private final List<String> forgotten = new CopyOnWriteArrayList<>();
    private final EngineThreads threads = new EngineThreads("test");
    private volatile int connections;

    interface Foo {
        String foo();
    }

    interface Bar {
        String bar();
    }

    private final class LoggedTransport implements Transport {
        @Override
        public Server bind(InetSocketAddress address, ServerSettings settings, RequestHandler handler) {
            log.add("bind " + address.getPort());
            return new Server() {
                @Override
                public InetSocketAddress address() {
                    return address;
                }

                @Override
                public int connections() {
                    return connections;
                }

                @Override
                public void announceShutdown() {
                    log.add("announce");
                }

                @Override
                public void close() {
                    log.add("close port");
                }
            };
        }

        @Override
        public PreparedCall prepare(MethodDescriptor method, CallHead head) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Connection open(Endpoint endpoint, ConnectionSettings settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static final class NoProxies implements ProxyFactory {
        @Override
        public String name() {
            return "javassist";
        }

        @Override
        public <T> T stub(
                Class<T> serviceInterface, List<MethodDescriptor> methods, List<MethodCall> calls, String description) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServiceDispatcher dispatcher(Class<?> serviceInterface, List<MethodDescriptor> methods) {
            return (index, service, arguments) -> null;
        }
    }

    private ProviderSide side(FakeRegistry factory) {
        return side(kind -> factory);
    }

    private ProviderSide side(Function<String, RegistryFactory> factories) {
        return side(factories, NOTICE_MILLIS, 3_000);
    }

    private ProviderSide sideWithLongNotice() {
        return side(kind -> registry, LONG_NOTICE_MILLIS, LONG_LIMIT_MILLIS);
    }

    private ProviderSide side(Function<String, RegistryFactory> factories, int noticeMillis, int stopMillis) {
        Extensions.Given given = new Extensions.Given() {
            @Override
            public <T> List<T> of(Class<T> type) {
                return type == ProxyFactory.class ? List.of(type.cast(new NoProxies())) : List.of();
            }
        };
        ClassLoader loader = getClass().getClassLoader();
        ClassGate gate = new ClassGate(GateMode.STRICT, List.of(), loader, Ticker.SYSTEM);
        Extensions extensions = Extensions.collect(
                loader,
                given,
                new ClusterContext(Ticker.SYSTEM, new RpcObserver() {}, (task, delayNanos) -> {}, () -> false));
        CallLinks links = new CallLinks(extensions, gate, Ticker.SYSTEM, () -> false, List.of());
        ProviderContext context = new ProviderContext(
                "test",
                protocol -> new LoggedTransport(),
                protocol -> protocol,
                Ticker.SYSTEM,
                new RpcObserver() {},
                false,
                gate,
                threads.timer(),
                null,
                false,
                name -> name,
                threads.accessLogs(),
                links.mappers(),
                CallbackReceiver.Factory.NONE,
                threads.callbacks(),
                null,
                () -> {});
        Registries registries = new Registries(
                factories, new RegistryContext("test", Ticker.SYSTEM, threads.timer(), new RpcObserver() {}));
        return new ProviderSide(
                extensions,
                links,
                new Exporter(context),
                new Publisher(
                        registries,
                        new LocalAddress(
                                new AddressVariables(Map.of(), Map.of()), new SystemNetwork(threads.callbacks())),
                        "test",
                        Clock.systemUTC()),
                threads,
                noticeMillis,
                stopMillis,
                forgotten::add);
    }

    private ProviderSide side() {
        return side(registry);
    }

    private static ServiceSample sample(String id, Class<?> type) {
        return ServiceSample.of(id, type)
                .on(ServiceSample.protocol("p", "127.0.0.1", 20_880))
                .in(RegistrySample.of("r", "fake").settings());
    }

    private static void start(ProviderSide side) {
        side.exportAll(settings -> settings);
        side.publishAll();
    }

    private static long millis(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Lets no delay end until the latch is opened: there is one thread for all of them. */
    private CountDownLatch holdDelays() {
        CountDownLatch released = new CountDownLatch(1);
        threads.timer().execute(() -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return released;
    }

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void servicesAreFoundWhenAllOfThemAreServedAndNotBefore() {
        ProviderSide side = side();
        side.add(sample("bar", Bar.class).settings());
        side.add(sample("foo", Foo.class).settings());
        side.exportAll(settings -> settings);
        assertThat(log).containsExactly("bind 20880");
        side.publishAll();
        assertThat(log).containsExactly("bind 20880", "register " + BAR, "register " + FOO);
    }

    @Test
    void aStopGoesFromTheRegistryToThePort() {
        ProviderSide side = side();
        side.add(sample("foo", Foo.class).settings());
        start(side);
        connections = 1;
        long took = millis(() -> side.close(5_000));
        assertThat(log).containsExactly("bind 20880", "register " + FOO, "unregister " + FOO, "announce", "close port");
        assertThat(took).as("the notice, and as long without a request").isBetween(2L * NOTICE_MILLIS, 3_000L);
    }

    @Test
    void nobodyIsWaitedForIfNobodyIsConnectedOrCouldFindTheService() {
        ProviderSide alone = sideWithLongNotice();
        alone.add(sample("foo", Foo.class).settings());
        start(alone);
        assertThat(millis(() -> alone.close(LONG_LIMIT_MILLIS))).isLessThan(LONG_NOTICE_MILLIS);

        ProviderSide unknown = sideWithLongNotice();
        unknown.add(sample("foo", Foo.class).in().settings());
        start(unknown);
        connections = 1;
        assertThat(millis(() -> unknown.close(LONG_LIMIT_MILLIS)))
                .as("requests may be under way, of those who know the address")
                .isBetween(90L, LONG_NOTICE_MILLIS - 1L);
    }

    @Test
    void theNoticeEndsWhenTheLastConsumerHasGone() {
        ProviderSide side = sideWithLongNotice();
        side.add(sample("foo", Foo.class).settings());
        start(side);
        connections = 1;
        threads.timer().schedule(() -> connections = 0, 20, TimeUnit.MILLISECONDS);
        assertThat(millis(() -> side.close(LONG_LIMIT_MILLIS))).isLessThan(LONG_NOTICE_MILLIS);
    }

    @Test
    void theLimitEndsEveryStep() {
        ProviderSide side = sideWithLongNotice();
        side.add(sample("foo", Foo.class).settings());
        start(side);
        connections = 1;
        assertThat(millis(() -> side.close(60))).isLessThan(LONG_NOTICE_MILLIS);
        assertThat(log).endsWith("close port");
    }

    @Test
    void aServiceWithADelayIsPublishedWhenItIsExported() {
        ProviderSide side = side();
        side.add(sample("bar", Bar.class).settings());
        side.add(sample("foo", Foo.class).delayMillis(50).settings());
        CountDownLatch delays = holdDelays();
        start(side);
        assertThat(log).containsExactly("bind 20880", "register " + BAR);
        delays.countDown();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> log.contains("register " + FOO));
        side.close(1_000);
        assertThat(log).contains("unregister " + FOO, "unregister " + BAR);
    }

    @Test
    void aDelayThatEndsAfterTheStopOpensAndPublishesNothing() {
        ProviderSide side = side();
        side.add(sample("foo", Foo.class).delayMillis(30).settings());
        CountDownLatch delays = holdDelays();
        start(side);
        side.close(0);
        delays.countDown();
        CompletableFuture<Void> later = new CompletableFuture<>();
        threads.timer()
                .schedule(() -> threads.callbacks().execute(() -> later.complete(null)), 60, TimeUnit.MILLISECONDS);
        later.orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(log).isEmpty();
    }

    @Test
    void aServiceWithExportFalseIsNotPublished() {
        ProviderSide side = side();
        side.add(sample("foo", Foo.class).export(false).settings());
        start(side);
        side.close(1_000);
        assertThat(log).isEmpty();
    }

    @Test
    void aServiceAddedLaterIsPublishedAtOnce() {
        ProviderSide side = side();
        start(side);
        ExportedService service = side.add(sample("foo", Foo.class).settings());
        side.start(service, settings -> settings);
        assertThat(log).containsExactly("bind 20880", "register " + FOO);
    }

    @Test
    void offlineAndOnlineOfOneServiceLeaveTheOthersAlone() {
        ProviderSide side = side();
        side.add(sample("bar", Bar.class).settings());
        ExportedService foo = side.add(sample("foo", Foo.class).settings());
        start(side);
        log.clear();
        assertThat(foo.offline()).isCompleted();
        assertThat(foo.offline()).isCompleted();
        assertThat(foo.addresses()).as("still served").isNotEmpty();
        assertThat(foo.online()).isCompleted();
        assertThat(foo.online()).isCompleted();
        assertThat(log).containsExactly("unregister " + FOO, "register " + FOO);
    }

    @Test
    void anInstanceThatIsOfflinePublishesNothingUntilItIsOnline() {
        ProviderSide side = side();
        side.add(sample("bar", Bar.class).settings());
        ExportedService foo = side.add(sample("foo", Foo.class).settings());
        assertThat(side.offline()).as("before the start: to warm up first").isCompleted();
        start(side);
        assertThat(log).containsExactly("bind 20880");
        foo.online();
        assertThat(log).as("the whole instance is offline").hasSize(1);
        foo.offline();
        side.online();
        assertThat(log).containsExactly("bind 20880", "register " + BAR);
        foo.online();
        assertThat(log).endsWith("register " + FOO);
        side.offline();
        assertThat(registry.entries(Foo.class.getName(), Category.PROVIDERS)).isEmpty();
        assertThat(registry.entries(Bar.class.getName(), Category.PROVIDERS)).isEmpty();
    }

    @Test
    void oneServiceIsTakenAwayAsGentlyAsAll() {
        ProviderSide side = side();
        side.add(sample("bar", Bar.class).settings());
        ExportedService foo = side.add(sample("foo", Foo.class).settings());
        start(side);
        log.clear();
        connections = 1;
        assertThat(millis(foo::close)).isBetween(2L * NOTICE_MILLIS, 3_000L);
        assertThat(log).containsExactly("unregister " + FOO);
        assertThat(foo.addresses()).isEmpty();
        assertThat(forgotten).containsExactly("foo");
        foo.close();
        assertThat(foo.online()).isCompleted();
        assertThat(log).hasSize(1);
        assertThat(forgotten).hasSize(1);
    }

    @Test
    void aServiceThatNobodyCouldFindIsTakenAwayAtOnce() {
        ProviderSide side = sideWithLongNotice();
        ExportedService foo = side.add(sample("foo", Foo.class).in().settings());
        start(side);
        connections = 1;
        assertThat(millis(foo::close)).isLessThan(LONG_NOTICE_MILLIS);
        assertThat(foo.addresses()).isEmpty();
    }

    @Test
    void aRegistryThatIsAwayFailsTheStartOrIsLeftToItself() {
        FakeRegistry away = FakeRegistry.down("fake");
        RegistrySettings checked =
                RegistrySample.of("r", "fake").timeoutMillis(30).settings();
        ProviderSide side = side(away);
        side.add(sample("foo", Foo.class).in(checked).settings());
        assertThatThrownBy(() -> start(side)).isInstanceOf(RpcException.class).hasMessageContaining("check=\"false\"");
        assertThat(away.log).isEmpty();

        ProviderSide patient = side(away);
        patient.add(sample("foo", Foo.class)
                .in(RegistrySample.of("r", "fake").check(false).settings())
                .settings());
        start(patient);
        assertThat(away.log).as("it keeps the entry until it is reached").containsExactly("register " + FOO);
    }

    @Test
    void aRegistryThatNobodyNeedsDoesNotHoldUpTheStart() {
        FakeRegistry away = FakeRegistry.down("away");
        ProviderSide side = side(kind -> kind.equals("away") ? away : registry);
        side.add(sample("foo", Foo.class)
                .in(
                        RegistrySample.of("r", "fake").timeoutMillis(20_000).settings(),
                        RegistrySample.of("a", "away").check(false).settings())
                .settings());
        assertThat(millis(() -> start(side))).isLessThan(10_000);
        assertThat(log).contains("register " + FOO);
        assertThat(away.log).containsExactly("register " + FOO);
    }

    @Test
    void whoClosesDuringTheStartEndsIt() throws Exception {
        FakeRegistry away = FakeRegistry.down("fake");
        ProviderSide side = side(away);
        side.add(sample("foo", Foo.class)
                .in(RegistrySample.of("r", "fake").timeoutMillis(20_000).settings())
                .settings());
        CompletableFuture<Void> starting =
                CompletableFuture.runAsync(() -> start(side), task -> new Thread(task, "test").start());
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> log.contains("bind 20880"));
        side.close(1_000);
        assertThatThrownBy(() -> starting.get(5, TimeUnit.SECONDS)).cause().isInstanceOf(IllegalStateException.class);
        away.up();
        assertThat(away.log).as("nothing is published any more").isEmpty();
    }
}
