// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A service whose methods do what a test has written for that name; public for the stub, which lies in another package. */
public interface StepService {
    @Nullable
    String run(String step);

    /** The same for calls with a large argument. */
    int take(String step, byte[] load);

    CompletableFuture<String> runLater(String step);
}
