// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what runs in classes that must never be reached. */
public final class Touches {
    private static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();

    private Touches() {}

    /** Called by marker classes, whatever runs in them. */
    public static void touch(String what) {
        COUNTS.merge(what, 1, Integer::sum);
    }

    /** Everything that ran since the last reset. */
    static Map<String, Integer> all() {
        return new TreeMap<>(COUNTS);
    }

    static void reset() {
        COUNTS.clear();
    }
}
