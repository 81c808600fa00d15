// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.remoting.hessian.internal.GuardedInput.TypeName;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Lists, arrays and maps. Nothing is sized by what the bytes declare before the bytes are known to be there. */
final class ContainerInput {
    private static final int LARGEST_PRESIZE = 1_024;

    private final GuardedInput in;
    private final Budget budget;
    private final KeyWalk walk;

    ContainerInput(GuardedInput in, Budget budget) {
        this.in = in;
        this.budget = budget;
        this.walk = new KeyWalk(budget);
    }

    Object readList(int tag, TypeUse use) {
        boolean typed = tag == Tags.OPEN_LIST || tag == Tags.LIST || Tags.isBetween(tag, 0x70, 0x77);
        TypeName name = typed ? in.readType() : null;
        int length;
        if (tag >= 0x70) {
            length = tag & 0x07;
        } else {
            length = tag == Tags.LIST || tag == Tags.UNTYPED_LIST ? in.scalars().readInt() : -1;
        }
        if (tag == Tags.LIST || tag == Tags.UNTYPED_LIST || tag >= 0x70) {
            budget.expect(length, Limits.ELEMENTS, "elements");
        }
        Class<?> target = listClass(name, use.raw());
        if (target.isArray()) {
            return length < 0 ? readOpenArray(target.getComponentType()) : readArray(target.getComponentType(), length);
        }
        return readCollection(target, length, use.element());
    }

    /** Reads the entries of a map up to its end mark. {@code named} is the class in the bytes, null if none or absent. */
    Object readMap(TypeUse use, @Nullable Class<?> named) {
        if (named == null && FormTable.isReadable(use.raw()) && !use.raw().isEnum()) {
            return in.readDeclared(use.raw());
        }
        long before = budget.work();
        Map<Object, Object> map = newMap(named, use);
        int reference = budget.addReference(map);
        KeyGuard keys = KeyGuard.of(map, walk);
        for (int i = 0; !in.atEnd(); i++) {
            budget.element(i);
            long workBefore = budget.work();
            int tiesBefore = budget.ties();
            Object key = in.read(in.element(use.key()));
            long weight = budget.weight(workBefore, tiesBefore);
            Object value = in.read(in.element(use.element()));
            put(map, keys, key, weight, value);
        }
        budget.complete(reference, map, before);
        return map;
    }

    /** An object of a class that this process does not have: its fields by name. */
    Object readFields(Definition definition) {
        String[] fields = definition.fields();
        budget.expect(fields.length, Limits.FIELDS, "fields");
        long before = budget.work();
        Map<Object, Object> map = new HashMap<>();
        int reference = budget.addReference(map);
        for (String field : fields) {
            budget.arrived();
            Object value = in.read(TypeUse.ANY);
            if (value instanceof Pending pending) {
                pending.whenBuilt(built -> map.put(field, built));
            } else {
                putNullable(map, field, value);
            }
        }
        budget.complete(reference, map, before);
        return map;
    }

    // What is put late can have grown until then, be it the key or what it refers to.
    private void put(
            Map<Object, Object> map, KeyGuard keys, @Nullable Object key, long weight, @Nullable Object value) {
        if (key instanceof Pending pendingKey) {
            pendingKey.whenBuilt(built -> put(map, keys, built, KeyGuard.UNKNOWN, value));
        } else if (value instanceof Pending pending) {
            pending.whenBuilt(built -> put(map, keys, key, KeyGuard.UNKNOWN, built));
        } else {
            try {
                keys.check(key, weight);
                putNullable(map, key, value);
            } catch (RuntimeException e) {
                throw notAccepted(map.getClass(), e);
            }
        }
    }

    // Java's maps take null, which their annotations here do not say.
    @SuppressWarnings("NullAway")
    private static void putNullable(Map<Object, Object> map, @Nullable Object key, @Nullable Object value) {
        map.put(key, value);
    }

    private Object readCollection(Class<?> target, int length, TypeUse element) {
        long before = budget.work();
        Collection<Object> collection = newCollection(target, length);
        int reference = budget.addReference(collection);
        KeyGuard keys = KeyGuard.of(collection, walk);
        // Each single addition copies all that is there.
        Collection<Object> filled = collection instanceof CopyOnWriteArrayList<?> ? new ArrayList<>() : collection;
        for (int i = 0; length < 0 ? !in.atEnd() : i < length; i++) {
            if (length >= 0) {
                budget.arrived();
            }
            budget.element(i);
            long workBefore = budget.work();
            int tiesBefore = budget.ties();
            Object value = in.read(in.element(element));
            if (value instanceof Pending pending) {
                addLate(collection, filled, keys, pending);
            } else {
                add(filled, keys, value, budget.weight(workBefore, tiesBefore));
            }
        }
        if (filled != collection) {
            collection.addAll(filled);
        }
        budget.complete(reference, collection, before);
        return collection;
    }

    @SuppressWarnings("NullAway")
    private void add(Collection<Object> collection, @Nullable KeyGuard keys, @Nullable Object value, long weight) {
        try {
            if (keys != null) {
                keys.check(value, weight);
            }
            collection.add(value);
        } catch (RuntimeException e) {
            throw notAccepted(collection.getClass(), e);
        }
    }

    @SuppressWarnings("NullAway")
    private void addLate(
            Collection<Object> collection, Collection<Object> filled, @Nullable KeyGuard keys, Pending pending) {
        if (collection instanceof List<Object> list) {
            int index = filled.size();
            filled.add(null);
            pending.whenBuilt(built -> {
                if (list.getClass() != ArrayList.class) {
                    // Others walk there, or copy all.
                    budget.steps(index);
                }
                list.set(index, built);
            });
        } else {
            pending.whenBuilt(built -> add(collection, keys, built, KeyGuard.UNKNOWN));
        }
    }

    // As a sorted set without null, or a key that is not Comparable. The text of the cause can quote the value.
    private static RuntimeException notAccepted(Class<?> container, RuntimeException cause) {
        return cause instanceof io.tern.rpc.RpcSerializationException
                ? cause
                : Faults.decode("a " + container.getName() + " does not accept one of its elements ("
                        + cause.getClass().getName() + ")");
    }

    private Object readArray(Class<?> component, int length) {
        long before = budget.work();
        Object array = Array.newInstance(component, length);
        int reference = budget.addReference(array);
        TypeUse use = TypeUse.of(component);
        for (int i = 0; i < length; i++) {
            budget.arrived();
            int index = i;
            Object value = in.read(use);
            if (value instanceof Pending pending) {
                pending.whenBuilt(built -> Array.set(array, index, in.fit(use, built)));
            } else {
                Array.set(array, i, value);
            }
        }
        budget.complete(reference, array, before);
        return array;
    }

    private Object readOpenArray(Class<?> component) {
        long before = budget.work();
        Pending self = new Pending();
        int reference = budget.addReference(self);
        TypeUse use = TypeUse.of(component);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; !in.atEnd(); i++) {
            budget.element(i);
            Object value = in.read(use);
            if (value instanceof Pending pending) {
                int index = i;
                pending.whenBuilt(built -> Array.set(self.object(), index, in.fit(use, built)));
                values.add(null);
            } else {
                values.add(value);
            }
        }
        Object array = Array.newInstance(component, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i) == null ? Coercion.zero(component) : values.get(i));
        }
        budget.complete(reference, array, before);
        self.built(array);
        return array;
    }

    /** The class to build: that of the bytes if it fits the declared one, else the declared one. */
    private static Class<?> listClass(@Nullable TypeName name, Class<?> declared) {
        Class<?> named = null;
        if (name != null) {
            Class<?> element = name.resolution().type();
            if (name.dimensions() > 0) {
                named = element == null ? Object.class : element;
                for (int i = 0; i < name.dimensions(); i++) {
                    named = named.arrayType();
                }
            } else {
                named = element;
            }
        }
        if (named != null && !named.isArray() && !Collection.class.isAssignableFrom(named)) {
            throw Faults.decode(named.getName() + " is not a list, but was sent as one");
        }
        if (named != null && declared.isAssignableFrom(named)) {
            return named;
        }
        if (declared.isArray() || Collection.class.isAssignableFrom(declared)) {
            return declared;
        }
        return named == null ? ArrayList.class : named;
    }

    @SuppressWarnings("unchecked")
    private static Collection<Object> newCollection(Class<?> type, int length) {
        if (type == ArrayList.class || type == List.class || type == Collection.class || type == Iterable.class) {
            return new ArrayList<>(Math.min(Math.max(length, 0), LARGEST_PRESIZE));
        }
        Object made = construct(type);
        if (made != null) {
            return (Collection<Object>) made;
        }
        if (SortedSet.class.isAssignableFrom(type)) {
            return new TreeSet<>();
        }
        if (Set.class.isAssignableFrom(type)) {
            return new HashSet<>();
        }
        return Queue.class.isAssignableFrom(type) || Deque.class.isAssignableFrom(type)
                ? new ArrayDeque<>()
                : new ArrayList<>();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<Object, Object> newMap(@Nullable Class<?> named, TypeUse use) {
        Class<?> declared = use.raw();
        if (declared == EnumMap.class && use.key().raw().isEnum()) {
            return new EnumMap(use.key().raw());
        }
        boolean namedFits = named != null && declared.isAssignableFrom(named);
        Class<?> type = namedFits || !Map.class.isAssignableFrom(declared) ? named : declared;
        if (type == null || type == HashMap.class || type == Map.class) {
            return new HashMap<>();
        }
        Object made = construct(type);
        if (made != null) {
            return (Map<Object, Object>) made;
        }
        if (SortedMap.class.isAssignableFrom(type)) {
            return new TreeMap<>();
        }
        return ConcurrentMap.class.isAssignableFrom(type) ? new ConcurrentHashMap<>() : new HashMap<>();
    }

    /** An empty container by its no-argument constructor; null if it has none, then another kind stands in as in Dubbo. */
    private static @Nullable Object construct(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return null;
        }
        try {
            if (ClassFields.isPlatform(type)) {
                return type.getConstructor().newInstance();
            }
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
