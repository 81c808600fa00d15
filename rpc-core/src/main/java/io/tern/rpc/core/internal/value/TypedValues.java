// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import io.tern.rpc.core.internal.settings.NamedClass;
import io.tern.rpc.spi.ClassPolicy;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of declared types out of texts, numbers, lists and maps. The one place in which names and values become
 * objects. Thread-safe.
 *
 * <p>A literal in the user's own file is taken at its word: what its type cannot hold, or has no place for, is a mistake. A
 * peer may be older or newer and have fewer types, so what it sends is converted where nothing is lost, names that an object
 * does not have are passed over, and an entry {@code class} can name a subclass. No object is made of a class that the
 * policy does not admit, and what a peer sends is bounded in depth and number.
 */
public final class TypedValues {
    private final @Nullable ClassPolicy policy;
    private final @Nullable ClassLoader loader;
    private final BeanShapes shapes = new BeanShapes();

    private TypedValues(@Nullable ClassPolicy policy, @Nullable ClassLoader loader) {
        this.policy = policy;
        this.loader = loader;
    }

    /** For literals: null, {@link Boolean}, {@link java.math.BigDecimal}, {@link String}, lists and maps of them. */
    public static TypedValues ofLiterals() {
        return new TypedValues(null, null);
    }

    /**
     * For what peers send.
     *
     * @param policy decides about every class of which an object would be made
     * @param loader finds classes by the names of peers; null is the JVM's own
     */
    public static TypedValues ofPeers(ClassPolicy policy, @Nullable ClassLoader loader) {
        return new TypedValues(policy, loader);
    }

    /**
     * A value of the type. Of a peer's value that has the type already, itself.
     *
     * @return null for null, whatever the type
     * @throws IllegalArgumentException with the reason, never with the value, if the type cannot hold it
     */
    public @Nullable Object of(@Nullable Object plain, Type type) {
        try {
            return new Realization(policy, loader, shapes).value(plain, type);
        } catch (StackOverflowError e) {
            // A collection that contains itself can have no place in a set, say.
            throw new IllegalArgumentException("it refers to itself where that cannot be", e);
        }
    }

    /**
     * As {@link #of(Object, Type)}, for the type of a parameter or result.
     *
     * @param owner the interface by which the method is called: it may say what type variables of its parents stand for
     */
    public @Nullable Object of(@Nullable Object plain, Type type, Class<?> owner) {
        return of(plain, Types.resolve(type, owner));
    }

    /**
     * An exception of a peer, with its message if the class takes one; null if there is no such class, it is not admitted,
     * or none can be made of it that easily.
     */
    public @Nullable Throwable exception(String className, @Nullable String message) {
        if (policy == null || !policy.admits(className)) {
            return null;
        }
        Class<?> type = NamedClass.find(className, loader);
        return type == null ? null : Exceptions.of(type, message);
    }

    /** What a careful service returns when it has nothing: zero, an empty text, an object without values. */
    public @Nullable Object empty(Type type) {
        Class<?> raw = Types.raw(type);
        Class<?> target = Types.boxed(raw);
        if (raw == void.class || target == Void.class || target == Object.class) {
            return null;
        } else if (target.isAssignableFrom(String.class)) {
            return "";
        } else if (target == Boolean.class) {
            return false;
        } else if (target == Character.class) {
            return '\0';
        } else if (Number.class.isAssignableFrom(target)) {
            return Scalars.zeroNumber(target);
        } else if (raw.isArray() || Iterable.class.isAssignableFrom(raw)) {
            return of(List.of(), type);
        }
        try {
            return of(Map.of(), type);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
