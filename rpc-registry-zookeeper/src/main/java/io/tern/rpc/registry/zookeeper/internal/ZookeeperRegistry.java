// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry in a ZooKeeper tree. It keeps what should be published and watched, and {@link #work works} on all that is not
 * yet so: when it is asked for, after each connection, after a failure, when a watch fires, and now and then.
 */
public final class ZookeeperRegistry implements Registry, ConfigStore, SessionKeeper.Listener {
    private static final Logger log = LoggerFactory.getLogger(ZookeeperRegistry.class);
    private static final List<ACL> OURS_BUT_READABLE = List.of(Ids.CREATOR_ALL_ACL.get(0), Ids.READ_ACL_UNSAFE.get(0));

    private final RegistrySettings settings;
    private final Layout layout;
    private final List<ACL> acl;
    private final Ticker ticker;
    private final RpcObserver observer;
    private final RegistryThread thread;
    private final SessionKeeper keeper;
    private final Schedule schedule;
    private final LineLimit connectedLines;
    private final LineLimit disconnectedLines;
    private final LineLimit sessionLines;
    private final LineLimit requestLines;
    private final LineLimit entryLines;
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean up;

    // Of the registry's thread.
    private final Map<String, PublishedEntry> entries = new HashMap<>();
    private final WatchedNodes<List<String>> lists = new WatchedNodes<>(this::readEntries, List.of(), this::failed);
    private final WatchedNodes<Optional<String>> texts =
            new WatchedNodes<>(ZookeeperRegistry::readText, Optional.empty(), this::failed);
    private @Nullable Session session;

    private ZookeeperRegistry(RegistrySettings settings, RegistryContext context, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.acl = SessionKeeper.isLogin(settings) ? OURS_BUT_READABLE : Ids.OPEN_ACL_UNSAFE;
        this.ticker = context.ticker();
        this.observer = context.observer();
        this.connectedLines = new LineLimit(ticker, line -> log.info("{}: {}", settings, line));
        this.disconnectedLines = warnings();
        this.sessionLines = warnings();
        this.requestLines = warnings();
        this.entryLines = warnings();
        this.thread = new RegistryThread(context.application());
        this.keeper = new SessionKeeper(settings, thread, this);
        this.schedule = new Schedule(context.scheduler(), thread, this::work, this::check);
    }

    /**
     * A registry that begins to connect.
     *
     * @throws RpcConfigException if the settings can never work
     */
    public static ZookeeperRegistry open(RegistrySettings settings, RegistryContext context) {
        Layout layout;
        try {
            SessionKeeper.checkAddresses(settings.addresses());
            layout = Layout.of(settings.group());
        } catch (IllegalArgumentException e) {
            throw new RpcConfigException(List.of(settings + ": " + e.getMessage()));
        }
        ZookeeperRegistry registry = new ZookeeperRegistry(settings, context, layout);
        registry.thread.run(registry.keeper::start);
        registry.schedule.start();
        return registry;
    }

    private LineLimit warnings() {
        return new LineLimit(ticker, line -> log.warn("{}: {}", settings, line));
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
        CompletableFuture<@Nullable Void> stored = new CompletableFuture<>();
        String path = layout.entry(entry);
        boolean ephemeral = settings.dynamic() && !"false".equals(entry.parameter("dynamic"));
        boolean accepted = run(() -> {
            PublishedEntry published =
                    entries.computeIfAbsent(path, key -> new PublishedEntry(key, ephemeral, this::failed, this::gone));
            published.publish(stored);
            workOn(published);
        });
        if (!accepted) {
            stored.completeExceptionally(new IllegalStateException(settings + " is closed"));
        }
        return stored.copy();
    }

    @Override
    public CompletableFuture<@Nullable Void> unregister(DubboUrl entry) {
        CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
        String path = layout.entry(entry);
        boolean accepted = run(() -> {
            PublishedEntry published = entries.get(path);
            if (published == null) {
                gone.complete(null);
                return;
            }
            published.takeBack(gone);
            workOn(published);
        });
        if (!accepted) {
            gone.complete(null);
        }
        return gone.copy();
    }

    private void workOn(PublishedEntry published) {
        Session current = session;
        if (up && current != null) {
            published.work(current);
        } else {
            published.disconnected();
        }
    }

    @Override
    public Subscription subscribe(ServiceQuery query, RegistryListener listener) {
        Map<String, Consumer<List<String>>> listeners = new HashMap<>();
        for (Category category : query.categories()) {
            listeners.put(layout.category(query.interfaceName(), category), texts -> listener.changed(category, texts));
        }
        return watch(query.interfaceName(), lists, listeners);
    }

    @Override
    public ConfigStore configStore() {
        return this;
    }

    @Override
    public Subscription watch(String group, String key, Consumer<@Nullable String> listener) {
        return watch(key, texts, Map.of(layout.config(group, key), text -> listener.accept(text.orElse(null))));
    }

    private <T> Subscription watch(String subject, WatchedNodes<T> nodes, Map<String, Consumer<T>> listeners) {
        Subscriber subscriber = new Subscriber(
                subject, listeners.size(), closing -> run(() -> nodes.forget(listeners.keySet(), closing)));
        run(() -> {
            if (subscriber.isClosed()) {
                return;
            }
            Session current = session;
            listeners.forEach((path, listener) -> {
                WatchedNode<T> node = nodes.at(path);
                node.add(subscriber, listener);
                if (up && current != null) {
                    node.work(current);
                }
            });
        });
        return subscriber;
    }

    private void readEntries(Session asked, String path, Answer<List<String>> answer) {
        asked.children(path, (code, names) -> answer.of(code, names == null ? null : decoded(path, names)));
    }

    /** In one order, whatever the server's is, so that lists can be compared. */
    private List<String> decoded(String path, List<String> names) {
        List<String> decoded = new ArrayList<>(names.size());
        for (String name : names) {
            try {
                decoded.add(Layout.decode(name));
            } catch (IllegalArgumentException e) {
                observer.counted(RpcObserver.Event.REGISTRY_ENTRY_SKIPPED);
                entryLines.write("an entry below " + path + " was skipped, since its name is not URL-encoded");
            }
        }
        Collections.sort(decoded);
        return Collections.unmodifiableList(decoded);
    }

    /** An empty text is none, as in Dubbo. */
    private static void readText(Session asked, String path, Answer<Optional<String>> answer) {
        asked.data(
                path,
                (code, data) -> answer.of(
                        code,
                        data == null || data.length == 0 ? Optional.empty() : Optional.of(new String(data, UTF_8))));
    }

    @Override
    public void connected(ZooKeeper zookeeper) {
        Session current = session;
        boolean isNew = current == null || !current.isOf(zookeeper);
        if (isNew) {
            session = new Session(zookeeper, thread, this::fired, acl);
            entries.values().forEach(PublishedEntry::anew);
            lists.anew();
            texts.anew();
        }
        up = true;
        schedule.connected();
        connectedLines.write("connected, " + (isNew ? "a new" : "the same") + " session");
        connected.complete(null);
        work();
    }

    @Override
    public void disconnected(boolean sessionIsLost) {
        up = false;
        entries.values().forEach(PublishedEntry::disconnected);
        if (closed.get()) {
            return;
        }
        if (sessionIsLost) {
            sessionLines.write(
                    "the session is lost, and our entries with it; they are published again in the next one");
        } else {
            disconnectedLines.write("the connection is lost; what was read so far stays in use until it is back");
        }
    }

    /** Called by ZooKeeper's event thread. */
    private void fired(WatchedEvent event) {
        String path = event.getPath();
        if (path != null) {
            thread.run(() -> changed(path));
        }
    }

    private void changed(String path) {
        Session current = session;
        if (current == null) {
            return;
        }
        lists.changed(path, current);
        texts.changed(path, current);
        PublishedEntry entry = entries.get(path);
        if (entry != null) {
            entry.changed();
            workOn(entry);
        }
    }

    /** Does what is not done yet. */
    private void work() {
        Session current = session;
        if (up && current != null) {
            entries.values().forEach(entry -> entry.work(current));
            lists.work(current);
            texts.work(current);
        }
    }

    /** Looks whether our entries are still there, also if no watch says that they are not. */
    private void check() {
        entries.values().forEach(PublishedEntry::changed);
        work();
    }

    private void failed(Code code) {
        if (!Session.isInterrupted(code)) {
            requestLines.write("ZooKeeper answers " + code + " to a request; it will be tried again");
        }
        schedule.retry();
    }

    private void gone(PublishedEntry entry) {
        entries.remove(entry.path(), entry);
    }

    private boolean run(Runnable task) {
        return !closed.get() && thread.run(task);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long start = ticker.nanos();
        schedule.end();
        keeper.end(settings.timeoutMillis());
        thread.run(this::end);
        thread.end(Math.max(0, settings.timeoutMillis() - TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - start)));
    }

    private void end() {
        up = false;
        session = null;
        entries.values().forEach(PublishedEntry::end);
        entries.clear();
        lists.clear();
        texts.clear();
    }
}
