// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import com.alibaba.com.caucho.hessian.io.ClassFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** hessian-lite's own list of classes that attacks use: a second belt behind the policy, which an application can widen too far. */
final class DenyList {
    /** Whole names. */
    private static final Set<String> CLASSES;
    /** Beginnings of names. */
    private static final List<String> PREFIXES;

    static {
        Set<String> classes = new HashSet<>();
        List<String> prefixes = new ArrayList<>();
        for (String line : lines()) {
            String entry = line.strip();
            if (entry.endsWith(".") || entry.endsWith("*")) {
                prefixes.add(entry.endsWith("*") ? entry.substring(0, entry.length() - 1) : entry);
            } else if (!entry.isEmpty() && !entry.startsWith("#")) {
                classes.add(entry);
            }
        }
        CLASSES = Set.copyOf(classes);
        PREFIXES = List.copyOf(prefixes);
    }

    private static Iterable<String> lines() {
        try (InputStream list = ClassFactory.class.getClassLoader().getResourceAsStream("DENY_CLASS")) {
            if (list == null) {
                throw new IllegalStateException("hessian-lite's DENY_CLASS is missing in the class path");
            }
            return List.of(ClassFactory.readLines(list));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DenyList() {}

    /** Whether the class, a superclass or an interface that one of them names is on the list. */
    static boolean denies(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (denies(c.getName())) {
                return true;
            }
            for (Class<?> implemented : c.getInterfaces()) {
                if (denies(implemented.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean denies(String name) {
        return CLASSES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
    }
}
