// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import java.util.function.Supplier;

/** Makes exceptions whose class comes from another jar than the service interfaces. */
public final class ForeignFailures implements Supplier<RuntimeException> {
    @Override
    public RuntimeException get() {
        return new ForeignFailure("foreign");
    }

    /** An unchecked exception that no consumer can be expected to know. */
    public static final class ForeignFailure extends RuntimeException {
        ForeignFailure(String message) {
            super(message);
        }
    }
}
