// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

/** Makes the calls of one cell. */
interface Load {
    /**
     * Makes calls for a time, and returns when all are answered and checked.
     *
     * @return number of calls
     * @throws IllegalStateException if a call failed, or its answer was wrong or did not come
     */
    long run(long nanos, Latencies latencies);
}
