// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import org.jspecify.annotations.Nullable;

/**
 * What holds for an instance as a whole, whichever element says it.
 *
 * @param callbacks the threads on which asynchronous calls complete
 * @param referInBackground the start does not wait for references
 * @param exportInBackground the start does not wait for services
 * @param checkMillis how long the start waits for the providers of references with {@code check}; 0: not at all
 * @param trustsInterfaces whether the classes that interfaces lead to are admitted without being named
 * @param ownPools whether each service has a business pool of its own
 * @param dumpDirectory where threads are written down when a business pool is exhausted; null: nowhere
 */
public record ProcessSettings(
        Callbacks callbacks,
        boolean referInBackground,
        boolean exportInBackground,
        int checkMillis,
        boolean trustsInterfaces,
        boolean ownPools,
        @Nullable String dumpDirectory) {
    /**
     * Sizes of a pool of threads.
     *
     * @param core threads that stay when idle
     * @param most threads at a time
     * @param keepsAll whether the others stay too, once made
     */
    public record Callbacks(int core, int most, boolean keepsAll) {
        /** As many as are needed, none kept. */
        public static final Callbacks UNLIMITED = new Callbacks(0, Integer.MAX_VALUE, false);
    }
}
