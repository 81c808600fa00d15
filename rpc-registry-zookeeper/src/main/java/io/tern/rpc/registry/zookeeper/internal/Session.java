// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one session. None waits: they are sent in the order in which they are made, and ZooKeeper works them off in it.
 *
 * <p>They go past Curator's own ones, which are tried again one by one, each with a line at level error, when a connection
 * breaks. Here everything that failed is done anew when there is a connection.
 */
final class Session {
    private static final byte[] NO_DATA = {};

    private final ZooKeeper zookeeper;
    private final RegistryThread thread;
    private final Watcher watcher;
    private final List<ACL> acl;

    /** {@code watcher} hears of all watches: one object for all, so that the client keeps one per path, however often it is set. */
    Session(ZooKeeper zookeeper, RegistryThread thread, Watcher watcher, List<ACL> acl) {
        this.zookeeper = zookeeper;
        this.thread = thread;
        this.watcher = watcher;
        this.acl = acl;
    }

    /** Whether it is this client's, which has one session in its life. */
    boolean isOf(ZooKeeper client) {
        return zookeeper == client;
    }

    /** The number that nodes of this session carry; 0 before it is connected. */
    long id() {
        return zookeeper.getSessionId();
    }

    /** Whether a request failed with its connection, so that it says nothing about what was asked. */
    static boolean isInterrupted(Code code) {
        return switch (code) {
            case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, OPERATIONTIMEOUT, REQUESTTIMEOUT -> true;
            default -> false;
        };
    }

    void look(String path, boolean watch, Answer<Stat> answer) {
        send(
                answer,
                () -> zookeeper.exists(
                        path, watch ? watcher : null, (rc, asked, context, stat) -> deliver(answer, rc, stat), null));
    }

    /** Watches it, too. */
    void children(String path, Answer<List<String>> answer) {
        send(
                answer,
                () -> zookeeper.getChildren(
                        path,
                        watcher,
                        (int rc, String asked, Object context, List<String> names) -> deliver(answer, rc, names),
                        null));
    }

    /** Watches it, too. */
    void data(String path, Answer<byte[]> answer) {
        send(
                answer,
                () -> zookeeper.getData(
                        path, watcher, (rc, asked, context, data, stat) -> deliver(answer, rc, data), null));
    }

    void create(String path, CreateMode mode, Answer<String> answer) {
        send(
                answer,
                () -> zookeeper.create(
                        path, NO_DATA, acl, mode, (rc, asked, context, name) -> deliver(answer, rc, name), null));
    }

    /** Removes and creates it in one step, so that nobody sees it missing. */
    void replace(String path, CreateMode mode, Answer<Void> answer) {
        send(
                answer,
                () -> zookeeper.multi(
                        List.of(Op.delete(path, -1), Op.create(path, NO_DATA, acl, mode)),
                        (rc, asked, context, results) -> deliver(answer, rc, null),
                        null));
    }

    void delete(String path, Answer<Void> answer) {
        send(answer, () -> zookeeper.delete(path, -1, (rc, asked, context) -> deliver(answer, rc, null), null));
    }

    private <T> void send(Answer<T> answer, Runnable request) {
        try {
            request.run();
        } catch (IllegalArgumentException noPath) {
            deliver(answer, Code.BADARGUMENTS.intValue(), null);
        }
    }

    private <T> void deliver(Answer<T> answer, int rc, @Nullable T value) {
        Code known = Code.get(rc);
        Code code = known == null ? Code.SYSTEMERROR : known;
        thread.run(() -> answer.of(code, value));
    }
}
