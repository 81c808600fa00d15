// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Class definitions by their bytes, since peers send them in full with every message. Each entry has passed the class lookup of
 * the codec that owns this cache, with its policy and its loader, and names a class that the lookup remembers as admitted;
 * refused and absent names are never in here. Bounded, so that a peer that varies its definitions only pushes out others.
 * Thread-safe.
 */
final class DefinitionCache {
    private static final int SETS = 128;
    private static final int WAYS = 4;
    private static final int LONGEST = 2_048;

    private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(SETS * WAYS);
    // Only spreads the losses, so that races do no harm.
    private int victim;

    private static final class Entry {
        private final byte[] bytes;
        private final Definition definition;

        private Entry(byte[] bytes, Definition definition) {
            this.bytes = bytes;
            this.definition = definition;
        }
    }

    /** The definition that comes next in the source, which is then consumed; null, and nothing is read, if it is not known. */
    @Nullable
    Definition take(ByteSource source) {
        int hash = source.hashOfText();
        if (hash < 0) {
            return null;
        }
        int first = (hash & SETS - 1) * WAYS;
        for (int i = first; i < first + WAYS; i++) {
            Entry entry = entries.getAcquire(i);
            if (entry == null) {
                return null;
            }
            if (source.skipIfNext(entry.bytes)) {
                return entry.definition;
            }
        }
        return null;
    }

    /**
     * Keeps a definition.
     *
     * @param hash of its name, as the source gave it before it was read
     * @param bytes all its bytes
     */
    void keep(int hash, byte[] bytes, Definition definition) {
        if (bytes.length > LONGEST) {
            return;
        }
        int first = (hash & SETS - 1) * WAYS;
        Entry entry = new Entry(bytes, definition);
        for (int i = first; i < first + WAYS; i++) {
            if (entries.compareAndSet(i, null, entry)) {
                return;
            }
        }
        entries.setRelease(first + (victim++ & WAYS - 1), entry);
    }

    /** For tests: how many definitions are kept. */
    int size() {
        int size = 0;
        for (int i = 0; i < entries.length(); i++) {
            size += entries.get(i) == null ? 0 : 1;
        }
        return size;
    }
}
