// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reference's dealings with one registry: it is published there as a consumer, and hears who offers its service.
 * Thread-safe.
 */
public final class ServiceLookup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServiceLookup.class);

    private final RegistrySettings settings;
    private final Registry registry;
    private final ServiceQuery query;
    private final @Nullable DubboUrl entry;
    private final @Nullable ProviderCache cache;
    private final ScheduledExecutorService scheduler;
    private final Executor executor;
    private final LogLimit failures;
    private final RegistryListener listener;
    private final CompletableFuture<Boolean> found = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Held while the listener hears something, so that the cache cannot have the last word. */
    private final Object hearing = new Object();

    private boolean reported; // guarded by hearing
    private volatile @Nullable Subscription subscription;

    /**
     * A lookup that asks nobody yet.
     *
     * @param entry what the registry is told about the consumer; null: nothing
     * @param cache where the last known providers are kept; null: nowhere
     * @param scheduler for short tasks
     * @param executor reads the cache, and tells the listener what it says
     * @param listener hears what the registry says, and if that is nothing within its timeout, what the local cache
     *     remembers; the registry's word replaces it whenever it comes
     */
    ServiceLookup(
            RegistrySettings settings,
            Registry registry,
            ServiceQuery query,
            @Nullable DubboUrl entry,
            @Nullable ProviderCache cache,
            ScheduledExecutorService scheduler,
            Executor executor,
            LogLimit failures,
            RegistryListener listener) {
        this.settings = settings;
        this.registry = registry;
        this.query = query;
        this.entry = entry;
        this.cache = cache;
        this.scheduler = scheduler;
        this.executor = executor;
        this.failures = failures;
        this.listener = listener;
    }

    /** The registry that is asked. */
    public RegistrySettings settings() {
        return settings;
    }

    /** Completes with true when the registry has reported everything, with false if it does not in time. Never fails. */
    public CompletableFuture<Boolean> found() {
        return found;
    }

    /** Subscribes and publishes. Called once. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void begin() {
        Subscription opened = registry.subscribe(query, this::heard);
        subscription = opened;
        if (entry != null) {
            registry.register(entry).whenComplete((done, error) -> {
                if (error != null) {
                    warnUnpublished(error);
                }
            });
        }
        if (opened.reported().isDone()) {
            found.complete(true);
            return;
        }
        Future<?> limit = scheduler.schedule(this::silent, settings.timeoutMillis(), TimeUnit.MILLISECONDS);
        opened.reported().whenComplete((done, error) -> {
            limit.cancel(false);
            found.complete(true);
        });
    }

    private void heard(Category category, List<String> entries) {
        synchronized (hearing) {
            if (category == Category.PROVIDERS) {
                reported = true;
                if (cache != null) {
                    cache.remember(query, entries);
                }
            }
            listener.changed(category, entries);
        }
    }

    /** The registry is silent. On the scheduler, which must not wait for a disk or a listener. */
    private void silent() {
        try {
            executor.execute(this::late);
        } catch (RejectedExecutionException ending) {
            log.debug("{} is not asked any more, as its Tern instance closes", settings);
            found.complete(false);
        }
    }

    private void late() {
        boolean wanted;
        synchronized (hearing) {
            wanted = !reported;
        }
        // Read before the monitor is taken again: the registry's own word must not wait for a disk.
        List<String> known =
                wanted && cache != null && !settings.check() && !closed.get() ? cache.recall(query) : List.of();
        boolean heard;
        synchronized (hearing) {
            heard = reported;
            if (!heard && !closed.get()) {
                goOnWith(known);
            }
        }
        found.complete(heard);
    }

    private void goOnWith(List<String> known) {
        if (!known.isEmpty()) {
            log.warn(
                    "{} did not answer within {} ms; going on with the entries of {} that were known last ({})",
                    settings,
                    settings.timeoutMillis(),
                    query.interfaceName(),
                    known.size());
            listener.changed(Category.PROVIDERS, known);
        }
    }

    private void warnUnpublished(Throwable error) {
        long held = failures.pass();
        if (held != LogLimit.SUPPRESSED) {
            log.warn(
                    "{} did not take the entry of a consumer of {} yet ({}); trying again ({} more such lines held back)",
                    settings,
                    query.interfaceName(),
                    error.getClass().getSimpleName(),
                    held);
        }
    }

    /** Takes the consumer's entry back and hears nothing more. Idempotent; does not wait for the registry. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void close() {
        Subscription ending = subscription;
        if (!closed.compareAndSet(false, true) || ending == null) {
            return;
        }
        ending.close();
        if (entry != null) {
            registry.unregister(entry);
        }
        found.complete(false);
    }
}
