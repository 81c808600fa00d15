// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import org.jspecify.annotations.Nullable;

/** Classes whose names stand in the user's own files; no peer can choose them. */
public final class NamedClass {
    private NamedClass() {}

    /** The class, not initialized; null if it cannot be loaded. {@code loader} null is the JVM's own. */
    public static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
