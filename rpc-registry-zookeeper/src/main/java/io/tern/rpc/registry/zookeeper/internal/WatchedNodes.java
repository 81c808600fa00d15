// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;

/**
 * The watched nodes of one kind, by path. For the registry's thread.
 *
 * @param <T> what is read from each
 */
final class WatchedNodes<T> {
    private final WatchedNode.Reader<T> reader;
    private final T whenMissing;
    private final Consumer<Code> onFailure;
    private final Map<String, WatchedNode<T>> nodes = new HashMap<>();

    WatchedNodes(WatchedNode.Reader<T> reader, T whenMissing, Consumer<Code> onFailure) {
        this.reader = reader;
        this.whenMissing = whenMissing;
        this.onFailure = onFailure;
    }

    /** The node of this path, made if nobody watches it yet. */
    WatchedNode<T> at(String path) {
        return nodes.computeIfAbsent(path, key -> new WatchedNode<>(key, reader, whenMissing, onFailure));
    }

    void forget(Collection<String> paths, Subscriber subscriber) {
        for (String path : paths) {
            WatchedNode<T> node = nodes.get(path);
            if (node != null && node.remove(subscriber)) {
                nodes.remove(path);
            }
        }
    }

    /** A watch fired. */
    void changed(String path, Session session) {
        WatchedNode<T> node = nodes.get(path);
        if (node != null) {
            node.changed();
            node.work(session);
        }
    }

    void anew() {
        nodes.values().forEach(WatchedNode::anew);
    }

    void work(Session session) {
        nodes.values().forEach(node -> node.work(session));
    }

    void clear() {
        nodes.values().forEach(WatchedNode::anew);
        nodes.clear();
    }
}
