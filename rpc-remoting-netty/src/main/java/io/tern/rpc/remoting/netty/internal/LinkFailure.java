// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import java.io.IOException;

/** Why a connection ended or could not be made, in words of our own; no trace, since the reason is not in our code. */
final class LinkFailure extends IOException {
    private static final long serialVersionUID = 1L;

    LinkFailure(String message) {
        super(message);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
