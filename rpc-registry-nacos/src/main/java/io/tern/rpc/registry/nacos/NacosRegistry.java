// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Nacos server as a registry. The client connects again by itself and then publishes and subscribes anew; after an interruption
 * all is asked for and stored once more, in case the server has forgotten more than the client knows.
 *
 * <p>Thread-safe: all state belongs to the Nacos thread, on which listeners are called too.
 */
final class NacosRegistry implements Registry {
    static final Logger log = LoggerFactory.getLogger(NacosRegistry.class);
    private static final long UPKEEP_MILLIS = 1_000;
    /** New names of wildcards, and own entries that somebody deleted, are looked for so often. */
    private static final long LOOKING_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final String UP = "UP";

    private final RegistrySettings settings;
    private final RegistryContext context;
    private final NacosClients clients;
    private final NacosThread thread;
    private final NacosEntries entries;
    private final NacosConfigs configs;
    private final NacosPublications publications;
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
    private volatile boolean up;

    // The thread's own.
    private @Nullable NamingService naming;
    private final List<NacosWatch> watches = new ArrayList<>();
    private long lookedNanos;

    NacosRegistry(RegistrySettings settings, RegistryContext context) {
        this.settings = settings;
        this.context = context;
        clients = new NacosClients(settings);
        thread = new NacosThread(context.application(), settings.toString());
        publications = new NacosPublications(thread, clients.group(), settings.dynamic());
        entries = new NacosEntries(context.observer());
        configs = new NacosConfigs(clients, thread, settings.timeoutMillis());
        lookedNanos = context.ticker().nanos();
    }

    void start() {
        thread.attempt(() -> {
            naming = clients.openNaming();
            look();
        });
        thread.every(UPKEEP_MILLIS, this::upkeep);
    }

    private NamingService naming() throws NacosException {
        if (naming == null) {
            throw new NacosException(NacosException.CLIENT_DISCONNECT, "the client could not be opened yet");
        }
        return naming;
    }

    @Override
    public CompletableFuture<@Nullable Void> connected() {
        return connected.copy();
    }

    @Override
    public boolean isConnected() {
        return up;
    }

    @Override
    public CompletableFuture<@Nullable Void> register(DubboUrl entry) {
        return publications.add(entry, this::naming);
    }

    @Override
    public CompletableFuture<@Nullable Void> unregister(DubboUrl entry) {
        return publications.remove(entry, this::naming);
    }

    @Override
    public Subscription subscribe(ServiceQuery query, RegistryListener listener) {
        NacosWatch watch = new NacosWatch(query, listener, entries, thread, clients.group());
        thread.attempt(() -> {
            if (!watches.contains(watch)) {
                watches.add(watch);
            }
            watch.refresh(naming());
        });
        return watch;
    }

    @Override
    public ConfigStore configStore() {
        return configs;
    }

    private void upkeep() throws NacosException {
        for (NacosWatch watch : List.copyOf(watches)) {
            if (watch.isClosed()) {
                watch.leaveAll(naming());
                watches.remove(watch);
            }
        }
        if (naming != null) {
            look();
        }
        long now = context.ticker().nanos();
        if (up && now - lookedNanos >= LOOKING_NANOS) {
            lookedNanos = now;
            publications.storeMissing(naming());
            for (NacosWatch watch : List.copyOf(watches)) {
                if (watch.isOpenEnded()) {
                    watch.refresh(naming());
                }
            }
        }
    }

    private void look() throws NacosException {
        boolean before = up;
        up = UP.equals(naming().getServerStatus());
        if (up && !before && !connected.complete(null)) {
            publications.storeAgain(this::naming);
            for (NacosWatch watch : watches) {
                watch.tellAnew();
                thread.attempt(() -> watch.refresh(naming()));
            }
        }
    }

    @Override
    public void close() {
        publications.close();
        thread.end(this::end, settings.timeoutMillis());
        up = false;
    }

    private void end() throws NacosException {
        watches.forEach(NacosWatch::close);
        NamingService ending = naming;
        try {
            configs.shutDown();
            if (ending != null) {
                publications.takeBack(ending);
            }
        } finally {
            if (ending != null) {
                ending.shutDown();
            }
        }
    }
}
