// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import io.tern.rpc.JavaBeanDescriptor;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts, numbers, lists and maps out of a peer's descriptors, from which {@link TypedValues} goes on: names of classes
 * are only passed on, as the entry {@code class} of a map. Confined to a thread.
 */
public final class DescribedParts {
    private static final int DEEPEST = 500;

    private final IdentityHashMap<JavaBeanDescriptor, Object> made = new IdentityHashMap<>();

    private DescribedParts() {}

    /**
     * The plain form of a descriptor; null of null.
     *
     * @throws IllegalArgumentException with the reason if the value is no descriptor, or one that contradicts itself
     */
    public static @Nullable Object of(@Nullable Object described) {
        if (described != null && !(described instanceof JavaBeanDescriptor)) {
            throw new IllegalArgumentException(
                    "it is no JavaBeanDescriptor, which generic=\"bean\" needs; describe it, or use generic=\"true\"");
        }
        return new DescribedParts().part(described, 0);
    }

    private @Nullable Object part(@Nullable Object part, int depth) {
        if (!(part instanceof JavaBeanDescriptor described)) {
            return part;
        }
        Object known = made.get(described);
        if (known != null) {
            return known;
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it is nested more than " + DEEPEST + " deep");
        }
        return switch (described.getType()) {
            case JavaBeanDescriptor.TYPE_CLASS -> needed(described.getClassNameProperty(), "name of a class");
            case JavaBeanDescriptor.TYPE_ENUM -> constant(described);
            case JavaBeanDescriptor.TYPE_PRIMITIVE -> described.getPrimitiveProperty();
            case JavaBeanDescriptor.TYPE_ARRAY -> array(described, depth);
            case JavaBeanDescriptor.TYPE_COLLECTION -> collection(described, depth);
            case JavaBeanDescriptor.TYPE_MAP -> map(described, depth);
            case JavaBeanDescriptor.TYPE_BEAN -> bean(described, depth);
            default ->
                throw new IllegalArgumentException("its type " + described.getType() + " is none from "
                        + JavaBeanDescriptor.TYPE_CLASS + " to " + JavaBeanDescriptor.TYPE_BEAN);
        };
    }

    private static Map<Object, @Nullable Object> constant(JavaBeanDescriptor described) {
        Map<Object, @Nullable Object> constant = new LinkedHashMap<>();
        constant.put("name", needed(described.getEnumPropertyName(), "name of a constant"));
        constant.put(Realization.CLASS, described.getClassName());
        return constant;
    }

    private Object array(JavaBeanDescriptor described, int depth) {
        @Nullable Object[] items = new @Nullable Object[described.propertySize()];
        made.put(described, items);
        for (int i = 0; i < items.length; i++) {
            items[i] = part(item(described, i), depth + 1);
        }
        return items;
    }

    private Object collection(JavaBeanDescriptor described, int depth) {
        List<@Nullable Object> items = new ArrayList<>(described.propertySize());
        made.put(described, items);
        for (int i = 0; i < described.propertySize(); i++) {
            items.add(part(item(described, i), depth + 1));
        }
        return items;
    }

    private static @Nullable Object item(JavaBeanDescriptor described, int index) {
        if (!described.containsProperty(index)) {
            throw new IllegalArgumentException("it has " + described.propertySize() + " items, but none of the index "
                    + index + " (expected: properties 0, 1 and so on)");
        }
        return described.getProperty(index);
    }

    @SuppressWarnings("NullAway") // A map may have null for a key, and this kind takes it.
    private Object map(JavaBeanDescriptor described, int depth) {
        Pairs pairs = new Pairs();
        made.put(described, pairs);
        for (Map.Entry<Object, @Nullable Object> entry : described) {
            pairs.add(part(entry.getKey(), depth + 1), part(entry.getValue(), depth + 1));
        }
        return pairs;
    }

    /** A map that is only walked through: what a peer describes as keys is not hashed before its cost is known. */
    private static final class Pairs extends AbstractMap<Object, @Nullable Object> {
        private final List<Entry<Object, @Nullable Object>> pairs = new ArrayList<>();

        void add(Object key, @Nullable Object value) {
            pairs.add(new SimpleImmutableEntry<>(key, value));
        }

        @Override
        public Set<Entry<Object, @Nullable Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<Object, @Nullable Object>> iterator() {
                    return pairs.iterator();
                }

                @Override
                public int size() {
                    return pairs.size();
                }
            };
        }
    }

    private Object bean(JavaBeanDescriptor described, int depth) {
        Map<Object, @Nullable Object> bean = new LinkedHashMap<>();
        made.put(described, bean);
        for (Map.Entry<Object, @Nullable Object> property : described) {
            bean.put(property.getKey(), part(property.getValue(), depth + 1));
        }
        bean.put(Realization.CLASS, needed(described.getClassName(), "name of a class"));
        return bean;
    }

    private static String needed(@Nullable String text, String what) {
        if (text == null) {
            throw new IllegalArgumentException("it has no " + what);
        }
        return text;
    }
}
