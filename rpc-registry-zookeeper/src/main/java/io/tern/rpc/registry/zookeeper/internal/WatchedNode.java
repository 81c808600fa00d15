// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/**
 * A node and what was last read from it: the names of its children, or its text. It is read again when its watch says that
 * it changed, however many subscribers there are. For the registry's thread.
 *
 * @param <T> what is read
 */
final class WatchedNode<T> {
    private final String path;
    private final Reader<T> reader;
    private final T whenMissing;
    private final Consumer<Code> onFailure;
    private final Map<Subscriber, Consumer<T>> listeners = new LinkedHashMap<>();
    private final Set<Subscriber> unreported = new HashSet<>();

    private @Nullable T value;
    /** The value was read in this session, and no watch has fired since. */
    private boolean current;
    /** The next value is reported even if it is the old one. */
    private boolean anew = true;

    private boolean running;
    private boolean again;
    /** Number of the reading that is running; answers for an earlier one are dropped. */
    private int run;

    /** Reads a node and sets a watch. */
    @FunctionalInterface
    interface Reader<T> {
        void read(Session session, String path, Answer<T> answer);
    }

    WatchedNode(String path, Reader<T> reader, T whenMissing, Consumer<Code> onFailure) {
        this.path = path;
        this.reader = reader;
        this.whenMissing = whenMissing;
        this.onFailure = onFailure;
    }

    void add(Subscriber subscriber, Consumer<T> listener) {
        listeners.put(subscriber, listener);
        unreported.add(subscriber);
    }

    /** Whether nobody is left. A watch that the server still has is then of no consequence. */
    boolean remove(Subscriber subscriber) {
        listeners.remove(subscriber);
        unreported.remove(subscriber);
        return listeners.isEmpty();
    }

    /** The node changed, or may have done so. */
    void changed() {
        current = false;
        again = running;
    }

    /** Another session than before, which has no watches. */
    void anew() {
        run++;
        running = false;
        again = false;
        current = false;
        anew = true;
    }

    /** Reads, unless what is known is up to date. */
    void work(Session session) {
        T known = value;
        if (current && known != null) {
            report(known, false);
        } else if (!running) {
            running = true;
            read(session, ++run);
        }
    }

    private void read(Session session, int reading) {
        reader.read(session, path, (code, read) -> {
            if (reading != run) {
                return;
            }
            if (code == Code.OK && read != null) {
                show(session, read);
            } else if (code == Code.NONODE) {
                awaitCreation(session, reading);
            } else if (code == Code.BADARGUMENTS) {
                // No node can have this path: a key with an empty part.
                show(session, whenMissing);
            } else {
                failed(code);
            }
        });
    }

    /** A watch for something that is not there yet; consumers create no nodes, so that a login that may only read is enough. */
    private void awaitCreation(Session session, int reading) {
        session.look(path, true, (code, stat) -> {
            if (reading != run) {
                return;
            }
            if (code == Code.NONODE) {
                show(session, whenMissing);
            } else if (code == Code.OK) {
                read(session, reading);
            } else {
                failed(code);
            }
        });
    }

    private void show(Session session, T read) {
        running = false;
        current = !again;
        boolean toAll = anew || !Objects.equals(value, read);
        anew = false;
        value = read;
        report(read, toAll);
        if (again) {
            again = false;
            work(session);
        }
    }

    private void report(T known, boolean toAll) {
        for (Map.Entry<Subscriber, Consumer<T>> each : List.copyOf(listeners.entrySet())) {
            boolean first = unreported.remove(each.getKey());
            if (toAll || first) {
                each.getKey().report(each.getValue(), known, first);
            }
        }
    }

    private void failed(Code code) {
        running = false;
        again = false;
        onFailure.accept(code);
    }
}
