// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.directory.RegistryDirectory;
import io.tern.rpc.core.internal.registry.ServiceLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a reference finds out who its providers are: it asks all of its registries, once, and waits for none of them too long. Thread-safe. */
final class RegistrySearch {
    private static final Logger log = LoggerFactory.getLogger(RegistrySearch.class);

    private final Callers.Environment environment;
    private final RegistryParts parts;
    private final ReferenceSettings settings;
    private final List<RegistryDirectory> directories;
    /** Of each directory that was begun. Only for the search under way; one follows the other. */
    private final List<CompletableFuture<?>> rules = new ArrayList<>();

    private final Object lock = new Object();
    // Guarded by lock, as the next one.
    private final List<ServiceLookup> lookups = new ArrayList<>();
    private @Nullable Progress searching;

    private volatile boolean closed;
    private volatile boolean known;

    /**
     * A search for providers. None of the futures stays open for ever.
     *
     * @param all how it ended
     * @param some completes as soon as a registry has named a provider
     * @param ruled completes as soon as the rules are known too of a registry that has
     */
    record Progress(
            CompletableFuture<@Nullable Void> all,
            CompletableFuture<@Nullable Void> some,
            CompletableFuture<@Nullable Void> ruled) {
        @SuppressWarnings("FutureReturnValueIgnored")
        static Progress open() {
            Progress progress =
                    new Progress(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
            progress.all.whenComplete((done, error) -> {
                progress.some.complete(null);
                progress.ruled.complete(null);
            });
            return progress;
        }

        boolean isFailed() {
            return all.isCompletedExceptionally();
        }
    }

    /**
     * Asks nobody yet.
     *
     * @param directories one for each registry of {@code settings}, in that order
     */
    RegistrySearch(
            Callers.Environment environment,
            RegistryParts parts,
            ReferenceSettings settings,
            List<RegistryDirectory> directories) {
        this.environment = environment;
        this.parts = parts;
        this.settings = settings;
        this.directories = List.copyOf(directories);
    }

    /** Whether all registries have answered in time. */
    boolean isKnown() {
        return known;
    }

    /** The search under way, or a new one if there was none or it could not begin. */
    Progress search() {
        Progress progress = Progress.open();
        synchronized (lock) {
            if (closed) {
                progress.all().completeExceptionally(CallErrors.closedWhileStarting(settings.id()));
                return progress;
            }
            if (searching != null) {
                return searching;
            }
            searching = progress;
        }
        if (environment.transport().isEventLoop()) {
            try {
                parts.executor().execute(() -> begin(progress));
            } catch (RejectedExecutionException closing) {
                failed(progress, closing);
            }
        } else {
            begin(progress);
        }
        return progress;
    }

    /** Asks the registries that were not asked yet. Can block. */
    private void begin(Progress progress) {
        long startNanos = environment.ticker().nanos();
        try {
            for (int i = asked().size(); i < directories.size() && !closed; i++) {
                if (rules.size() == i) {
                    rules.add(directories.get(i).begin());
                }
                keep(parts.lookups().begin(settings, settings.registries().get(i), directories.get(i)));
            }
            await(progress, asked(), startNanos);
        } catch (Throwable e) {
            // Whatever it is: nobody else would end the search.
            failed(progress, e);
        }
    }

    private void failed(Progress progress, Throwable cause) {
        synchronized (lock) {
            searching = null;
        }
        progress.all().completeExceptionally(cause);
    }

    private List<ServiceLookup> asked() {
        synchronized (lock) {
            return List.copyOf(lookups);
        }
    }

    private void keep(ServiceLookup lookup) {
        synchronized (lock) {
            if (!closed) {
                lookups.add(lookup);
                return;
            }
        }
        lookup.close();
    }

    /** First for the registries, each within its timeout, then for the rules of those that answered; all within the longest. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void await(Progress progress, List<ServiceLookup> asked, long startNanos) {
        for (int i = 0; i < asked.size(); i++) {
            RegistryDirectory directory = directories.get(i);
            CompletableFuture<?> own = rules.get(i);
            asked.get(i).found().thenAccept(answered -> {
                if (answered && directory.first() != null) {
                    progress.some().complete(null);
                    all(List.of(own, directory.providerRules()))
                            .whenComplete((known, error) -> progress.ruled().complete(null));
                }
            });
        }
        all(asked.stream().map(ServiceLookup::found).toList())
                .thenRun(() -> answered(progress, asked, startNanos))
                .whenComplete((done, error) -> {
                    if (error != null) {
                        progress.all().completeExceptionally(Outcome.bare(error));
                    }
                });
    }

    /** Each registry has answered, or had its time. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void answered(Progress progress, List<ServiceLookup> asked, long startNanos) {
        if (progress.all().isDone()) {
            return;
        }
        List<RegistrySettings> silent = new ArrayList<>();
        List<CompletableFuture<?>> needed = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).found().join()) {
                needed.add(rules.get(i));
                needed.add(directories.get(i).providerRules());
            } else {
                // Its rules may stand where nobody answers either.
                silent.add(asked.get(i).settings());
            }
        }
        known = silent.isEmpty();
        List<RegistrySettings> checked =
                silent.stream().filter(RegistrySettings::check).toList();
        if (!checked.isEmpty()) {
            progress.all().completeExceptionally(unreachable(checked));
            return;
        }
        if (!silent.isEmpty()) {
            log.warn(
                    "{} did not answer in time (check is false); {} is called with the {} providers known so far until it does",
                    silent,
                    settings,
                    directories.stream()
                            .mapToInt(directory -> directory.snapshot().size())
                            .sum());
        }
        all(needed).whenComplete((done, error) -> progress.all().complete(null));
        if (!progress.all().isDone()) {
            limit(progress, startNanos);
        }
    }

    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }

    /** A store of rules that does not answer must not keep an application from starting. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void limit(Progress progress, long startNanos) {
        int longestMillis = settings.registries().stream()
                .mapToInt(RegistrySettings::timeoutMillis)
                .max()
                .orElse(0);
        long left = TimeUnit.MILLISECONDS.toNanos(longestMillis)
                - (environment.ticker().nanos() - startNanos);
        if (left <= 0) {
            goOnWithoutRules(progress, longestMillis);
            return;
        }
        try {
            Future<?> limit = parts.directories()
                    .scheduler()
                    .schedule(() -> goOnWithoutRules(progress, longestMillis), left, TimeUnit.NANOSECONDS);
            progress.all().whenComplete((done, error) -> limit.cancel(false));
        } catch (RejectedExecutionException closing) {
            goOnWithoutRules(progress, longestMillis);
        }
    }

    private void goOnWithoutRules(Progress progress, int afterMillis) {
        if (progress.all().complete(null)) {
            log.warn(
                    "The rules for {} are not all known after {} ms; going on without them until they are",
                    settings,
                    afterMillis);
        }
    }

    private NoProviderException unreachable(List<RegistrySettings> silent) {
        return CallErrors.silentRegistry(
                settings,
                silent.stream()
                        .map(registry -> registry + " did not answer within " + registry.timeoutMillis() + " ms")
                        .collect(Collectors.joining(", ")));
    }

    /** Ends the search, if one is under way, and all lookups. Idempotent. */
    void close() {
        List<ServiceLookup> ending;
        Progress last;
        synchronized (lock) {
            closed = true;
            last = searching;
            ending = List.copyOf(lookups);
            lookups.clear();
        }
        if (last != null) {
            // Before the lookups end, which looks like silence.
            last.all().completeExceptionally(CallErrors.closedWhileStarting(settings.id()));
        }
        ending.forEach(ServiceLookup::close);
    }
}
