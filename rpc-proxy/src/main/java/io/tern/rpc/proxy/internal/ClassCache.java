// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers one generated class per interface without keeping either alive: the key is weak, and the value, which the
 * generated class itself holds, is too. So neither an application's loader nor Tern's own is held back. Thread-safe.
 */
public final class ClassCache<C> {
    private final Map<Class<?>, WeakReference<C>> entries = new WeakHashMap<>();

    /** What was put for the interface, while somebody still uses it. */
    public synchronized @Nullable C get(Class<?> serviceInterface) {
        WeakReference<C> entry = entries.get(serviceInterface);
        return entry == null ? null : entry.get();
    }

    /** Remembers a class in place of an earlier one. */
    public synchronized void put(Class<?> serviceInterface, C generated) {
        entries.put(serviceInterface, new WeakReference<>(generated));
    }
}
