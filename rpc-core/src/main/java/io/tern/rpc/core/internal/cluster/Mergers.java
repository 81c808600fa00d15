// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.internal.consumer.ReferenceMethods;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The mergers of all methods with the same settings, by method. Thread-safe. */
final class Mergers {
    private final @Nullable String written;
    private final Map<MethodDescriptor, Merger> known = new ConcurrentHashMap<>();

    Mergers(MethodSettings settings) {
        this.written = settings.merger();
    }

    /** Null if the results of this method are not merged. */
    @Nullable
    Merger of(MethodDescriptor method) {
        String text = written;
        if (text == null || ReferenceMethods.isEcho(method)) {
            return null;
        }
        return known.computeIfAbsent(method, key -> find(text, key));
    }

    private static Merger find(String text, MethodDescriptor method) {
        Merger merger = Merger.of(text, method);
        if (merger == null) {
            throw new IllegalArgumentException("merger=\"" + text + "\" does not fit the result of " + method);
        }
        return merger;
    }
}
