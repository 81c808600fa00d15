// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Class names on the wire that are not simply those of the classes. */
final class WireNames {
    static final String ALIBABA_RPC_EXCEPTION = "com.alibaba.dubbo.rpc.RpcException";
    static final String APACHE_RPC_EXCEPTION = "org.apache.dubbo.rpc.RpcException";
    static final String ALIBABA_GENERIC_EXCEPTION = "com.alibaba.dubbo.rpc.service.GenericException";
    static final String APACHE_GENERIC_EXCEPTION = "org.apache.dubbo.rpc.service.GenericException";
    static final String ALIBABA_DESCRIPTOR = "com.alibaba.dubbo.common.beanutil.JavaBeanDescriptor";
    static final String APACHE_DESCRIPTOR = "org.apache.dubbo.common.beanutil.JavaBeanDescriptor";
    /** How hessian-lite 3.2.13 writes {@code List.of} and its like: without the elements. */
    static final String LOST_COLLECTION = "java.util.CollSer";

    private static final Map<String, Class<?>> PRIMITIVES = Map.ofEntries(
            Map.entry("void", void.class),
            Map.entry("boolean", boolean.class),
            Map.entry("byte", byte.class),
            Map.entry("short", short.class),
            Map.entry("char", char.class),
            Map.entry("int", int.class),
            Map.entry("long", long.class),
            Map.entry("float", float.class),
            Map.entry("double", double.class),
            Map.entry("java.lang.Boolean", Boolean.class),
            Map.entry("java.lang.Byte", Byte.class),
            Map.entry("java.lang.Short", Short.class),
            Map.entry("java.lang.Character", Character.class),
            Map.entry("java.lang.Integer", Integer.class),
            Map.entry("java.lang.Long", Long.class),
            Map.entry("java.lang.Float", Float.class),
            Map.entry("java.lang.Double", Double.class),
            Map.entry("java.lang.String", String.class));
    private static final Map<String, String> DESCRIPTORS = Map.of(
            "Z", "boolean", "B", "byte", "S", "short", "C", "char", "I", "int", "J", "long", "F", "float", "D",
            "double");

    private WireNames() {}

    /**
     * The public class in whose place a private collection of java.util is read; null if the name is not of one. They cannot
     * be made from outside, and Dubbo's reader takes the same ones.
     */
    static @Nullable Class<?> publicCollection(String name) {
        if (!name.startsWith("java.util.") || name.indexOf('$') < 0) {
            return null;
        }
        String owner = name.substring("java.util.".length(), name.indexOf('$'));
        String inner = name.substring(name.indexOf('$') + 1);
        boolean wrapper = owner.equals("Collections") || owner.equals("ImmutableCollections");
        boolean view = inner.contains("KeySet") || inner.endsWith("EntrySet") || inner.endsWith("Values");
        if (!wrapper && !view && !name.equals("java.util.Arrays$ArrayList") && !inner.startsWith("SubList")) {
            return null;
        }
        String kind = name.substring(name.lastIndexOf('$') + 1);
        boolean sorted = kind.contains("Sorted") || kind.contains("Navigable");
        if (kind.contains("Map") && !kind.equals("SetFromMap")) {
            return sorted ? TreeMap.class : HashMap.class;
        }
        if (kind.contains("Set")) {
            return sorted ? TreeSet.class : HashSet.class;
        }
        return ArrayList.class;
    }

    /** The class name that the policy is asked about in place of a stand-in. */
    static String admittedAs(Class<?> standIn) {
        if (standIn == NetForms.Holder.class) {
            return InetAddress.class.getName();
        }
        return standIn == NetForms.Holder6.class ? Inet6Address.class.getName() : standIn.getName();
    }

    /** The element in {@code [Lcom.acme.Order;} or {@code [I}, given without brackets. */
    static String elementOfDescriptor(String descriptor) {
        if (descriptor.length() > 2 && descriptor.startsWith("L") && descriptor.endsWith(";")) {
            return descriptor.substring(1, descriptor.length() - 1);
        }
        String primitive = DESCRIPTORS.get(descriptor);
        if (primitive == null) {
            throw Faults.decode(Faults.safe(descriptor) + " is not the type of an array's elements");
        }
        return primitive;
    }

    static @Nullable Class<?> primitiveOrBoxed(String name) {
        return PRIMITIVES.get(name);
    }
}
