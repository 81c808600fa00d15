// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.RegistryListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that one registry names for one reference, in the order of their addresses. Thread-safe.
 *
 * <p>A provider that the registry takes back is out of {@link #snapshot} at once and disconnected after its calls. Only a
 * list that becomes empty is doubted, since a registry that was emptied or is ill looks the same: the providers whose
 * connections are alive stay for {@link #GRACE_SECONDS}, beside those that it names meanwhile: a registry that fills up
 * again does so one by one. One that disconnects or announces its end meanwhile goes within a second, so that nobody is
 * dialled whom the registry does not know. After that time the registry is believed. Rules that switch providers off are
 * somebody's will, and are never doubted.
 *
 * <p>Once calls run, the providers of an application that is new get none before the rules of that application are known,
 * or have not come in time.
 */
public final class RegistryDirectory implements Directory, RegistryListener {
    /** How long a list that became empty is doubted. */
    static final int GRACE_SECONDS = 60;

    /** The most entries of one service that are looked at. */
    static final int MOST_ENTRIES = 100_000;

    private static final Logger log = LoggerFactory.getLogger(RegistryDirectory.class);

    private final ServiceKey service;
    private final String registry;
    private final DirectoryContext context;
    private final Governance governance;
    private final int rulesMillis;
    private final Runnable changed;
    private final EntryReader reader;

    private final Object lock = new Object();
    // Guarded by lock, as those down to the next lock; what is volatile can be read without it.
    private final ProviderList list;
    private final ProviderSlots slots;
    /** The providers of the last list. */
    private Map<ProviderKey, Entry> listed = Map.of();
    /** The providers that should be there, before rules; while the registry is doubted, also those that are left. */
    private Map<ProviderKey, Entry> wanted = Map.of();
    /** The applications whose rules are in force, or had their time. */
    private final Set<String> ruled = new HashSet<>();

    private Configurators configurators = Configurators.NONE;
    private @Nullable Future<?> doubt;
    private long doubtEndNanos;
    /** Those of {@link #wanted}. */
    private volatile Set<String> applications = Set.of();

    private volatile boolean heard;
    private volatile boolean closed;

    private final Object tellingLock = new Object();
    private Set<String> told = Set.of(); // guarded by tellingLock
    private CompletableFuture<@Nullable Void> providerRules = CompletableFuture.completedFuture(null); // likewise

    /**
     * A directory that is empty until the registry reports something.
     *
     * @param service what is looked up; group and version may be wildcards
     * @param registry for messages
     * @param rulesMillis how long a new application's rules are waited for
     * @param changed called after each change, under no lock
     */
    public RegistryDirectory(
            ServiceKey service,
            String registry,
            DirectoryContext context,
            Governance governance,
            Invokers invokers,
            int rulesMillis,
            Runnable changed) {
        this.service = service;
        this.registry = registry;
        this.context = context;
        this.governance = governance;
        this.rulesMillis = rulesMillis;
        this.changed = changed;
        this.reader = new EntryReader(service, registry, context.observer(), context.ticker());
        this.list = new ProviderList(reader);
        this.slots = new ProviderSlots(invokers, reader);
    }

    @Override
    public ServiceKey service() {
        return service;
    }

    @Override
    public List<EndpointInvoker> snapshot() {
        return slots.snapshot();
    }

    @Override
    public List<EndpointInvoker> candidates(Invocation call) {
        Routes now = governance.routes();
        List<EndpointInvoker> providers = slots.snapshot();
        List<EndpointInvoker> asked = AskedProvider.of(call, providers);
        return asked != null ? asked : now.isEmpty() ? providers : now.route(providers, call);
    }

    /** The provider with the lowest address, whose word counts for the reference as a whole; null if there is none. */
    public @Nullable Provider first() {
        return slots.first();
    }

    @Override
    public String absence() {
        if (closed) {
            return "was looked up by a reference that is closed";
        }
        if (!heard) {
            return "cannot be looked up: " + registry + " has not answered yet. Check its address and that it runs";
        }
        return "has no provider in " + registry + " (" + list.summary() + slots.absence()
                + "). Check group and version, and that a provider runs and registers there; a Dubbo 3 provider must"
                + " register by interface: dubbo.application.register-mode=all";
    }

    /**
     * Begins to look for rules.
     *
     * @return completes when those that stand beside the registry's lists are known; perhaps never
     */
    public CompletableFuture<@Nullable Void> begin() {
        return governance.begin(this::rulesChanged);
    }

    /** Completes when the rules of the providers known now are known; perhaps never. */
    public CompletableFuture<@Nullable Void> providerRules() {
        synchronized (tellingLock) {
            return providerRules;
        }
    }

    @Override
    public void changed(Category category, List<String> entries) {
        switch (category) {
            case PROVIDERS -> {
                providers(entries);
                tell();
            }
            case CONFIGURATORS -> {
                governance.configurators(entries);
                rulesChanged();
            }
            case ROUTERS -> governance.routers(entries);
            case CONSUMERS -> {}
        }
    }

    private void rulesChanged() {
        boolean others;
        synchronized (lock) {
            Configurators now = governance.configurators();
            others = now != configurators;
            if (others) {
                configurators = now;
                settle(true);
            }
        }
        if (others) {
            tell();
        }
    }

    /** Passes a change on. Under a lock of its own, so that the last list is the last that is heard of. */
    private void tell() {
        Set<String> fresh;
        CompletableFuture<@Nullable Void> rules;
        synchronized (tellingLock) {
            Set<String> now = applications;
            fresh = new HashSet<>(now);
            fresh.removeAll(told);
            if (!now.equals(told)) {
                told = now;
                forget(now);
                providerRules = rulesOf(now);
            }
            rules = providerRules;
        }
        passOn();
        if (fresh.isEmpty()) {
            return;
        }
        if (slots.held() > 0) {
            RulesWait.then(rules, context.scheduler(), rulesMillis, () -> release(fresh));
        } else {
            release(fresh);
        }
    }

    private CompletableFuture<@Nullable Void> rulesOf(Set<String> now) {
        try {
            return governance.applications(now);
        } catch (RuntimeException e) {
            reader.failed("cannot ask for the rules of its providers", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** What listens is partly the user's (clusters, balancers), and must not end what tells it. */
    private void passOn() {
        try {
            changed.run();
        } catch (RuntimeException | LinkageError e) {
            reader.failed("has new providers, which one of its listeners failed to take over", e);
        }
    }

    // ---- new applications

    private boolean isWaiting(Entry entry) {
        String application = entry.application();
        return application != null && !ruled.contains(application);
    }

    private void forget(Set<String> others) {
        synchronized (lock) {
            ruled.retainAll(others);
        }
    }

    private void release(Set<String> known) {
        boolean waited;
        synchronized (lock) {
            waited = ruled.addAll(known) && slots.held() > 0;
            if (waited) {
                settle(false);
            }
        }
        if (waited) {
            passOn();
        }
    }

    // ---- lists

    private void providers(List<String> reported) {
        List<String> texts = ProviderList.limited(reported, MOST_ENTRIES);
        if (texts.size() < reported.size()) {
            context.observer().counted(RpcObserver.Event.REGISTRY_ENTRY_SKIPPED);
            log.warn(
                    "{} has {} entries for {}; looking at {} of them",
                    registry,
                    reported.size(),
                    service,
                    MOST_ENTRIES);
        }
        synchronized (lock) {
            heard = true;
            listed = list.read(texts);
            if (doubt != null) {
                keepAlive();
            } else if (listed.isEmpty() && !wanted.isEmpty()) {
                doubt();
            } else {
                believe();
            }
        }
    }

    private void believe() {
        if (doubt != null) {
            doubt.cancel(false);
            doubt = null;
        }
        wanted = listed;
        settle(false);
    }

    // ---- a list that became empty

    private void doubt() {
        doubtEndNanos = context.ticker().nanos() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        context.observer().counted(RpcObserver.Event.EMPTY_PROVIDER_LIST);
        int before = slots.snapshot().size();
        keepAlive();
        log.warn(
                "{} names no usable provider of {} any more ({}), after {}; keeping the {} that are connected for up to {} s",
                registry,
                service,
                list.summary(),
                before,
                slots.snapshot().size(),
                GRACE_SECONDS);
        if (!wanted.isEmpty()) {
            try {
                doubt = context.scheduler().scheduleWithFixedDelay(this::sift, 1, 1, TimeUnit.SECONDS);
            } catch (RejectedExecutionException closing) {
                log.debug("Not waiting for providers of {}: this process ends", service);
            }
        }
    }

    /** Drops those that ended; in the end, all that the registry does not name. On the scheduler. */
    private void sift() {
        synchronized (lock) {
            if (doubt == null) {
                return;
            }
            if (context.ticker().nanos() - doubtEndNanos >= 0) {
                believe();
            } else {
                keepAlive();
            }
        }
        tell();
    }

    /** The providers of the list, and beside them those that were there and are alive; without such, the doubt is over. */
    private void keepAlive() {
        Map<ProviderKey, Entry> alive = new HashMap<>(listed);
        wanted.forEach((key, entry) -> {
            if (slots.isAvailable(key)) {
                alive.putIfAbsent(key, entry);
            }
        });
        if (alive.size() == listed.size()) {
            believe();
        } else if (!alive.equals(wanted)) {
            wanted = alive;
            settle(false);
        }
    }

    // ---- from what should be there to what is there

    /** Under the lock. */
    private void settle(boolean otherRules) {
        if (closed) {
            return;
        }
        Set<String> now = new HashSet<>();
        boolean someReady = false;
        for (Entry entry : wanted.values()) {
            String application = entry.application();
            if (application != null) {
                now.add(application);
            }
            someReady |= !isWaiting(entry);
        }
        // A start waits for rules itself. And if nobody would be left, a call at random is better than none.
        if (!slots.isConnecting() || (!someReady && !slots.isEmpty())) {
            ruled.addAll(now);
        }
        applications = Set.copyOf(now);
        slots.settle(wanted, this::isWaiting, configurators, otherRules);
    }

    /** Begins to connect to all providers, those that come later included. Idempotent. */
    public void connect() {
        synchronized (lock) {
            if (!closed) {
                slots.connect();
            }
        }
    }

    /**
     * Takes no more changes. Who still calls finds the last providers, ended.
     *
     * @return the invokers, which the caller ends
     */
    public List<EndpointInvoker> close() {
        governance.close();
        synchronized (lock) {
            closed = true;
            if (doubt != null) {
                doubt.cancel(false);
                doubt = null;
            }
            return slots.snapshot();
        }
    }
}
