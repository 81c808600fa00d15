// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import org.jspecify.annotations.Nullable;

/** An unchecked exception out of the same jar as the interfaces: Dubbo sends it as it is. */
public class UncheckedFailure extends RuntimeException {
    private final long detail;

    public UncheckedFailure(String message, long detail, @Nullable Throwable cause) {
        super(message, cause);
        this.detail = detail;
    }

    public long detail() {
        return detail;
    }
}
