// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.RegistrySample;
import io.tern.rpc.core.internal.registry.Listing.Entry;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final DubboUrl URL = new DubboUrl("dubbo", "10.0.0.1", 20_880, "Foo", Map.of("token", "secret"));

    private final FakeRegistry registry = new FakeRegistry("fake");
    private volatile boolean wanted;

    private static Entry entry(Registry registry) {
        return new Entry(registry, RegistrySample.of("r", "fake").settings(), URL);
    }

    private Listing listing() {
        return new Listing(() -> wanted, () -> List.of(entry(registry)));
    }

    /** A registry that answers when it is told to. */
    private static final class SlowRegistry implements Registry {
        private final List<String> told = new ArrayList<>();
        private final List<CompletableFuture<@Nullable Void>> answers = new ArrayList<>();

        private boolean broken;

        private CompletableFuture<@Nullable Void> hear(String what) {
            if (broken) {
                throw new IllegalStateException("is broken");
            }
            told.add(what);
            CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        @Override
        public CompletableFuture<@Nullable Void> register(DubboUrl entry) {
            return hear("register");
        }

        @Override
        public CompletableFuture<@Nullable Void> unregister(DubboUrl entry) {
            return hear("unregister");
        }

        @Override
        public CompletableFuture<@Nullable Void> connected() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public Subscription subscribe(ServiceQuery query, RegistryListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void registriesAreToldOfChangesOnly() {
        Listing listing = listing();
        listing.refresh();
        assertThat(listing.wasPublished()).isFalse();
        wanted = true;
        listing.refresh();
        listing.refresh();
        assertThat(listing.wasPublished()).isTrue();
        wanted = false;
        listing.refresh();
        listing.refresh();
        wanted = true;
        listing.refresh();
        assertThat(registry.log)
                .containsExactly(
                        "register dubbo://10.0.0.1:20880/Foo",
                        "unregister dubbo://10.0.0.1:20880/Foo",
                        "register dubbo://10.0.0.1:20880/Foo");
    }

    @Test
    void itIsAcknowledgedWhenTheRegistryHasAnswered() {
        SlowRegistry slow = new SlowRegistry();
        Listing listing = new Listing(() -> wanted, () -> List.of(entry(slow)));
        wanted = true;
        CompletableFuture<@Nullable Void> published = listing.refresh();
        CompletableFuture<@Nullable Void> again = listing.refresh();
        assertThat(published).isNotDone();
        assertThat(again).as("nothing new, but not answered yet either").isNotDone();
        wanted = false;
        CompletableFuture<@Nullable Void> withdrawn = listing.refresh();
        slow.answers.get(0).complete(null);
        assertThat(published).isCompleted();
        assertThat(again).isCompleted();
        assertThat(withdrawn).isNotDone();
        slow.answers.get(1).complete(null);
        assertThat(withdrawn).isCompleted();
        assertThat(slow.told).containsExactly("register", "unregister");
    }

    @Test
    void aRefusalIsLoggedAndPassedOn() {
        SlowRegistry slow = new SlowRegistry();
        Listing listing = new Listing(() -> wanted, () -> List.of(entry(slow)));
        wanted = true;
        try (LogCapture log = new LogCapture(Listing.class)) {
            CompletableFuture<@Nullable Void> published = listing.refresh();
            slow.answers.get(0).completeExceptionally(new IllegalStateException("no\npermission"));
            assertThat(published).isCompletedExceptionally();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("dubbo://10.0.0.1:20880/Foo", "registry r", "no?permission")
                    .doesNotContain("secret");
        }
        wanted = false;
        listing.refresh();
        assertThat(slow.told).as("it goes on trying, so it must be told").containsExactly("register", "unregister");
    }

    @Test
    void aRegistryThatThrowsKeepsNoOtherFromHearing() {
        SlowRegistry broken = new SlowRegistry();
        broken.broken = true;
        Listing listing = new Listing(() -> wanted, () -> List.of(entry(broken), entry(registry)));
        wanted = true;
        try (LogCapture log = new LogCapture(Listing.class)) {
            assertThat(listing.refresh()).isCompletedExceptionally();
            assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("is broken"));
        }
        assertThat(registry.entries("Foo", Category.PROVIDERS)).hasSize(1);
    }

    @Test
    void entriesAreMadeWhenTheyAreFirstWantedAndAgainUntilTheyCanBe() {
        AtomicInteger made = new AtomicInteger();
        Listing listing = new Listing(() -> wanted, () -> {
            if (made.incrementAndGet() == 1) {
                throw new RpcConfigException(List.of("no port"));
            }
            return List.of(entry(registry));
        });
        listing.refresh();
        assertThat(made).hasValue(0);
        wanted = true;
        try (LogCapture log = new LogCapture(Listing.class)) {
            assertThatThrownBy(() -> listing.refresh().get())
                    .cause()
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessage("no port");
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).startsWith("ERROR").contains("no port"));
        }
        assertThat(listing.refresh()).isCompleted();
        wanted = false;
        listing.refresh();
        wanted = true;
        listing.refresh();
        assertThat(made).hasValue(2);
    }

    @Test
    void whoAsksForCheckOnlyIsNotKeptWaitingByTheOthers() {
        SlowRegistry down = new SlowRegistry();
        SlowRegistry slow = new SlowRegistry();
        Entry unchecked =
                new Entry(down, RegistrySample.of("d", "fake").check(false).settings(), URL);
        Listing listing = new Listing(() -> wanted, () -> List.of(unchecked, entry(slow)));
        wanted = true;
        CompletableFuture<?> withCheck = listing.refreshWithCheck();
        CompletableFuture<?> all = listing.refresh();
        assertThat(withCheck).isNotDone();
        slow.answers.get(0).complete(null);
        assertThat(withCheck).isCompleted();
        assertThat(all).isNotDone();
        down.answers.get(0).complete(null);
        assertThat(all).isCompleted();
    }

    @Test
    void anErrorLeavesTheListingUsable() {
        AtomicInteger made = new AtomicInteger();
        Listing listing = new Listing(() -> wanted, () -> {
            if (made.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("com/acme/Gone");
            }
            return List.of(entry(registry));
        });
        wanted = true;
        try (LogCapture log = new LogCapture(Listing.class)) {
            assertThat(listing.refresh()).isCompletedExceptionally();
            assertThat(log.lines()).singleElement().asString().contains("com/acme/Gone");
        }
        assertThat(listing.refresh()).isCompleted();
        assertThat(registry.entries("Foo", Category.PROVIDERS)).hasSize(1);
    }

    @Test
    void theLastChangeWinsWhoeverIsFaster() throws Exception {
        for (int round = 0; round < 50; round++) {
            wanted = false;
            Listing listing = listing();
            CountDownLatch go = new CountDownLatch(1);
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean on = i % 2 == 0;
                threads.add(CompletableFuture.runAsync(
                        () -> {
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            for (int change = 0; change < 20; change++) {
                                wanted = on;
                                listing.refresh().join();
                            }
                        },
                        task -> new Thread(task, "test").start()));
            }
            go.countDown();
            CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
            assertThat(registry.entries("Foo", Category.PROVIDERS)).hasSize(wanted ? 1 : 0);
            wanted = false;
            listing.refresh().get(1, TimeUnit.SECONDS);
            assertThat(registry.entries("Foo", Category.PROVIDERS)).isEmpty();
        }
        for (int i = 0; i < registry.log.size(); i++) {
            assertThat(registry.log.get(i)).startsWith(i % 2 == 0 ? "register" : "unregister");
        }
    }
}
