// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.ClassFile;
import javassist.bytecode.Opcode;

/**
 * Where a generated class can live: it must see the interface, the types of its methods, and Tern's own types.
 *
 * <p>The first choice is the interface's own package, which also sees package-private types; where its module is closed
 * or its loader does not know Tern, Tern's own package does, if everything is public and Tern's loader knows it.
 */
final class HostPackage {
    private static final String KEYHOLE = "TernKeyhole";

    private HostPackage() {}

    /** Defines a hidden class at the first place that works. */
    static Lookup define(Class<?> serviceInterface, Collection<Class<?>> needed, Generator generator, Object classData)
            throws NoPlaceException {
        List<String> reasons = new ArrayList<>();
        for (Class<?> neighbour : List.of(serviceInterface, HostPackage.class)) {
            try {
                Lookup lookup = fullLookup(neighbour);
                requireVisible(lookup, needed);
                byte[] bytes = bytes(generator.classBeside(neighbour));
                return lookup.defineHiddenClassWithClassData(bytes, classData, false);
            } catch (IllegalAccessException | ClassNotFoundException | LinkageError e) {
                reasons.add("not in package " + neighbour.getPackageName() + ": " + e);
            }
        }
        throw new NoPlaceException(reasons);
    }

    /** Writes the class for one place. */
    @FunctionalInterface
    interface Generator {
        ClassFile classBeside(Class<?> neighbour);
    }

    private static void requireVisible(Lookup lookup, Collection<Class<?>> needed)
            throws ClassNotFoundException, IllegalAccessException {
        for (Class<?> type : needed) {
            if (lookup.findClass(type.getName()) != type) {
                throw new ClassNotFoundException("another " + type.getName() + " is seen from there");
            }
        }
    }

    private static Lookup fullLookup(Class<?> neighbour) throws IllegalAccessException, ClassNotFoundException {
        Lookup own = MethodHandles.lookup();
        if (neighbour == own.lookupClass()) {
            return own;
        }
        Lookup lookup = MethodHandles.privateLookupIn(neighbour, own);
        return lookup.hasFullPrivilegeAccess() ? lookup : throughKeyhole(lookup);
    }

    /**
     * Across modules (each class loader has an unnamed one of its own) a private lookup may define ordinary classes but
     * not hidden ones. So one tiny class per package and loader is defined; its only method, private, gives its own lookup.
     */
    private static Lookup throughKeyhole(Lookup lookup) throws IllegalAccessException, ClassNotFoundException {
        String packageName = lookup.lookupClass().getPackageName();
        String name = packageName.isEmpty() ? KEYHOLE : packageName + '.' + KEYHOLE;
        Class<?> keyhole;
        try {
            keyhole = lookup.defineClass(bytes(keyhole(name)));
        } catch (LinkageError alreadyThere) {
            keyhole = lookup.findClass(name);
        }
        try {
            MethodHandle own = MethodHandles.privateLookupIn(keyhole, MethodHandles.lookup())
                    .findStatic(keyhole, "lookup", MethodType.methodType(Lookup.class));
            return (Lookup) own.invoke();
        } catch (NoSuchMethodException e) {
            throw new LinkageError(name + " is not the class that Tern defines under this name", e);
        } catch (IllegalAccessException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError(name + " gave no lookup", e);
        }
    }

    private static ClassFile keyhole(String name) {
        ClassFile file = new ClassFile(false, name, "java.lang.Object");
        file.setMajorVersion(Code.JAVA_17);
        file.setAccessFlags(AccessFlag.FINAL | AccessFlag.SUPER | AccessFlag.SYNTHETIC);
        Code code = Code.in(file);
        code.bytes()
                .addInvokestatic(
                        MethodHandles.class.getName(),
                        "lookup",
                        MethodType.methodType(Lookup.class).toMethodDescriptorString());
        code.bytes().addOpcode(Opcode.ARETURN);
        code.addTo(file, AccessFlag.PRIVATE | AccessFlag.STATIC, "lookup", MethodType.methodType(Lookup.class), 0);
        return file;
    }

    private static byte[] bytes(ClassFile file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try {
            file.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
