// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.registry;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store, and registries on it; everything is closed after each test. */
public abstract class RegistryFixture {
    /** Of the settings of every registry that is opened here. */
    protected static final int TIMEOUT_MILLIS = 5_000;

    /** Of the settings of every registry that is opened here. */
    protected static final int SESSION_MILLIS = 4_000;

    /** The service that the tests are about. */
    protected static final String SERVICE = "demo.Echo";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable RegistryStore store;
    private @Nullable ScheduledExecutorService scheduler;

    /** The kind of registry under test. */
    protected abstract RegistryFactory factory();

    /** A store of its own for each test: empty and reachable. */
    protected abstract RegistryStore newStore() throws Exception;

    /** The clock of the registries: a faster one lets a test wait less for what a registry does now and then. */
    protected Ticker ticker() {
        return Ticker.SYSTEM;
    }

    /** The timer of the registries: a faster one lets a test wait less for a registry that looks now and then. */
    protected ScheduledExecutorService newScheduler() {
        return Executors.newSingleThreadScheduledExecutor();
    }

    /** Called when everything is closed: fails if something is left. */
    protected void assertNothingLeft() {}

    @BeforeEach
    final void openStore() throws Exception {
        scheduler = newScheduler();
        store = newStore();
    }

    @AfterEach
    final void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        store().close();
        scheduler().shutdownNow();
        assertNothingLeft();
    }

    /** The server of this test. */
    protected final RegistryStore store() {
        if (store == null) {
            throw new IllegalStateException("there is no store outside a test");
        }
        return store;
    }

    private ScheduledExecutorService scheduler() {
        if (scheduler == null) {
            throw new IllegalStateException("there is no scheduler outside a test");
        }
        return scheduler;
    }

    /** A registry that has just begun to connect. */
    protected final Registry open() {
        return open(settings());
    }

    /** A registry with settings of the test's own. */
    protected final Registry open(RegistrySettings settings) {
        Registry registry = factory().create(settings, context());
        opened.push(registry);
        return registry;
    }

    /** What the engine would lend. */
    protected final RegistryContext context() {
        return new RegistryContext("conformance", ticker(), scheduler(), new RpcObserver() {});
    }

    /** A registry that is connected. */
    protected final Registry openConnected() throws Exception {
        Registry registry = open();
        done(registry.connected());
        return registry;
    }

    /** The usual settings, without login, on this test's store. */
    protected final RegistrySettings settings() {
        return settings(null, null, null);
    }

    /** The usual settings with these differences. */
    protected final RegistrySettings settings(
            @Nullable String username, @Nullable String password, @Nullable String group) {
        return new RegistrySettings(
                "conformance",
                factory().name(),
                store().addresses(),
                username,
                password,
                group,
                TIMEOUT_MILLIS,
                SESSION_MILLIS,
                null,
                true,
                true,
                true,
                true,
                true,
                Set.of(),
                false,
                Set.of(),
                null,
                null,
                false,
                true,
                null,
                null,
                store().parameters(),
                Map.of());
    }

    /** A provider's entry for the service, one per port. */
    protected static DubboUrl provider(int port) {
        return provider(port, Map.of());
    }

    /** A provider's entry with parameters besides the usual. */
    protected static DubboUrl provider(int port, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(Map.of("interface", SERVICE, "side", "provider", "pid", "1"));
        all.putAll(parameters);
        return new DubboUrl("dubbo", "192.0.2.1", port, SERVICE, all);
    }

    /** A consumer's entry for the service. */
    protected static DubboUrl consumer() {
        return new DubboUrl(
                "consumer",
                "192.0.2.2",
                0,
                SERVICE,
                Map.of("interface", SERVICE, "side", "consumer", "category", "consumers", "check", "false"));
    }

    /** Everything about the service. */
    protected static ServiceQuery query() {
        return query(EnumSet.allOf(Category.class));
    }

    /** Some categories of the service. */
    protected static ServiceQuery query(Set<Category> categories) {
        return new ServiceQuery(SERVICE, null, null, categories);
    }

    /** Waits for a future, not for ever. */
    protected static <T> T done(CompletableFuture<T> future) throws Exception {
        return future.get(Heard.PATIENCE_SECONDS, SECONDS);
    }
}
