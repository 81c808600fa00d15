// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** Carries a text that stands for a trace; as the one of docs/async.md carries the logging context. */
public final class TraceCarrier implements ContextCarrier {
    static final ThreadLocal<@Nullable String> TRACE = new ThreadLocal<>();

    @Override
    public @Nullable Carried capture() {
        String trace = TRACE.get();
        return trace == null ? null : () -> show(trace);
    }

    private static Runnable show(String trace) {
        String before = TRACE.get();
        TRACE.set(trace);
        return () -> TRACE.set(before);
    }
}
