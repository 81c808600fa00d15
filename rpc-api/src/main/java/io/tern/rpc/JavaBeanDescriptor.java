// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in the form of generic calls with {@code generic="bean"}: which class it has, and what it consists of. Parts are
 * described the same way, each by a descriptor of its own; null stays null.
 *
 * <p>Names of classes and properties are only said, never looked up here. Two descriptors are equal only if they are the same
 * object, so that cycles can be described. Not thread-safe. The names of the methods are Dubbo's, for ported code.
 */
public final class JavaBeanDescriptor implements Serializable, Iterable<Map.Entry<Object, @Nullable Object>> {
    /** A class; its name is the property {@code name}. */
    public static final int TYPE_CLASS = 1;
    /** A constant of an enum; its name is the property {@code name}. */
    public static final int TYPE_ENUM = 2;
    /** A collection; its elements are properties by their index from 0. */
    public static final int TYPE_COLLECTION = 3;
    /** A map; its keys are the properties' names. */
    public static final int TYPE_MAP = 4;
    /** An array; the class name is that of its elements, which are properties by their index from 0. */
    public static final int TYPE_ARRAY = 5;
    /** A text, a number, a date or another value without parts; it is the property {@code value}. */
    public static final int TYPE_PRIMITIVE = 6;
    /** Any other object; what its getters give are its properties. */
    public static final int TYPE_BEAN = 7;

    private static final long serialVersionUID = 1L;
    private static final String NAME = "name";
    private static final String VALUE = "value";

    // The names of the fields are those of the wire.
    private @Nullable String className;
    private int type;

    private @Nullable Map<Object, @Nullable Object> properties = new LinkedHashMap<>();

    /** Of no class yet. */
    public JavaBeanDescriptor() {}

    /**
     * Of a class, without properties yet.
     *
     * @param className as {@link Class#getName()} gives it
     * @param type one of the constants
     * @throws IllegalArgumentException if the name is empty or the type is none of them
     */
    public JavaBeanDescriptor(String className, int type) {
        setClassName(className);
        setType(type);
    }

    /** Whether it is a {@link #TYPE_CLASS}. */
    public boolean isClassType() {
        return type == TYPE_CLASS;
    }

    /** Whether it is a {@link #TYPE_ENUM}. */
    public boolean isEnumType() {
        return type == TYPE_ENUM;
    }

    /** Whether it is a {@link #TYPE_COLLECTION}. */
    public boolean isCollectionType() {
        return type == TYPE_COLLECTION;
    }

    /** Whether it is a {@link #TYPE_MAP}. */
    public boolean isMapType() {
        return type == TYPE_MAP;
    }

    /** Whether it is a {@link #TYPE_ARRAY}. */
    public boolean isArrayType() {
        return type == TYPE_ARRAY;
    }

    /** Whether it is a {@link #TYPE_PRIMITIVE}. */
    public boolean isPrimitiveType() {
        return type == TYPE_PRIMITIVE;
    }

    /** Whether it is a {@link #TYPE_BEAN}. */
    public boolean isBeanType() {
        return type == TYPE_BEAN;
    }

    /** One of the constants; of a peer's descriptor possibly another number. */
    public int getType() {
        return type;
    }

    /**
     * Says of which type it is.
     *
     * @throws IllegalArgumentException if that is none of the constants
     */
    public void setType(int type) {
        if (type < TYPE_CLASS || type > TYPE_BEAN) {
            throw new IllegalArgumentException("No type of a bean descriptor: " + type + " (expected: " + TYPE_CLASS
                    + " to " + TYPE_BEAN + ", one of its constants)");
        }
        this.type = type;
    }

    /** The name of the class; null if nobody has said it. */
    public @Nullable String getClassName() {
        return className;
    }

    /**
     * Names the class.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public void setClassName(String className) {
        if (className.isEmpty()) {
            throw new IllegalArgumentException("A bean descriptor needs the name of a class");
        }
        this.className = className;
    }

    /**
     * Sets a property; {@code value} should be null or a descriptor.
     *
     * @return what it was before
     */
    public @Nullable Object setProperty(Object name, @Nullable Object value) {
        Map<Object, @Nullable Object> all = properties;
        if (all == null) {
            all = new LinkedHashMap<>();
            properties = all;
        }
        return all.put(name, value);
    }

    /** A property; null if it is null or there is none. */
    public @Nullable Object getProperty(Object name) {
        return known().get(name);
    }

    /** Whether there is such a property, null or not. */
    public boolean containsProperty(Object name) {
        return known().containsKey(name);
    }

    /** The number of properties. */
    public int propertySize() {
        return known().size();
    }

    /** The properties in their order, to be looked at. */
    @Override
    public Iterator<Map.Entry<Object, @Nullable Object>> iterator() {
        return Collections.unmodifiableMap(known()).entrySet().iterator();
    }

    /** Names the constant; returns what was said before. */
    public @Nullable String setEnumNameProperty(String name) {
        return text(setProperty(NAME, name));
    }

    /** The name of the constant; null if this is no constant. */
    public @Nullable String getEnumPropertyName() {
        return isEnumType() ? text(getProperty(NAME)) : null;
    }

    /** Names the class that is the value; returns what was said before. */
    public @Nullable String setClassNameProperty(String name) {
        return text(setProperty(NAME, name));
    }

    /** The name of the class that is the value; null if the value is no class. */
    public @Nullable String getClassNameProperty() {
        return isClassType() ? text(getProperty(NAME)) : null;
    }

    /** Sets the value that has no parts; returns what it was before. */
    public @Nullable Object setPrimitiveProperty(@Nullable Object value) {
        return setProperty(VALUE, value);
    }

    /** The value that has no parts; null if this is another type. */
    public @Nullable Object getPrimitiveProperty() {
        return isPrimitiveType() ? getProperty(VALUE) : null;
    }

    /** A peer may have sent none. */
    private Map<Object, @Nullable Object> known() {
        Map<Object, @Nullable Object> all = properties;
        return all == null ? Map.of() : all;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }

    /** The class and the number of properties, never their values. */
    @Override
    public String toString() {
        return "descriptor of " + className + ", " + propertySize() + " properties";
    }
}
