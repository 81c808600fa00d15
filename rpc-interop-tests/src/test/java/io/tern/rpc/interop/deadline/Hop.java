// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.deadline;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A service that does what a test has written; public for the stub, which lies in another package. */
public interface Hop {
    @Nullable
    String go(String step);

    CompletableFuture<String> goLater(String step);

    void tell(String step);
}
