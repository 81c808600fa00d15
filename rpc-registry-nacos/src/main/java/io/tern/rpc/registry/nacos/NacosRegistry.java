// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.config.ConfigService;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Nacos server as a registry. The client connects again by itself and then publishes and subscribes anew; after an interruption
 * all is asked for and stored once more, in case the server has forgotten more than the client knows.
 *
 * <p>Thread-safe: all state belongs to the Nacos thread, on which listeners are called too; those of texts on a second one.
 */
final class NacosRegistry implements Registry {
    static final Logger log = LoggerFactory.getLogger(NacosRegistry.class);
    private static final long UPKEEP_MILLIS = 1_000;
    /** New names of wildcards, and own entries that somebody deleted, are looked for so often. */
    private static final long LOOKING_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LEAST_SHUT_DOWN_MILLIS = 1_000;

    private static final String UP = "UP";

    private final RegistrySettings settings;
    private final RegistryContext context;
    private final NacosClients clients;
    private final NacosClient<NamingService> namingClient;
    private final NacosClient<ConfigService> configClient;
    private final NacosThread thread;
    private final NacosThread configThread;
    private final NacosEntries entries;
    private final NacosConfigs configs;
    private final NacosPublications publications;
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean up;

    // The thread's own.
    private final List<NacosWatch> watches = new ArrayList<>();
    private long lookedNanos;

    NacosRegistry(RegistrySettings settings, RegistryContext context) {
        this.settings = settings;
        this.context = context;
        clients = new NacosClients(settings);
        namingClient = new NacosClient<>(clients::openNaming, NamingService::shutDown);
        configClient = new NacosClient<>(clients::openConfig, ConfigService::shutDown);
        thread = new NacosThread(threadName("1"), settings.toString());
        configThread = new NacosThread(threadName("2"), settings.toString());
        publications = new NacosPublications(thread, clients.group(), settings.dynamic());
        entries = new NacosEntries(context.observer(), context.ticker());
        configs = new NacosConfigs(configClient, configThread, settings.timeoutMillis());
        lookedNanos = context.ticker().nanos();
    }

    private String threadName(String which) {
        return "tern-nacos-" + context.application() + "-" + which;
    }

    void start() {
        thread.attempt(NacosThread.Kind.CONNECTION, () -> {
            namingClient.open();
            look();
        });
        thread.every(UPKEEP_MILLIS, this::upkeep);
    }

    private NamingService naming() throws NacosException {
        NamingService naming = namingClient.ifOpen();
        if (naming == null) {
            throw new NacosException(NacosException.CLIENT_DISCONNECT, "the client is not open");
        }
        return naming;
    }

    @Override
    public CompletableFuture<@Nullable Void> connected() {
        return connected.copy();
    }

    @Override
    public boolean isConnected() {
        return up && !closed.get();
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
        thread.attempt(NacosThread.Kind.SUBSCRIBING, () -> {
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
        look();
        if (!up) {
            return; // the client has a list of its own of what is to be left when it is back; each call would take long
        }
        watches.removeIf(this::isLeft);
        long now = context.ticker().nanos();
        if (now - lookedNanos >= LOOKING_NANOS) {
            lookedNanos = now;
            for (NacosWatch watch : List.copyOf(watches)) {
                if (watch.isOpenEnded()) {
                    thread.attempt(NacosThread.Kind.SUBSCRIBING, () -> watch.refresh(naming()));
                }
            }
            publications.storeMissing(naming());
        }
    }

    /** Whether it was closed and nothing of it is left; what cannot be left now is left later. */
    private boolean isLeft(NacosWatch watch) {
        if (!watch.isClosed()) {
            return false;
        }
        try {
            watch.leaveAll(naming());
            return true;
        } catch (NacosException | RuntimeException e) {
            log.debug("{}: a subscription could not be taken back, which is tried again", settings, e);
            return NacosProblem.isForGood(e);
        }
    }

    private void look() throws NacosException {
        boolean before = up;
        up = UP.equals(naming().getServerStatus());
        if (up && !before && !connected.complete(null)) {
            publications.storeAgain(this::naming);
            for (NacosWatch watch : watches) {
                watch.tellAnew();
                thread.attempt(NacosThread.Kind.SUBSCRIBING, () -> watch.refresh(naming()));
            }
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long start = context.ticker().nanos();
        publications.close();
        configThread.end();
        if (up) {
            thread.end(this::takeBack, settings.timeoutMillis());
        } else {
            thread.end();
        }
        long passedMillis = TimeUnit.NANOSECONDS.toMillis(context.ticker().nanos() - start);
        shutDown(Math.max(LEAST_SHUT_DOWN_MILLIS, settings.timeoutMillis() - passedMillis));
    }

    private void takeBack() throws NacosException {
        watches.forEach(NacosWatch::close);
        publications.takeBack(naming());
    }

    /** Ends the clients, whatever our own threads do; waits no longer than this, since a client may wait for its server. */
    private void shutDown(long withinMillis) {
        Thread ending = new Thread(
                () -> {
                    end(namingClient);
                    end(configClient);
                },
                threadName("end"));
        ending.setDaemon(true);
        ending.start();
        try {
            TimeUnit.MILLISECONDS.timedJoin(ending, withinMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(NacosClient<?> client) {
        try {
            client.end();
        } catch (NacosException | RuntimeException e) {
            log.debug("{}: a client could not be shut down", settings, e);
        }
    }
}
