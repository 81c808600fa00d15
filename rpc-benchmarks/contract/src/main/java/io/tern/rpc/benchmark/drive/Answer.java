// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Takes the outcome of one asynchronous call: a result or a failure. Suits {@code CompletableFuture.whenComplete}. */
@FunctionalInterface
public interface Answer extends BiConsumer<@Nullable Object, @Nullable Throwable> {}
