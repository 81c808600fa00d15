// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.testing.registry.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Lost connections, sessions, watches and nodes. */
class ZookeeperFailureTest extends ZookeeperFixture {
    private static final Duration AFTER_RECONNECT = Duration.ofSeconds(5);
    /** Each takes more than a second, which is the client's own pause; the profile {@code reliability} asks for the long form. */
    private static final int FLAPS = Boolean.getBoolean("reliability.long") ? 20 : 3;

    @Test
    void afterAnExpiryEverythingIsBackWithinFiveSeconds() throws Exception {
        Registry registry = openConnected();
        done(registry.register(provider(20880)));
        done(registry.register(consumer()));
        long former = stat(provider(20880)).getEphemeralOwner();
        long start = System.nanoTime();
        server().expire(former);
        await().atMost(Duration.ofSeconds(20)).until(() -> !registry.isConnected());
        await().atMost(Duration.ofSeconds(20)).until(registry::isConnected);
        await().atMost(AFTER_RECONNECT).untilAsserted(() -> {
            assertThat(stat(provider(20880))).isNotNull();
            assertThat(stat(consumer())).isNotNull();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void ourOwnNodeOfTheFormerSessionDoesNotVanishWithIt() throws Exception {
        Registry registry = openConnected();
        done(registry.register(provider(20880)));
        done(registry.register(provider(20881)));
        done(registry.register(provider(20882)));
        long former = stat(provider(20880)).getEphemeralOwner();
        server().stop();
        // The client gives the session up; the server knows it still, and begins to count when it is started.
        await().atMost(Duration.ofSeconds(20)).until(() -> !registry.isConnected());
        CompletableFuture<@Nullable Void> gone = registry.unregister(provider(20882));
        done(gone);
        lost(SESSION_MILLIS);
        server().start();
        // Longer than what follows takes on any machine.
        server().endIn(former, 60_000);
        await().atMost(Duration.ofSeconds(20)).until(registry::isConnected);
        assertThat(server().sessions()).contains(former);
        await().atMost(AFTER_RECONNECT).untilAsserted(() -> {
            assertThat(stat(provider(20880)).getEphemeralOwner()).isNotEqualTo(former);
            assertThat(stat(provider(20881)).getEphemeralOwner()).isNotEqualTo(former);
            assertThat(stat(provider(20882))).isNull();
        });
        assertThat(server().sessions()).as("replaced before it vanished").contains(former);
        long created = stat(provider(20880)).getCzxid();
        server().endIn(former, 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> !server().sessions().contains(former));
        assertThat(stat(provider(20880)).getCzxid()).isEqualTo(created);
    }

    /** Waits for longer than a session lasts, while the server is away. */
    private static void lost(int sessionMillis) throws InterruptedException {
        new CountDownLatch(1).await(sessionMillis + 1_500L, TimeUnit.MILLISECONDS);
    }

    @Test
    void lostConnectionsLeaveNothingBehind() throws Exception {
        Registry registry = openConnected();
        for (int port = 1; port <= 3; port++) {
            done(registry.register(provider(port)));
        }
        Heard heard = subscribed(registry);
        heard.awaitEntries(Category.PROVIDERS, provider(1), provider(2), provider(3));
        int watches = server().watches();
        List<String> threads = ClientThreads.names();
        for (int i = 0; i < FLAPS; i++) {
            server().dropConnections();
            await().atMost(Duration.ofSeconds(20)).until(() -> !registry.isConnected());
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(registry::isConnected);
        }
        done(registry.register(provider(4)));
        heard.awaitEntries(Category.PROVIDERS, provider(1), provider(2), provider(3), provider(4));
        assertThat(server().children("/dubbo/demo.Echo/providers")).hasSize(4);
        done(registry.unregister(provider(4)));
        heard.awaitEntries(Category.PROVIDERS, provider(1), provider(2), provider(3));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(server().watches()).isEqualTo(watches));
        assertThat(ClientThreads.names()).isEqualTo(threads);
    }

    @Test
    void subscriptionsThatComeAndGoLeaveOneWatchPerNode() throws Exception {
        Registry registry = openConnected();
        subscribed(registry);
        int watches = server().watches();
        for (int i = 0; i < 100; i++) {
            Heard heard = new Heard();
            var subscription = registry.subscribe(query(), heard);
            done(subscription.reported());
            subscription.close();
        }
        assertThat(server().watches()).isEqualTo(watches);
    }

    @Test
    void aNodeThatVanishesWithoutANoticeIsBackAfterTheNextCheck() throws Exception {
        QuickScheduler scheduler = new QuickScheduler();
        RegistryContext context = new RegistryContext("conformance", Ticker.SYSTEM, scheduler, new RpcObserver() {});
        try (Registry registry = factory().create(settings(), context)) {
            done(registry.register(provider(20880)));
            long created = stat(provider(20880)).getCzxid();
            server().loseWatches();
            server().delete(path(provider(20880)));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(stat(provider(20880)))
                            .isNotNull()
                            .satisfies(stat -> assertThat(stat.getCzxid()).isGreaterThan(created)));
        } finally {
            scheduler.shutdownNow();
        }
        assertThat(scheduler.periodMillis).isLessThanOrEqualTo(30_000 - 5_000);
    }

    /** Twenty times as fast. */
    private static final class QuickScheduler extends ScheduledThreadPoolExecutor {
        private volatile long periodMillis;

        QuickScheduler() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
            periodMillis = unit.toMillis(delay);
            return super.scheduleWithFixedDelay(
                    task, unit.toMillis(first) / 20, unit.toMillis(delay) / 20, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void listenersAreCalledOnTheThreadOfTheRegistry() throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();
        open().subscribe(
                        query(),
                        (category, entries) ->
                                thread.complete(Thread.currentThread().getName()));
        assertThat(done(thread)).isEqualTo("tern-registry-conformance-1");
    }

    @Test
    void aListenerThatNeverReturnsDelaysTheCloseByTheTimeoutOnly() throws Exception {
        Registry registry = openConnected();
        CountDownLatch inside = new CountDownLatch(1);
        registry.subscribe(query(), (category, entries) -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(inside.await(20, SECONDS)).isTrue();
        long start = System.nanoTime();
        registry.register(provider(20880));
        registry.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(TIMEOUT_MILLIS + 2_000));
    }

    @Test
    void anErrorInAListenerHoldsNobodyUp() throws Exception {
        Registry registry = openConnected();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        var failing = registry.subscribe(query(), (category, entries) -> {
            threads.add(Thread.currentThread());
            throw new OutOfMemoryError("on purpose");
        });
        Heard heard = subscribed(registry);
        done(failing.reported());
        done(registry.register(provider(20880)));
        heard.awaitEntries(Category.PROVIDERS, provider(20880));
        assertThat(threads)
                .singleElement()
                .satisfies(thread -> assertThat(thread.isAlive()).isTrue());
    }

    @Test
    void namesThatCannotBeReadHideNoOtherLineAndAreNamed() throws Exception {
        for (int i = 0; i < 12; i++) {
            server().put("/dubbo/demo.Echo/providers/%zz" + i, "");
        }
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger ours = (Logger) LoggerFactory.getLogger("io.tern");
        ours.addAppender(lines);
        try {
            Registry registry = openConnected();
            subscribed(registry);
            server().dropConnections();
            await().atMost(Duration.ofSeconds(20)).until(() -> !registry.isConnected());
            // It is written a moment after that is so.
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> List.copyOf(lines.list).stream()
                            .anyMatch(line -> line.getFormattedMessage().contains("the connection is lost")));
        } finally {
            ours.detachAppender(lines);
        }
        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("the connection is lost"))
                .filteredOn(line -> line.contains("demo.Echo/providers was skipped"))
                .hasSize(10);
    }

    @Test
    void noLineHoldsAPasswordATokenOrAnEntry() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("io.tern");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        ours.setLevel(Level.TRACE);
        DubboUrl entry = provider(20880, Map.of("token", "t0ken"));
        try {
            Registry registry = open(settings("user", "pa55word", null));
            done(registry.register(entry));
            server().dropConnections();
            await().atMost(Duration.ofSeconds(20)).until(() -> !registry.isConnected());
            await().atMost(Duration.ofSeconds(20)).until(registry::isConnected);
            server().expireAll();
            await().atMost(Duration.ofSeconds(20)).until(() -> !registry.isConnected());
            done(registry.unregister(entry));
            registry.close();
        } finally {
            root.detachAppender(lines);
            ours.setLevel(Level.INFO);
        }
        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("connected, a new session"))
                .anyMatch(line -> line.contains("connected, the same session"))
                .anyMatch(line -> line.contains("the connection is lost"))
                .noneMatch(line -> line.contains("pa55word") || line.contains("t0ken") || line.contains("192.0.2.1"));
    }
}
