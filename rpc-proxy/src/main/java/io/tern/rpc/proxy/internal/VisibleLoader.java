// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loader that sees both an interface and Tern where neither of their own loaders does: the interface's first, then Tern's. */
public final class VisibleLoader extends ClassLoader {
    private final @Nullable ClassLoader tern;

    private VisibleLoader(@Nullable ClassLoader interfaces, @Nullable ClassLoader tern) {
        super("tern-proxies", interfaces);
        this.tern = tern;
    }

    /** The interface's loader, Tern's, or a new one over both; the first that sees all the types. */
    public static @Nullable ClassLoader of(Class<?> serviceInterface, List<Class<?>> types) {
        ClassLoader interfaces = serviceInterface.getClassLoader();
        ClassLoader tern = VisibleLoader.class.getClassLoader();
        if (sees(interfaces, types)) {
            return interfaces;
        }
        return sees(tern, types) ? tern : new VisibleLoader(interfaces, tern);
    }

    private static boolean sees(@Nullable ClassLoader loader, List<Class<?>> types) {
        for (Class<?> type : types) {
            try {
                if (Class.forName(type.getName(), false, loader) != type) {
                    return false;
                }
            } catch (ClassNotFoundException e) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return Class.forName(name, false, tern);
    }
}
