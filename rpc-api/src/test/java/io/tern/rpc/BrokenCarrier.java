// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** Fails where the current thread's mode says. */
public final class BrokenCarrier implements ContextCarrier {
    static final ThreadLocal<@Nullable String> FAILS_IN = new ThreadLocal<>();

    @Override
    public @Nullable Carried capture() {
        String place = FAILS_IN.get();
        if (place == null) {
            return null;
        }
        fail(place, "capture");
        return () -> {
            fail(place, "show");
            return () -> fail(place, "undo");
        };
    }

    private static void fail(String wanted, String here) {
        if (wanted.equals(here)) {
            throw new IllegalStateException("broken on purpose");
        }
    }
}
