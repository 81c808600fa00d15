// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tern.rpc.config.RegistrySettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ConnectStringParser;
import org.jspecify.annotations.Nullable;

/**
 * Connects to one of the servers, again and again, and begins a new session where the old one was lost: this is what Curator
 * is there for. Thread-safe.
 */
final class SessionKeeper implements ZookeeperFactory {
    /** Between two attempts of Curator's own requests, of which we make none. */
    private static final int UNUSED_RETRY_MILLIS = 1_000;

    private final RegistryThread thread;
    private final Listener listener;
    private final CuratorFramework curator;
    private final Object clientLock = new Object();
    private @Nullable ZooKeeper newest; // guarded by clientLock
    private boolean ended; // guarded by this

    /** Hears of the connection, on the registry's thread. */
    interface Listener {
        /** There is a connection: the same object after an interruption, another one for a new session. */
        void connected(ZooKeeper zookeeper);

        /** There is none. */
        void disconnected(boolean sessionIsLost);
    }

    SessionKeeper(RegistrySettings settings, RegistryThread thread, Listener listener) {
        this.thread = thread;
        this.listener = listener;
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(connectString(settings.addresses()))
                .sessionTimeoutMs(settings.sessionMillis())
                .connectionTimeoutMs(Math.min(settings.timeoutMillis(), settings.sessionMillis()))
                .waitForShutdownTimeoutMs(settings.timeoutMillis())
                .maxCloseWaitMs(settings.timeoutMillis())
                .retryPolicy(new RetryForever(UNUSED_RETRY_MILLIS))
                .ensembleTracker(false)
                .threadFactory(thread)
                .runSafeService(thread::run)
                .zookeeperFactory(this);
        if (isLogin(settings)) {
            builder.authorization("digest", login(settings).getBytes(UTF_8));
        }
        curator = builder.build();
        curator.getConnectionStateListenable().addListener((client, state) -> changed(state));
    }

    /** Whether there is a user. */
    static boolean isLogin(RegistrySettings settings) {
        return settings.username() != null || settings.password() != null;
    }

    /** As Dubbo has it: either part may be missing, the colon not. */
    private static String login(RegistrySettings settings) {
        String username = settings.username();
        String password = settings.password();
        return (username == null ? "" : username) + ":" + (password == null ? "" : password);
    }

    /**
     * Finds what ZooKeeper's client would refuse later, on a thread where nobody would hear of it.
     *
     * @throws IllegalArgumentException if an address is none
     */
    static void checkAddresses(List<String> addresses) {
        String connectString = connectString(addresses);
        try {
            if (new ConnectStringParser(connectString).getChrootPath() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("addresses " + addresses + " (expected: host:port each)", e);
        }
        throw new IllegalArgumentException(
                "addresses " + addresses + " have a path (expected: host:port each; a root is a group)");
    }

    private static String connectString(List<String> addresses) {
        return String.join(",", addresses);
    }

    /** Begins to connect. Not for the threads of callers: Curator may wait here. */
    synchronized void start() {
        if (!ended) {
            curator.start();
        }
    }

    @Override
    public ZooKeeper newZooKeeper(String connectString, int sessionMillis, Watcher watcher, boolean readOnly)
            throws Exception {
        // It begins to connect here, and what it reports must not be taken for the former one's.
        synchronized (clientLock) {
            ZooKeeper created = new ZooKeeper(connectString, sessionMillis, watcher, readOnly, new PlainClientConfig());
            newest = created;
            return created;
        }
    }

    private void changed(ConnectionState state) {
        ZooKeeper client;
        synchronized (clientLock) {
            client = newest;
        }
        if (state.isConnected() && client != null) {
            thread.run(() -> listener.connected(client));
        } else {
            thread.run(() -> listener.disconnected(state == ConnectionState.LOST));
        }
    }

    /**
     * Ends the session, and with it the entries that belong to it. Waits no longer than this: a server that went silent
     * would hold the client for most of the session's time.
     */
    void end(long withinMillis) {
        Thread closing = thread.newThread(this::close);
        closing.start();
        try {
            TimeUnit.MILLISECONDS.timedJoin(closing, withinMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            closing.interrupt();
        }
    }

    private synchronized void close() {
        ended = true;
        curator.close();
    }
}
