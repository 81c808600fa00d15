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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that one registry names for one reference, in the order of their addresses. Thread-safe.
 *
 * <p>A provider that the registry takes back is out of {@link #snapshot} at once and disconnected after its calls. Only a
 * list that becomes empty is doubted, since a registry that was emptied or is ill looks the same: the providers whose
 * connections are alive stay for {@link #GRACE_SECONDS}, unless the registry names others. One that disconnects or
 * announces its end meanwhile goes within a second, so that nobody is dialled whom the registry does not know. After that
 * time the registry is believed. Rules that switch providers off are somebody's will, and are never doubted.
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
    private final Invokers invokers;
    private final Runnable changed;

    private final Object lock = new Object();
    // Guarded by lock, as those down to the next lock.
    private final ProviderList list;
    private final NavigableMap<ProviderKey, Slot> slots = new TreeMap<>();
    /** The providers that should be there, before rules; while the registry is doubted, those that are left. */
    private Map<ProviderKey, Entry> wanted = Map.of();

    private Configurators configurators = Configurators.NONE;
    private boolean heard;
    private boolean connecting;
    private boolean closed;
    private @Nullable Future<?> doubt;
    private long doubtEndNanos;

    private final Object tellingLock = new Object();
    private Set<String> applications = Set.of(); // guarded by tellingLock
    private CompletableFuture<@Nullable Void> providerRules = CompletableFuture.completedFuture(null); // likewise

    private volatile List<EndpointInvoker> snapshot = List.of();
    private volatile @Nullable Provider first;

    /** A provider that is in the snapshot. */
    private record Slot(Entry entry, Provider provider, ProviderInvoker invoker) {}

    /**
     * A directory that is empty until the registry reports something.
     *
     * @param service what is looked up; group and version may be wildcards
     * @param registry for messages
     * @param changed called after each change, under no lock
     */
    public RegistryDirectory(
            ServiceKey service,
            String registry,
            DirectoryContext context,
            Governance governance,
            Invokers invokers,
            Runnable changed) {
        this.service = service;
        this.registry = registry;
        this.context = context;
        this.governance = governance;
        this.invokers = invokers;
        this.changed = changed;
        this.list = new ProviderList(new EntryReader(service, registry, context.observer(), context.ticker()));
    }

    @Override
    public ServiceKey service() {
        return service;
    }

    @Override
    public List<EndpointInvoker> snapshot() {
        return snapshot;
    }

    @Override
    public List<EndpointInvoker> candidates(Invocation call) {
        Routes now = governance.routes();
        List<EndpointInvoker> providers = snapshot;
        return now.isEmpty() ? providers : now.route(providers, call);
    }

    /** The provider with the lowest address, whose word counts for the reference as a whole; null if there is none. */
    public @Nullable Provider first() {
        return first;
    }

    @Override
    public String absence() {
        synchronized (lock) {
            if (closed) {
                return "was looked up by a reference that is closed";
            }
            if (!heard) {
                return "cannot be looked up: " + registry + " has not answered yet. Check its address and that it runs";
            }
            String rules = wanted.size() > slots.size()
                    ? "; rules switch off " + (wanted.size() - slots.size()) + " providers"
                    : "";
            return "has no provider in " + registry + " (" + list.summary() + rules
                    + "). Check group and version, and that a provider runs and registers there; a Dubbo 3 provider must"
                    + " register by interface: dubbo.application.register-mode=all";
        }
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
        synchronized (tellingLock) {
            Set<String> now = new HashSet<>();
            for (EndpointInvoker provider : snapshot) {
                String application = provider.endpoint().parameters().get("application");
                if (application != null) {
                    now.add(application);
                }
            }
            if (!now.equals(applications)) {
                applications = Set.copyOf(now);
                providerRules = governance.applications(applications);
            }
        }
        changed.run();
    }

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
            Map<ProviderKey, Entry> now = list.read(texts);
            if (now.isEmpty() && !wanted.isEmpty()) {
                doubt();
            } else {
                believe(now);
            }
        }
    }

    private void believe(Map<ProviderKey, Entry> now) {
        if (doubt != null) {
            doubt.cancel(false);
            doubt = null;
        }
        wanted = now;
        settle(false);
    }

    // ---- a list that became empty

    private void doubt() {
        if (doubt != null) {
            return;
        }
        doubtEndNanos = context.ticker().nanos() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        context.observer().counted(RpcObserver.Event.EMPTY_PROVIDER_LIST);
        int before = slots.size();
        keepAlive();
        log.warn(
                "{} names no usable provider of {} any more ({}), after {}; keeping the {} that are connected for up to {} s",
                registry,
                service,
                list.summary(),
                before,
                slots.size(),
                GRACE_SECONDS);
        if (!wanted.isEmpty()) {
            doubt = context.scheduler().scheduleWithFixedDelay(this::sift, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** Drops those that ended; in the end, all. On the scheduler. */
    private void sift() {
        synchronized (lock) {
            if (doubt == null) {
                return;
            }
            if (context.ticker().nanos() - doubtEndNanos >= 0) {
                believe(Map.of());
            } else {
                keepAlive();
                if (wanted.isEmpty()) {
                    believe(Map.of());
                }
            }
        }
        tell();
    }

    private void keepAlive() {
        Map<ProviderKey, Entry> alive = new TreeMap<>(wanted);
        alive.keySet().removeIf(key -> {
            Slot slot = slots.get(key);
            return slot == null || !slot.invoker().isAvailable();
        });
        if (alive.size() < wanted.size()) {
            wanted = alive;
            settle(false);
        }
    }

    // ---- from what should be there to what is there

    /** Makes the snapshot what {@code wanted} and the rules say, touching only what differs. Under the lock. */
    private void settle(boolean otherRules) {
        if (closed) {
            return;
        }
        List<ProviderInvoker> retired = new ArrayList<>();
        boolean differs = slots.entrySet().removeIf(slot -> {
            boolean gone = !wanted.containsKey(slot.getKey());
            if (gone) {
                retired.add(slot.getValue().invoker());
            }
            return gone;
        });
        for (Map.Entry<ProviderKey, Entry> entry : wanted.entrySet()) {
            Slot slot = slots.get(entry.getKey());
            if (slot == null || slot.entry() != entry.getValue() || otherRules) {
                differs |= settle(entry.getKey(), entry.getValue(), slot, retired);
            }
        }
        if (differs) {
            publish();
        }
        // Only now: a call that reads the snapshot from here on cannot choose them.
        invokers.retire(retired);
    }

    private boolean settle(ProviderKey key, Entry entry, @Nullable Slot slot, List<ProviderInvoker> retired) {
        Overrides rules = configurators.of(entry.url());
        if (rules.disabled()) {
            if (slot != null) {
                slots.remove(key);
                retired.add(slot.invoker());
            }
            return slot != null;
        }
        if (slot != null && slot.entry() == entry && slot.provider().rules().equals(rules)) {
            return false;
        }
        Provider provider = Provider.of(key, entry.url(), rules);
        if (slot != null && slot.invoker().update(provider)) {
            slots.put(key, new Slot(entry, provider, slot.invoker()));
            return true;
        }
        ProviderInvoker invoker = invokers.of(provider);
        if (connecting) {
            // Before the old one is retired, so that a connection that both share stays open.
            invoker.connect();
        }
        slots.put(key, new Slot(entry, provider, invoker));
        if (slot != null) {
            retired.add(slot.invoker());
        }
        return true;
    }

    /** A new list even if its members are the same: what is remembered about a list must not outlive a change of them. */
    private void publish() {
        List<EndpointInvoker> providers = new ArrayList<>(slots.size());
        for (Slot slot : slots.values()) {
            providers.add(slot.invoker());
        }
        first = slots.isEmpty() ? null : slots.firstEntry().getValue().provider();
        snapshot = Collections.unmodifiableList(providers);
    }

    /** Begins to connect to all providers, those that come later included. Idempotent. */
    public void connect() {
        synchronized (lock) {
            if (connecting || closed) {
                return;
            }
            connecting = true;
            for (Slot slot : slots.values()) {
                slot.invoker().connect();
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
            return snapshot;
        }
    }
}
