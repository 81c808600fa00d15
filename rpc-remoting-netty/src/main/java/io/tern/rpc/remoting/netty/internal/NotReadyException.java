// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

/** No connection in time, for a call. */
final class NotReadyException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient RuntimeException failure;

    NotReadyException(RuntimeException failure) {
        super(null, null, false, false);
        this.failure = failure;
    }

    /** The outcome of the call. */
    RuntimeException failure() {
        return failure;
    }
}
