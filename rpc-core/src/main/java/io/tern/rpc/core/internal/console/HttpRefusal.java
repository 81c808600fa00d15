// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

/** A request that is answered without being looked at any further. Carries no stack trace: peers decide how often it is thrown. */
final class HttpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HttpRefusal(int status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    Answer answer() {
        return Answer.refusal(status, String.valueOf(getMessage()));
    }
}
