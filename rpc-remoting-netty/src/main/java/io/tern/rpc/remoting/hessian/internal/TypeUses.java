// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The uses of the types in the methods' signatures. Methods keep their types, so nearly always the same object comes again and is
 * found by its identity, without hashing and comparing its type arguments. Thread-safe.
 */
final class TypeUses {
    private static final int PLACES = 256;
    private static final int CACHED_TYPES = 10_000;

    // Entries never change, so a thread sees a whole one or none.
    private final @Nullable Entry[] recent = new @Nullable Entry[PLACES];
    private final Map<Type, TypeUse> all = new ConcurrentHashMap<>();

    private record Entry(Type type, TypeUse use) {}

    TypeUse of(Class<?> raw, Type type) {
        int place = System.identityHashCode(type) & PLACES - 1;
        Entry entry = recent[place];
        if (entry != null && entry.type == type && entry.use.raw() == raw) {
            return entry.use;
        }
        TypeUse use = find(raw, type);
        recent[place] = new Entry(type, use);
        return use;
    }

    private TypeUse find(Class<?> raw, Type type) {
        TypeUse known = all.get(type);
        if (known != null && known.raw() == raw) {
            return known;
        }
        TypeUse use = TypeUse.of(raw, type);
        // The types of the interfaces' methods, which are few; the bound is for callers that make types.
        if (all.size() < CACHED_TYPES) {
            all.put(type, use);
        }
        return use;
    }
}
