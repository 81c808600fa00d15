// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

/** What somebody may do, from least to most; also what a command takes. */
enum Right {
    /** Nothing. */
    NOTHING,
    /** To ask whether the process is there and ready. */
    PROBE,
    /** To look. */
    LOOK,
    /** To look at settings too. */
    READ_SETTINGS,
    /** To change something. */
    STEER;

    boolean covers(Right needed) {
        return compareTo(needed) >= 0;
    }
}
