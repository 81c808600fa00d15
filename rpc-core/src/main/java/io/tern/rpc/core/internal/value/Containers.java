// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Empty collections and maps of declared types. */
final class Containers {
    private static final List<Supplier<Collection<@Nullable Object>>> COLLECTIONS =
            List.of(ArrayList::new, LinkedHashSet::new, TreeSet::new, ArrayDeque::new, LinkedBlockingDeque::new);
    private static final List<Supplier<Map<Object, @Nullable Object>>> MAPS =
            List.of(LinkedHashMap::new, TreeMap::new, ConcurrentHashMap::new);

    private Containers() {}

    /** Null if the type is no collection, or none that can be made. */
    static @Nullable Collection<@Nullable Object> collection(Class<?> raw) {
        return Iterable.class.isAssignableFrom(raw) ? made(raw, COLLECTIONS) : null;
    }

    /** Null if the type is no map, or none that can be made. */
    static @Nullable Map<Object, @Nullable Object> map(Class<?> raw) {
        return Map.class.isAssignableFrom(raw) ? made(raw, MAPS) : null;
    }

    /** The first that fits, or one of the type itself. */
    private static <T> @Nullable T made(Class<?> raw, List<Supplier<T>> known) {
        for (Supplier<T> each : known) {
            T made = each.get();
            if (raw.isInstance(made)) {
                return made;
            }
        }
        try {
            Constructor<?> constructor = raw.getConstructor();
            @SuppressWarnings("unchecked") // Of the family: what is put in is checked by nobody else either.
            T made = (T) constructor.newInstance();
            return made;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
