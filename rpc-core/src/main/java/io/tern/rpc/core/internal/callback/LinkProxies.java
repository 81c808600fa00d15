// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tern.rpc.spi.transport.Link;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The callback objects of one consumer's link: the same proxy for the same object. Thread-safe. */
final class LinkProxies {
    private final Link link;

    @GuardedBy("this")
    private final Map<Key, CallbackProxy> proxies = new HashMap<>();

    LinkProxies(Link link) {
        this.link = link;
    }

    private record Key(Class<?> type, String id) {}

    /** What stands for the object; null if there are {@code limit} of its interface already. */
    synchronized @Nullable Object add(CallbackCalls calls, String id, int limit) {
        Key key = new Key(calls.type(), id);
        CallbackProxy known = proxies.get(key);
        if (known == null) {
            long same = proxies.keySet().stream()
                    .filter(other -> other.type() == calls.type())
                    .count();
            if (same >= limit) {
                return null;
            }
            known = new CallbackProxy(calls, link, id);
            if (link.isOpen()) {
                proxies.put(key, known);
            }
        }
        return known.object();
    }

    /** Whether the object has a proxy. */
    synchronized boolean has(Class<?> type, String id) {
        return proxies.containsKey(new Key(type, id));
    }

    /** Of a call that was not made after all. */
    synchronized void drop(Class<?> type, String id) {
        proxies.remove(new Key(type, id));
    }

    /** What stood for the object, for a service to forget it; null if there is none. */
    synchronized @Nullable Object remove(Class<?> type, String id) {
        CallbackProxy known = proxies.remove(new Key(type, id));
        if (known == null) {
            return null;
        }
        known.remove();
        return known.object();
    }

    synchronized int size() {
        return proxies.size();
    }

    /** The link has ended: calls of its proxies fail by themselves. */
    synchronized void clear() {
        proxies.clear();
    }
}
