// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

/** How calls are made. */
public enum Mode {
    /** Each of so many threads makes one call after the other. */
    SYNC,
    /** One thread keeps so many calls in flight. */
    ASYNC,
    /** One thread sends, and at most so many are not served yet. */
    ONEWAY,
    /** One thread calls at so many points of time a second, whether or not earlier calls are answered. */
    OPEN
}
