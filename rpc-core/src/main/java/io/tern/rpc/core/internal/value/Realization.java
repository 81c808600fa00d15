// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.core.internal.settings.NamedClass;
import io.tern.rpc.spi.ClassPolicy;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.AbstractList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One value on its way to its type, with all that it contains. What is contained several times becomes one object, so that
 * cycles end. Confined to a thread.
 */
final class Realization {
    /** A text under this name says which class a map is meant for. */
    static final String CLASS = "class";

    private static final int DEEPEST = 500;
    private static final int MOST_CONTAINERS = 1_000_000;
    private static final int LONGEST_NAME = 512;
    /** Each costs a look-up in the class path. */
    private static final int MOST_ABSENT_CLASSES = 256;
    /** Stands for an object that cannot be referred to before all its parts are there. */
    private static final Object UNFINISHED = new Object();

    private final @Nullable ClassPolicy policy;
    private final @Nullable ClassLoader loader;
    private final BeanShapes shapes;
    private final IdentityHashMap<Object, Map<Type, Object>> made = new IdentityHashMap<>();
    private final HashCost cost = new HashCost();
    private int depth;
    private int containers;
    private int absentClasses;

    Realization(@Nullable ClassPolicy policy, @Nullable ClassLoader loader, BeanShapes shapes) {
        this.policy = policy;
        this.loader = loader;
        this.shapes = shapes;
    }

    /** Whether a literal is taken at its word. */
    boolean isStrict() {
        return policy == null;
    }

    BeanShapes.Shape shape(Class<?> type) {
        return shapes.of(type);
    }

    @Nullable
    Object value(@Nullable Object plain, Type type) {
        Class<?> raw = Types.raw(type);
        if (plain == null || raw == void.class || raw == Void.class) {
            return null;
        }
        boolean container = plain instanceof Map
                || plain instanceof Collection
                || plain.getClass().isArray();
        if (!container) {
            cost.scalar(plain);
            Object text = isStrict() ? null : asArray(plain, raw);
            return text != null ? text : isStrict() ? Scalars.ofLiteral(plain, raw) : Scalars.ofPeer(plain, raw);
        }
        Map<Type, Object> known = made.computeIfAbsent(plain, key -> new HashMap<>(2));
        Object before = known.get(type);
        if (before == UNFINISHED) {
            throw new IllegalArgumentException(raw.getTypeName() + " cannot be made of something that contains itself");
        } else if (before != null) {
            cost.again(before);
            return before;
        }
        if (++containers > MOST_CONTAINERS || ++depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "it has more than " + MOST_CONTAINERS + " parts, or is nested more than " + DEEPEST + " deep");
        }
        known.put(type, UNFINISHED);
        long workBefore = cost.work();
        long tiesBefore = cost.ties();
        Object value = plain instanceof Map<?, ?> map ? object(map, type, raw, known) : list(plain, type, raw, known);
        known.put(type, value);
        cost.made(value, workBefore, tiesBefore);
        depth--;
        return value;
    }

    /** Hessian sends an array of characters as a text. */
    private static @Nullable Object asArray(Object plain, Class<?> raw) {
        return plain instanceof String text && raw == char[].class ? text.toCharArray() : null;
    }

    // ---- lists and arrays

    private Object list(Object plain, Type type, Class<?> raw, Map<Type, Object> known) {
        if (raw.isInstance(plain) && isFlat(plain)) {
            return plain;
        }
        Collection<?> items = plain instanceof Collection<?> collection ? collection : new ArrayItems(plain);
        if (raw == String.class && plain instanceof char[] letters) {
            return new String(letters);
        } else if (raw.isArray()) {
            return array(items, Types.element(type, raw), raw, type, known);
        } else if (raw == Object.class && plain.getClass().isArray()) {
            return array(items, Object.class, Object[].class, type, known);
        }
        Class<?> wanted = raw == Object.class && !isStrict() ? kind(plain) : raw;
        Collection<@Nullable Object> made = Containers.collection(wanted == Object.class ? Collection.class : wanted);
        if (made == null) {
            throw Scalars.unfit(plain instanceof Collection ? plain : items, raw);
        }
        known.put(type, made);
        Type item = raw == Object.class ? Object.class : itemType(type, raw);
        HashCost.Keys keys = made instanceof Set ? cost.new Keys(!(made instanceof SortedSet)) : null;
        try {
            for (Object each : items) {
                made.add(keys == null ? value(each, item) : element(each, item, keys));
            }
        } catch (NullPointerException | ClassCastException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(raw.getTypeName() + " cannot hold these items", e);
        }
        return made;
    }

    private @Nullable Object element(@Nullable Object plain, Type type, HashCost.Keys keys) {
        keys.begin();
        Object element = value(plain, type);
        keys.end();
        keys.check(element);
        return element;
    }

    /** Where nothing is declared, a set stays a set. */
    private static Class<?> kind(Object plain) {
        return plain instanceof Set ? Set.class : Collection.class;
    }

    private static Type itemType(Type type, Class<?> raw) {
        return Types.argument(type, Collection.class.isAssignableFrom(raw) ? Collection.class : Iterable.class, 0);
    }

    private static boolean isFlat(Object plain) {
        Class<?> item = plain.getClass().getComponentType();
        return item != null && (item.isPrimitive() || item == String.class);
    }

    private Object array(Collection<?> items, Type item, Class<?> raw, Type type, Map<Type, Object> known) {
        Object array = Array.newInstance(raw.getComponentType(), items.size());
        known.put(type, array);
        int at = 0;
        for (Object each : items) {
            Object value = value(each, item);
            if (value != null || !raw.getComponentType().isPrimitive()) {
                Array.set(array, at, value);
            }
            at++;
        }
        return array;
    }

    // ---- maps

    private Object object(Map<?, ?> plain, Type type, Class<?> raw, Map<Type, Object> known) {
        Map<Object, @Nullable Object> entries = Containers.map(raw);
        if (entries != null) {
            return entries(plain, entries, type, known);
        }
        Class<?> named = isStrict() ? null : named(plain.get(CLASS));
        if (named == null && raw == Object.class) {
            return entries(plain, new LinkedHashMap<>(), type, known);
        } else if (named != null && !Types.boxed(raw).isAssignableFrom(named)) {
            throw new IllegalArgumentException(
                    "its entry class names " + named.getName() + ", which is no " + raw.getTypeName());
        }
        // A class that is named is one of several that the type admits: what the type says about arguments is lost.
        Class<?> wanted = named == null ? raw : named;
        Type context = named == null || named == raw ? type : named;
        if (wanted.isEnum() && plain.get("name") != null) {
            return Scalars.ofPeer(String.valueOf(plain.get("name")), wanted);
        }
        if (Map.class.isAssignableFrom(wanted)) {
            Map<Object, @Nullable Object> own = Containers.map(wanted);
            if (own != null) {
                return entries(plain, own, context, known);
            }
        }
        return new Bean(this, wanted, context).of(plain, begun -> known.put(type, begun));
    }

    private Object entries(Map<?, ?> plain, Map<Object, @Nullable Object> entries, Type type, Map<Type, Object> known) {
        known.put(type, entries);
        boolean typed = Map.class.isAssignableFrom(Types.raw(type));
        Type keyType = typed ? Types.argument(type, Map.class, 0) : Object.class;
        Type valueType = typed ? Types.argument(type, Map.class, 1) : Object.class;
        HashCost.Keys keys = cost.new Keys(!(entries instanceof SortedMap));
        try {
            plain.forEach((key, value) -> {
                keys.begin();
                Object typedKey = value(key, keyType);
                keys.end(); // of the key alone; what it refers to can grow with the value
                if (typedKey != null || !isStrict()) {
                    Object typedValue = value(value, valueType);
                    keys.check(typedKey);
                    put(entries, typedKey, typedValue);
                }
            });
        } catch (NullPointerException | ClassCastException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(Types.raw(type).getTypeName() + " cannot hold these entries", e);
        }
        return entries;
    }

    @SuppressWarnings("NullAway") // Some maps take a null for a key, and the others say so.
    private static void put(Map<Object, @Nullable Object> entries, @Nullable Object key, @Nullable Object value) {
        entries.put(key, value);
    }

    // ---- classes

    /**
     * The class of this name; null if there is none, since a peer may have one that is not known here. Loaded only if it is
     * admitted, and not initialized.
     */
    private @Nullable Class<?> named(@Nullable Object name) {
        if (policy == null || !(name instanceof String text) || text.isEmpty()) {
            return null;
        }
        if (policy.admits(text)) {
            return NamedClass.find(text, loader);
        }
        if (++absentClasses > MOST_ABSENT_CLASSES) {
            throw new IllegalArgumentException(
                    "it names more than " + MOST_ABSENT_CLASSES + " classes that are not admitted");
        }
        if (text.length() <= LONGEST_NAME && exists(text)) {
            throw refused(text, policy);
        }
        return null;
    }

    private boolean exists(String name) {
        String file = name.replace('.', '/') + ".class";
        return loader == null ? ClassLoader.getSystemResource(file) != null : loader.getResource(file) != null;
    }

    /** Before anything is made of a class. */
    void admit(Class<?> type) {
        if (policy != null && !policy.admits(type.getName())) {
            throw refused(type.getName(), policy);
        }
    }

    private static IllegalArgumentException refused(String name, ClassPolicy policy) {
        policy.refused(name);
        return new IllegalArgumentException("class " + SafeText.of(name) + " is not admitted; " + policy.cure(name));
    }

    /** The items of an array of any kind. */
    private static final class ArrayItems extends AbstractList<@Nullable Object> {
        private final Object array;

        ArrayItems(Object array) {
            this.array = array;
        }

        @Override
        public @Nullable Object get(int index) {
            return Array.get(array, index);
        }

        @Override
        public int size() {
            return Array.getLength(array);
        }
    }
}
