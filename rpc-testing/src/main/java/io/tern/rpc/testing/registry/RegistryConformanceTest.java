// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.registry;

import static io.tern.rpc.spi.registry.Category.CONFIGURATORS;
import static io.tern.rpc.spi.registry.Category.CONSUMERS;
import static io.tern.rpc.spi.registry.Category.PROVIDERS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * What a registry that is written to must do, besides {@link RegistryReadingTest}; a subclass gives the kind of registry and a
 * store for each test.
 */
public abstract class RegistryConformanceTest extends RegistryReadingTest {
    private static final int MANY = 1_000;

    private final Set<DubboUrl> shown = new HashSet<>();
    private @Nullable Registry provider;

    /** By a registry of its own, as providers do. */
    @Override
    protected final void show(DubboUrl... providers) throws Exception {
        if (provider == null) {
            provider = openConnected();
        }
        Set<DubboUrl> wanted = Set.of(providers);
        for (DubboUrl gone : Set.copyOf(shown)) {
            if (!wanted.contains(gone)) {
                done(provider.unregister(gone));
                shown.remove(gone);
            }
        }
        for (DubboUrl entry : wanted) {
            if (shown.add(entry)) {
                done(provider.register(entry));
            }
        }
    }

    @Test
    void consumersAreAnotherCategory() throws Exception {
        Registry registry = openConnected();
        done(registry.register(consumer()));
        done(registry.register(provider(20880)));
        Heard heard = subscribed(registry);
        heard.awaitEntries(CONSUMERS, consumer());
        heard.awaitEntries(PROVIDERS, provider(20880));
    }

    @Test
    void whatIsNotInTheQueryIsNotReported() throws Exception {
        Registry registry = openConnected();
        Heard heard = new Heard();
        done(registry.subscribe(query(EnumSet.of(PROVIDERS, CONFIGURATORS)), heard)
                .reported());
        done(registry.register(consumer()));
        done(registry.register(provider(20880)));
        heard.awaitEntries(PROVIDERS, provider(20880));
        assertThat(heard.reports()).extracting(Heard.Report::category).doesNotContain(CONSUMERS);
    }

    @Test
    void anEntryWaitsForAStoreThatCannotBeReached() throws Exception {
        store().stop();
        Registry registry = open();
        CompletableFuture<@Nullable Void> stored = registry.register(provider(20880));
        assertThatThrownBy(() -> stored.get(1, SECONDS)).isInstanceOf(TimeoutException.class);
        Heard heard = new Heard();
        registry.subscribe(query(), heard);
        store().start(true);
        done(stored);
        heard.awaitEntries(PROVIDERS, provider(20880));
    }

    @Test
    void aRestartIsSurvived() throws Exception {
        Registry provider = openConnected();
        Heard heard = subscribed(openConnected());
        done(provider.register(provider(20880)));
        heard.awaitEntries(PROVIDERS, provider(20880));
        store().stop();
        store().start(true);
        done(provider.register(provider(20881)));
        heard.awaitEntries(PROVIDERS, provider(20880), provider(20881));
    }

    @Test
    void aRestartWithAnEmptyStoreBringsEverythingBack() throws Exception {
        Registry provider = openConnected();
        Registry consumer = openConnected();
        Heard heard = subscribed(consumer);
        done(provider.register(provider(20880)));
        done(consumer.register(consumer()));
        heard.awaitEntries(PROVIDERS, provider(20880));
        heard.awaitEntries(CONSUMERS, consumer());
        store().stop();
        heard.forget();
        store().start(false);
        heard.awaitEntries(PROVIDERS, provider(20880));
        heard.awaitEntries(CONSUMERS, consumer());
        subscribed(openConnected()).awaitEntries(PROVIDERS, provider(20880));
    }

    @Test
    void aLostSessionIsReplaced() throws Exception {
        Registry provider = openConnected();
        Registry consumer = openConnected();
        Heard heard = subscribed(consumer);
        done(provider.register(provider(20880)));
        heard.awaitEntries(PROVIDERS, provider(20880));
        heard.forget();
        store().cutSessions();
        heard.awaitEntries(PROVIDERS, provider(20880));
        done(provider.register(provider(20881)));
        heard.awaitEntries(PROVIDERS, provider(20880), provider(20881));
        done(provider.unregister(provider(20880)));
        heard.awaitEntries(PROVIDERS, provider(20881));
    }

    @Test
    void anEntryThatSomebodyDeletedComesBack() throws Exception {
        Registry provider = openConnected();
        done(provider.register(provider(20880)));
        store().delete(SERVICE, PROVIDERS, provider(20880).text());
        Registry other = openConnected();
        Heard heard = subscribed(other);
        heard.awaitEntries(PROVIDERS, provider(20880));
    }

    @Test
    void anEntryOfTwoClientsStaysUntilBothHaveTakenItBack() throws Exception {
        Registry first = openConnected();
        Registry second = openConnected();
        done(first.register(provider(20880)));
        done(second.register(provider(20880)));
        second.close();
        Registry third = openConnected();
        Heard heard = subscribed(third);
        heard.awaitEntries(PROVIDERS, provider(20880));
        done(first.unregister(provider(20880)));
        heard.awaitEntries(PROVIDERS);
    }

    @Test
    void registeringTwiceIsRegisteringOnce() throws Exception {
        Registry registry = openConnected();
        done(registry.register(provider(20880)));
        done(registry.register(provider(20880)));
        Heard heard = subscribed(registry);
        heard.awaitEntries(PROVIDERS, provider(20880));
        done(registry.unregister(provider(20880)));
        heard.awaitEntries(PROVIDERS);
        done(registry.unregister(provider(20880)));
    }

    @Test
    void takingBackAndRegisteringAnewInOneGoLeavesTheEntryThere() throws Exception {
        Registry registry = openConnected();
        done(registry.register(provider(20880)));
        for (int i = 0; i < 20; i++) {
            registry.unregister(provider(20880));
            registry.register(provider(20880));
        }
        done(registry.register(provider(20881)));
        subscribed(openConnected()).awaitEntries(PROVIDERS, provider(20880), provider(20881));
    }

    @Test
    void closingTakesBackWhatIsPublished() throws Exception {
        Registry provider = openConnected();
        Heard heard = subscribed(openConnected());
        done(provider.register(provider(20880)));
        done(provider.register(consumer()));
        heard.awaitEntries(PROVIDERS, provider(20880));
        provider.close();
        heard.awaitEntries(PROVIDERS);
        heard.awaitEntries(CONSUMERS);
    }

    @Test
    void everyCharacterThatAUrlCanHoldSurvives() throws Exception {
        Registry registry = openConnected();
        DubboUrl strange = provider(
                20880,
                Map.of(
                        "percent", "100%25%2B+%zz",
                        "marks", ",;:/?#[]@!$'()*=\"<>{}|\\^`~ x",
                        "unicode", "über€漢字𝄞",
                        "methods", "m".repeat(store().holdsMuch() ? 8 * 1024 : 64)));
        done(registry.register(strange));
        subscribed(openConnected()).awaitEntries(PROVIDERS, strange);
        done(registry.unregister(strange));
        subscribed(openConnected()).awaitEntries(PROVIDERS);
    }

    @Test
    void aThousandEntriesInOneCategoryAreSeen() throws Exception {
        if (!store().holdsMuch()) {
            throw new TestAbortedException("This store does not hold much");
        }
        Registry provider = openConnected();
        Heard heard = subscribed(openConnected());
        List<CompletableFuture<@Nullable Void>> stored = new ArrayList<>();
        for (int i = 1; i <= MANY; i++) {
            stored.add(provider.register(provider(i)));
        }
        done(CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)));
        heard.await(PROVIDERS, entries -> entries.size() == MANY);
        provider.close();
        heard.awaitEntries(PROVIDERS);
    }

    @Test
    void callsOfOneListenerFollowEachOther() throws Exception {
        Registry provider = openConnected();
        Registry consumer = openConnected();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Heard heard = new Heard();
        consumer.subscribe(query(), (category, entries) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            LockSupport.parkNanos(MILLISECONDS.toNanos(2));
            inside.decrementAndGet();
            heard.changed(category, entries);
        });
        for (int i = 1; i <= 50; i++) {
            provider.register(provider(i));
            provider.register(consumer());
            provider.unregister(consumer());
        }
        heard.await(PROVIDERS, entries -> entries.size() == 50);
        assertThat(most).hasValue(1);
    }

    @Test
    void aListenerMayUseTheRegistry() throws Exception {
        Registry registry = openConnected();
        Heard heard = new Heard();
        registry.subscribe(query(EnumSet.of(PROVIDERS)), (category, entries) -> {
            if (entries.isEmpty()) {
                registry.register(provider(20880));
            } else {
                registry.subscribe(query(EnumSet.of(PROVIDERS)), heard);
            }
        });
        heard.awaitEntries(PROVIDERS, provider(20880));
    }

    @Test
    void closingDoesNotWaitForAStoreThatIsGone() throws Exception {
        Registry registry = openConnected();
        done(registry.register(provider(20880)));
        store().stop();
        CompletableFuture<@Nullable Void> never = registry.register(provider(20881));
        done(registry.unregister(provider(20880)));
        long start = System.nanoTime();
        registry.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(TIMEOUT_MILLIS + 2_000));
        assertThat(never).failsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aTextIsHeardAsItIsAndWheneverItChanges() throws Exception {
        ConfigStore texts = openConnected().configStore();
        if (texts == null) {
            throw new TestAbortedException("This kind of registry has no texts");
        }
        BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
        Subscription subscription =
                texts.watch(ConfigStore.RULES, "demo.tag-router", text -> heard.add(Optional.ofNullable(text)));
        assertThat(next(heard)).isEmpty();
        done(subscription.reported());
        store().text(ConfigStore.RULES, "demo.tag-router", "force: true\nname: ü");
        assertThat(next(heard)).hasValue("force: true\nname: ü");
        store().text(ConfigStore.RULES, "demo.tag-router", "force: false");
        assertThat(next(heard)).hasValue("force: false");
        store().text(ConfigStore.RULES, "demo.tag-router", null);
        assertThat(next(heard)).isEmpty();
        store().text(ConfigStore.RULES, "demo.tag-router", "again");
        assertThat(next(heard)).hasValue("again");
        subscription.close();
        store().text(ConfigStore.RULES, "demo.tag-router", "unheard");
        BlockingQueue<Optional<String>> later = new LinkedBlockingQueue<>();
        texts.watch(ConfigStore.RULES, "demo.tag-router", text -> later.add(Optional.ofNullable(text)));
        assertThat(next(later)).hasValue("unheard");
        assertThat(heard).isEmpty();
    }

    private static Optional<String> next(BlockingQueue<Optional<String>> heard) throws InterruptedException {
        Optional<String> next = heard.poll(Heard.PATIENCE_SECONDS, SECONDS);
        assertThat(next).as("what is heard next").isNotNull();
        return next;
    }
}
