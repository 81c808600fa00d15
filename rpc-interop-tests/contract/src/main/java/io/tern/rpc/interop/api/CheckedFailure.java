// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import org.jspecify.annotations.Nullable;

/** A checked exception that methods declare. */
public class CheckedFailure extends Exception {
    private final int detail;
    private final @Nullable Point place;

    public CheckedFailure(String message, int detail, @Nullable Point place) {
        super(message);
        this.detail = detail;
        this.place = place;
    }

    public int detail() {
        return detail;
    }

    public @Nullable Point place() {
        return place;
    }
}
