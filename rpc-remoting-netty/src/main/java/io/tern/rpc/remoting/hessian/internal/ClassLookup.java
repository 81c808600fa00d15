// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.GenericException;
import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ClassPolicy;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one way from a name in the bytes to a class. The policy is asked first, always; then the class is looked up without
 * being initialized. A class that the policy does not admit is refused if it exists here and absent if it does not, which is
 * found out by its file, without loading it. Thread-safe.
 */
final class ClassLookup {
    private static final int CACHED_ABSENT = 1_024;
    /** Names that Hessian itself gives to basic types; they need no leave. */
    private static final Map<String, Class<?>> BASIC = Map.ofEntries(
            Map.entry("boolean", boolean.class),
            Map.entry("byte", byte.class),
            Map.entry("short", short.class),
            Map.entry("int", int.class),
            Map.entry("long", long.class),
            Map.entry("float", float.class),
            Map.entry("double", double.class),
            Map.entry("char", char.class),
            Map.entry("string", String.class),
            Map.entry("date", Date.class),
            Map.entry("object", Object.class));
    /** Classes without which exceptions and EnumSets cannot be read, and Dubbo's own ones under both their names. */
    private static final Map<String, Class<?>> ALWAYS = Map.of(
            "java.lang.Class",
            Class.class,
            "java.lang.StackTraceElement",
            StackTraceElement.class,
            WireNames.ALIBABA_RPC_EXCEPTION,
            RpcException.class,
            WireNames.APACHE_RPC_EXCEPTION,
            RpcException.class,
            WireNames.ALIBABA_GENERIC_EXCEPTION,
            GenericException.class,
            WireNames.APACHE_GENERIC_EXCEPTION,
            GenericException.class,
            WireNames.ALIBABA_DESCRIPTOR,
            JavaBeanDescriptor.class,
            WireNames.APACHE_DESCRIPTOR,
            JavaBeanDescriptor.class);

    private final ClassPolicy policy;
    private final ClassLoader loader;
    private final Map<String, Resolution> found = new ConcurrentHashMap<>();
    private final Set<String> absent = ConcurrentHashMap.newKeySet();

    ClassLookup(ClassPolicy policy, ClassLoader loader) {
        this.policy = policy;
        this.loader = loader;
    }

    /** The error for a class that was refused. */
    RpcSerializationException refusal(String name) {
        policy.refused(name);
        if (policy.admits(name)) {
            return Faults.decode(
                    "class " + Faults.safe(name) + " is, or descends from, one that hessian-lite never creates because"
                            + " attacks use it; no setting admits it");
        }
        Class<?> standIn = standIn(name);
        return Faults.refused(standIn == null ? name : WireNames.admittedAs(standIn), policy);
    }

    /** The class of an object, list or map. */
    Resolution resolve(String name) {
        Resolution known = found.get(name);
        if (known != null) {
            return known;
        }
        Class<?> always = ALWAYS.get(name);
        if (always != null) {
            return Resolution.of(always);
        }
        requireName(name);
        Class<?> standIn = standIn(name);
        if (standIn != null) {
            if (!policy.admits(WireNames.admittedAs(standIn))) {
                return Resolution.REFUSED;
            }
            // Of the collections, any number of names stand for one.
            return ValueForms.standIn(name) == null ? Resolution.of(standIn) : keep(name, standIn);
        }
        return policy.admits(name) ? admitted(name) : notAdmitted(name);
    }

    /** The class of an array's elements, in Hessian's way of writing: {@code int}, {@code string}, a class name. */
    Resolution resolveElement(String name) {
        Class<?> basic = BASIC.get(name);
        return basic == null ? resolve(name) : Resolution.of(basic);
    }

    /** A class whose name, as {@link Class#getName()} gives it, was sent as a value. */
    Class<?> resolveValue(String name) {
        int dimensions = 0;
        while (dimensions < name.length() && name.charAt(dimensions) == '[') {
            dimensions++;
        }
        String element = name.substring(dimensions);
        if (dimensions > 0) {
            requireDimensions(dimensions);
            element = WireNames.elementOfDescriptor(element);
        }
        Class<?> basic = WireNames.primitiveOrBoxed(element);
        Resolution resolution = basic == null ? resolve(element) : Resolution.of(basic);
        if (resolution.refused()) {
            throw refusal(element);
        }
        Class<?> type = resolution.type();
        if (type == null) {
            throw Faults.decode("class " + Faults.safe(element) + ", sent as a value, does not exist here");
        }
        for (int i = 0; i < dimensions; i++) {
            type = type.arrayType();
        }
        return type;
    }

    /** Whether a name was admitted, and stands for the same class from now on. */
    boolean remembers(String name) {
        return found.containsKey(name) || ALWAYS.containsKey(name);
    }

    /** For tests: how many names are remembered. */
    int remembered() {
        return found.size() + absent.size();
    }

    private static @Nullable Class<?> standIn(String name) {
        Class<?> value = ValueForms.standIn(name);
        return value == null ? WireNames.publicCollection(name) : value;
    }

    static void requireDimensions(int dimensions) {
        if (dimensions > Limits.DIMENSIONS) {
            throw Faults.decode("an array of more than " + Limits.DIMENSIONS + " dimensions");
        }
    }

    private Resolution admitted(String name) {
        Class<?> type = load(name);
        if (type == null) {
            return Resolution.ABSENT;
        }
        if (DenyList.denies(type)) {
            return Resolution.REFUSED;
        }
        return keep(name, type);
    }

    private Resolution notAdmitted(String name) {
        Class<?> owner = enumOfConstant(name);
        if (owner != null) {
            // Not kept: E$1, E$2 and so on without end stand for E.
            return Resolution.of(owner);
        }
        if (absent.contains(name)) {
            return Resolution.ABSENT;
        }
        if (loader.getResource(name.replace('.', '/') + ".class") != null) {
            return Resolution.REFUSED;
        }
        if (absent.size() < CACHED_ABSENT) {
            absent.add(name);
        }
        return Resolution.ABSENT;
    }

    // A constant with a body has a class of its own, E$1, which old peers send instead of E.
    private @Nullable Class<?> enumOfConstant(String name) {
        int dollar = name.lastIndexOf('$');
        if (dollar <= 0 || !name.substring(dollar + 1).chars().allMatch(Character::isDigit)) {
            return null;
        }
        String owner = name.substring(0, dollar);
        Class<?> type = policy.admits(owner) ? resolve(owner).type() : null;
        return type != null && type.isEnum() ? type : null;
    }

    private @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    // Only names of classes that are admitted and exist get here, so a peer cannot fill the table.
    private Resolution keep(String name, Class<?> type) {
        Resolution resolution = Resolution.of(type);
        found.put(name, resolution);
        return resolution;
    }

    private static void requireName(String name) {
        boolean good = !name.isEmpty() && name.length() <= Limits.CLASS_NAME_CHARS;
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = c == '.' ? i > 0 && name.charAt(i - 1) != '.' : Character.isJavaIdentifierPart(c);
        }
        if (!good) {
            throw Faults.decode(Faults.safe(name) + " is not the name of a class");
        }
    }
}
