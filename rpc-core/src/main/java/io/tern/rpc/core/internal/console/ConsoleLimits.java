// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

/**
 * Bounds of what peers can make the console do.
 *
 * @param connections open at a time; more make the one that has waited longest end
 * @param connectionsPerAddress of them, from one other machine
 * @param requestMillis from the connection to the end of the first request
 * @param idleMillis from one line to the next
 * @param answerMillis until an answer is taken
 * @param closeMillis what a stop waits for commands that run
 * @param lineBytes of a line
 * @param headBytes of the head of an HTTP request, its first line included
 * @param bodyBytes of its body
 * @param answerBytes of an answer; the rest is cut off
 */
record ConsoleLimits(
        int connections,
        int connectionsPerAddress,
        int requestMillis,
        int idleMillis,
        int answerMillis,
        int closeMillis,
        int lineBytes,
        int headBytes,
        int bodyBytes,
        int answerBytes) {
    static final ConsoleLimits STANDARD =
            new ConsoleLimits(32, 8, 30_000, 300_000, 30_000, 1_000, 2_048, 8_192, 8_192, 8 << 20);

    /** The most that is kept of what a peer sends before it is answered. */
    int inputBytes() {
        return headBytes + bodyBytes;
    }
}
