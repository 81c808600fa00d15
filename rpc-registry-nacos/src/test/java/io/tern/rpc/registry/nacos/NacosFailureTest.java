// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.alibaba.nacos.api.config.remote.request.ConfigQueryRequest;
import com.alibaba.nacos.api.naming.pojo.Instance;
import com.alibaba.nacos.api.naming.remote.request.ServiceQueryRequest;
import com.alibaba.nacos.api.naming.remote.request.SubscribeServiceRequest;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import io.tern.rpc.testing.registry.Heard;
import io.tern.rpc.testing.registry.RegistryFixture;
import io.tern.rpc.testing.registry.RegistryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What goes wrong at the server, in what others wrote there, and in listeners. */
class NacosFailureTest extends RegistryFixture {
    private static final String GROUP = "DEFAULT_GROUP";
    private static final String NAME = "providers:" + SERVICE + "::";
    private static final int REFERENCES = 300;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @Override
    protected RegistryFactory factory() {
        return new NacosRegistryFactory();
    }

    @Override
    protected RegistryStore newStore() throws IOException {
        return new NacosStore(new NacosServer(NacosServer.freePort()));
    }

    private NacosServer server() {
        return ((NacosStore) store()).server();
    }

    @BeforeEach
    void listen() {
        lines.start();
        ((Logger) LoggerFactory.getLogger("io.tern")).addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger("io.tern")).detachAppender(lines);
    }

    @Test
    void aRegistryThatIsClosedWhileItsServerIsAwayLeavesNothingBehind() throws Exception {
        Set<String> before = clientThreads();
        Registry registry = openConnected();
        done(registry.register(provider(1)));
        done(registry.subscribe(query(), new Heard()).reported());
        done(watch(registry, "demo.tag-router").reported());
        // On a busy machine one of these may have been tried again before.
        int failed = lines("failed, which is tried again");
        server().stop();
        await().atMost(LONG).until(() -> !registry.isConnected());
        registry.register(provider(2));
        registry.subscribe(new ServiceQuery("demo.Other", null, null, EnumSet.of(Category.PROVIDERS)), new Heard());
        await().atMost(LONG).until(() -> lines("failed, which is tried again") == failed + 2);

        long start = System.nanoTime();
        registry.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(TIMEOUT_MILLIS + 2_000));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            Set<String> left = clientThreads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
        int connections = server().connections();
        server().start();
        await().during(Duration.ofSeconds(5))
                .atMost(LONG)
                .until(() -> server().connections() == connections
                        && server().state().instances(GROUP, NAME).isEmpty());
    }

    private static Set<String> clientThreads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (name.contains("nacos")) {
                names.add(name);
            }
        }
        return names;
    }

    @Test
    void aMalformedInstanceIsSkippedWithOneLineAndHidesNoOther() throws Exception {
        Registry registry = openConnected();
        Heard heard = subscribed(registry);
        Instance withoutHost = instance(1);
        withoutHost.setIp(null);
        Instance withoutMetadata = instance(2);
        withoutMetadata.setMetadata(null);
        server().state().peer(GROUP, NAME, withoutHost, withoutMetadata, instance(4));
        heard.await(Category.PROVIDERS, entries -> entries.size() == 1);
        server().state().peer(GROUP, NAME, withoutHost, withoutMetadata, instance(5), instance(6));
        heard.await(Category.PROVIDERS, entries -> entries.size() == 2);
        heard.forget();
        await().during(Duration.ofMillis(1_500))
                .atMost(LONG)
                .until(() -> heard.reports().isEmpty());
        assertThat(lines("is skipped")).isEqualTo(2);
        assertThat(lines("192.0.2.1:2 is skipped")).isEqualTo(1);
        assertThat(lines("tried again")).isZero();
    }

    @Test
    void threeHundredReferencesDoNotWaitForTexts() throws Exception {
        Registry registry = openConnected();
        server().delayMillis = 2;
        server().texts = new CountDownLatch(1);
        int subscribed = server().requests(SubscribeServiceRequest.class);
        List<CompletableFuture<?>> texts = new ArrayList<>();
        List<CompletableFuture<?>> entries = new ArrayList<>();
        for (int i = 0; i < REFERENCES; i++) {
            texts.add(watch(registry, "demo.S" + i + ".condition-router").reported());
            entries.add(registry.subscribe(
                            new ServiceQuery("demo.S" + i, null, null, EnumSet.of(Category.PROVIDERS)), new Heard())
                    .reported());
        }
        done(CompletableFuture.allOf(entries.toArray(CompletableFuture[]::new)));
        assertThat(texts).noneMatch(CompletableFuture::isDone);
        server().texts.countDown();
        done(CompletableFuture.allOf(texts.toArray(CompletableFuture[]::new)));
        // Two names for each reference, since there is an old form, and the client may ask for some once more.
        assertThat(server().requests(SubscribeServiceRequest.class) - subscribed)
                .isBetween(2 * REFERENCES, 2 * REFERENCES + 20);
        assertThat(server().requests(ServiceQueryRequest.class)).isZero();
        assertThat(server().requests(ConfigQueryRequest.class)).isBetween(REFERENCES, 2 * REFERENCES);
    }

    @Test
    void whatIsRefusedForGoodIsLeftOutWithOneLine() throws Exception {
        Registry registry = openConnected();
        server().refusing = "Bad";
        DubboUrl bad = new DubboUrl("dubbo", "192.0.2.1", 1, "demo.Bad", Map.of("interface", "demo.Bad"));
        assertThat(registry.register(bad))
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("refuses the entry");
        Heard heard = new Heard();
        done(registry.subscribe(new ServiceQuery("demo.Bad", null, null, EnumSet.of(Category.PROVIDERS)), heard)
                .reported());
        heard.awaitEntries(Category.PROVIDERS);
        List<String> texts = new ArrayList<>();
        done(registry.configStore()
                .watch(ConfigStore.RULES, "Bad?", text -> texts.add("" + text))
                .reported());
        assertThat(texts).containsExactly("null");
        int asked = server().requests(ConfigQueryRequest.class);
        await().during(Duration.ofMillis(1_500))
                .atMost(LONG)
                .until(() -> server().requests(ConfigQueryRequest.class) == asked);
        assertThat(lines("refuses entries of providers:demo.Bad::")).isEqualTo(1);
        assertThat(lines("refuses the name providers:demo.Bad::")).isEqualTo(1);
        assertThat(lines("refuses the key Bad?")).isEqualTo(1);
        assertThat(lines("tried again")).isZero();

        done(registry.register(provider(1)));
        subscribed(registry).awaitEntries(Category.PROVIDERS, provider(1));
    }

    @Test
    void everythingIsToldAnewAfterAnOutageInWhichAReferenceWasClosed() throws Exception {
        Registry registry = openConnected();
        done(registry.register(provider(1)));
        Heard heard = subscribed(registry);
        Subscription closed = registry.subscribe(
                new ServiceQuery("demo.Other", null, null, EnumSet.of(Category.PROVIDERS)), new Heard());
        done(closed.reported());
        server().failing = true;
        closed.close();
        await().during(Duration.ofMillis(1_500)).atMost(LONG).until(registry::isConnected);
        server().stop();
        await().atMost(LONG).until(() -> !registry.isConnected());
        heard.forget();
        server().failing = false;
        server().start();
        await().atMost(LONG).until(registry::isConnected);
        heard.awaitEntries(Category.PROVIDERS, provider(1));
        await().atMost(LONG).until(() -> server().state().subscribers(GROUP, "providers:demo.Other::") == 0);
        registry.close();
        assertThat(registry.isConnected()).isFalse();
    }

    @Test
    void troubleOfOneKindIsToldOnceAndAtItsEnd() throws Exception {
        Registry registry = openConnected();
        server().failing = true;
        CompletableFuture<?> first = registry.register(provider(1));
        CompletableFuture<?> second = registry.register(
                new DubboUrl("dubbo", "192.0.2.1", 1, "demo.Other", Map.of("interface", "demo.Other")));
        CompletableFuture<?> text = watch(registry, "demo.tag-router").reported();
        await().atMost(LONG).until(() -> lines("tried again") == 2);
        server().failing = false;
        done(CompletableFuture.allOf(first, second, text));
        await().atMost(LONG).until(() -> lines("works again") == 2);
        assertThat(lines("publishing entries failed")).isEqualTo(1);
        assertThat(lines("publishing entries works again")).isEqualTo(1);
        assertThat(lines("reading texts failed")).isEqualTo(1);
    }

    @Test
    void anErrorInAListenerHoldsNobodyUp() throws Exception {
        Registry registry = openConnected();
        done(registry.subscribe(query(), (category, entries) -> {
                    throw new OutOfMemoryError("on purpose");
                })
                .reported());
        done(registry.configStore()
                .watch(ConfigStore.RULES, "demo.tag-router", text -> {
                    throw new OutOfMemoryError("on purpose");
                })
                .reported());
        done(registry.register(provider(1)));
        subscribed(registry).awaitEntries(Category.PROVIDERS, provider(1));
    }

    private int lines(String part) {
        return (int) List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().contains(part))
                .count();
    }

    private static Instance instance(int port) {
        return NacosEntries.instance(provider(port), true);
    }

    private static Heard subscribed(Registry registry) throws Exception {
        Heard heard = new Heard();
        done(registry.subscribe(query(), heard).reported());
        return heard;
    }

    private static Subscription watch(Registry registry, String key) {
        return registry.configStore().watch(ConfigStore.RULES, key, text -> {});
    }
}
