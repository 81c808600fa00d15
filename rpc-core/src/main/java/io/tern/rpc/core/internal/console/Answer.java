// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

/**
 * What a command says.
 *
 * @param status as in HTTP
 * @param text with or without an end of line
 * @param isLast whether the conversation ends with it
 */
record Answer(int status, String text, boolean isLast) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int TOO_MANY_REQUESTS = 429;
    static final int FAILED = 500;
    static final int UNAVAILABLE = 503;

    static Answer of(String text) {
        return new Answer(OK, text, false);
    }

    static Answer refusal(int status, String text) {
        return new Answer(status, text, false);
    }

    /** As Dubbo's probes: a word for people, a status for Kubernetes. */
    static Answer probe(boolean good) {
        return new Answer(good ? OK : UNAVAILABLE, Boolean.toString(good), false);
    }
}
