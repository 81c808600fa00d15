// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import java.io.IOException;

/** Why a connection ended or could not be made, in words of our own; no trace, since the reason is not in our code. */
final class LinkFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean announced;

    LinkFailure(String message) {
        this(message, false);
    }

    private LinkFailure(String message, boolean announced) {
        super(message);
        this.announced = announced;
    }

    /** The provider said that it goes away, and no call was waiting: an end in good order. */
    static LinkFailure announced() {
        return new LinkFailure("the provider went away, as announced", true);
    }

    /** Whether the end was expected, so that nobody needs a warning. */
    boolean isAnnounced() {
        return announced;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
        return this;
    }
}
