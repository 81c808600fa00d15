// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.security;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * A set of class names given as lines: {@code a.b.C} is a class with the classes inside it, {@code a.b.*} a package with
 * those below, {@code a.b.?} a package alone. Immutable.
 */
final class ClassNames {
    private final Set<String> classes = new HashSet<>();
    private final Set<String> trees = new HashSet<>();
    private final Set<String> packages = new HashSet<>();

    ClassNames(Collection<String> lines) {
        for (String line : lines) {
            if (line.endsWith(".*")) {
                trees.add(line.substring(0, line.length() - 2));
            } else if (line.endsWith(".?")) {
                packages.add(line.substring(0, line.length() - 2));
            } else {
                classes.add(line);
            }
        }
    }

    boolean isEmpty() {
        return classes.isEmpty() && trees.isEmpty() && packages.isEmpty();
    }

    /** Walks the name once: at each dot it may be in a package, at each dollar and at the end it may be a class. */
    boolean contains(String className) {
        int lastDot = className.lastIndexOf('.');
        for (int i = 1; i < className.length(); i++) {
            char c = className.charAt(i);
            if (c == '.' || c == '$') {
                String prefix = className.substring(0, i);
                if (c == '.' ? trees.contains(prefix) : classes.contains(prefix)) {
                    return true;
                }
                if (i == lastDot && packages.contains(prefix)) {
                    return true;
                }
            }
        }
        return classes.contains(className);
    }
}
