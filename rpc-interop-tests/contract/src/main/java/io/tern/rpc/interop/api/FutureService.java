// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Methods that are asynchronous by their return type. Dubbo 2.6 can neither call nor serve them. */
public interface FutureService {
    CompletableFuture<String> sleep(int millis, String answer);

    /** Completes once {@link #release} is called for the key, before or after: late on any machine. */
    CompletableFuture<String> held(String key, String answer);

    /** Lets {@link #held} of the key complete. */
    CompletableFuture<Void> release(String key);

    CompletableFuture<Integer> sleepInt(int millis, int answer);

    CompletableFuture<Void> sleepVoid(int millis);

    CompletableFuture<Point> point(int x, int y);

    CompletableFuture<@Nullable String> nullResult();

    /** The future fails with a {@link CheckedFailure}. */
    CompletableFuture<String> fail(int millis, String message) throws CheckedFailure;

    /** Throws an {@link UncheckedFailure} instead of giving back a future. */
    CompletableFuture<String> failAtOnce(String message);
}
