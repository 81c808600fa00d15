// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.registry;

import static io.tern.rpc.spi.registry.Category.PROVIDERS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.Subscription;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every registry must do, one that is only read too; a subclass says how providers get there. A registry that is written to
 * has {@link RegistryConformanceTest}.
 */
public abstract class RegistryReadingTest extends RegistryFixture {
    /** From now on the registry has exactly these providers of the service; none at first. */
    protected abstract void show(DubboUrl... providers) throws Exception;

    /** One of the providers that {@link #show} is called with, another for each number from 1 to 9. */
    protected DubboUrl entry(int number) {
        return provider(20880 + number);
    }

    @Test
    void anEntryIsSeenAsLongAsItIsThere() throws Exception {
        Heard heard = subscribed(openConnected());
        show(entry(1));
        heard.awaitEntries(PROVIDERS, entry(1));
        show(entry(1), entry(2));
        heard.awaitEntries(PROVIDERS, entry(1), entry(2));
        show(entry(2));
        heard.awaitEntries(PROVIDERS, entry(2));
        show();
        heard.awaitEntries(PROVIDERS);
    }

    @Test
    void everyCategoryOfTheQueryIsReportedOnceEvenIfItIsEmpty() throws Exception {
        Heard heard = subscribed(openConnected());
        assertThat(heard.reports()).extracting(Heard.Report::category).containsExactlyInAnyOrder(Category.values());
        assertThat(heard.reports())
                .allSatisfy(report -> assertThat(report.entries()).isEmpty());
    }

    @Test
    void aLaterSubscriptionIsToldWhatAnEarlierOneKnows() throws Exception {
        Registry registry = openConnected();
        show(entry(1));
        subscribed(registry).awaitEntries(PROVIDERS, entry(1));
        Heard second = subscribed(registry);
        assertThat(second.reports()).hasSize(Category.values().length);
        second.awaitEntries(PROVIDERS, entry(1));
    }

    @Test
    void nothingIsReportedWhileTheStoreCannotBeReached() throws Exception {
        store().stop();
        long start = System.nanoTime();
        Registry registry = open();
        Heard heard = new Heard();
        Subscription subscription = registry.subscribe(query(), heard);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThatThrownBy(() -> subscription.reported().get(1, SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(heard.reports()).isEmpty();
        assertThat(registry.isConnected()).isFalse();
        assertThat(registry.connected()).isNotDone();
        store().start(true);
        done(registry.connected());
        done(subscription.reported());
        assertThat(registry.isConnected()).isTrue();
        show(entry(1));
        heard.awaitEntries(PROVIDERS, entry(1));
    }

    @Test
    void aListenerThatThrowsBreaksNoOther() throws Exception {
        Registry registry = openConnected();
        Subscription failing = registry.subscribe(query(), (category, entries) -> {
            throw new IllegalStateException("on purpose");
        });
        Heard heard = subscribed(registry);
        done(failing.reported());
        show(entry(1));
        heard.awaitEntries(PROVIDERS, entry(1));
    }

    @Test
    void aClosedSubscriptionHearsNothingMore() throws Exception {
        Registry registry = openConnected();
        Heard closed = new Heard();
        Subscription subscription = registry.subscribe(query(), closed);
        done(subscription.reported());
        Heard open = subscribed(registry);
        subscription.close();
        subscription.close();
        closed.forget();
        show(entry(1));
        open.awaitEntries(PROVIDERS, entry(1));
        show();
        open.awaitEntries(PROVIDERS);
        assertThat(closed.reports()).isEmpty();
    }

    @Test
    void aClosedRegistryRefusesWithoutThrowing() throws Exception {
        Registry registry = openConnected();
        registry.close();
        registry.close();
        assertThat(registry.register(entry(1)))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .withMessageContaining("closed");
        done(registry.unregister(entry(1)));
        Heard heard = new Heard();
        registry.subscribe(query(), heard).close();
        assertThat(heard.reports()).isEmpty();
        assertThat(registry.isConnected()).isFalse();
    }

    @Test
    void aListenerMayCloseTheRegistry() throws Exception {
        Registry registry = openConnected();
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        registry.subscribe(query(EnumSet.of(PROVIDERS)), (category, entries) -> {
            registry.close();
            done.complete(null);
        });
        done(done);
        assertThat(registry.isConnected()).isFalse();
    }

    /** A listener that has heard of every category of the service. */
    static Heard subscribed(Registry registry) throws Exception {
        Heard heard = new Heard();
        done(registry.subscribe(query(), heard).reported());
        return heard;
    }
}
