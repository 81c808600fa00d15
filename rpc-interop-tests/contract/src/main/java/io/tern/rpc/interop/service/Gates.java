// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.service;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Where calls are held until a test lets them go. */
final class Gates {
    /** Longer than the timeout of any caller; held calls of a test that failed do not stay for good. */
    private static final long LONGEST_HOLD_SECONDS = 15;

    private final Map<String, CompletableFuture<Void>> gates = new ConcurrentHashMap<>();

    /** Completes when the gate is opened. */
    CompletableFuture<Void> of(String key) {
        return gates.computeIfAbsent(key, k -> new CompletableFuture<>());
    }

    void await(String key) {
        of(key).completeOnTimeout(null, LONGEST_HOLD_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Before or after somebody waits. */
    void open(String key) {
        of(key).complete(null);
    }
}
