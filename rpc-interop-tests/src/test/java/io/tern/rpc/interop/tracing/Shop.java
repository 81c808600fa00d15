// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tracing;

import java.util.concurrent.CompletableFuture;

/** A service that answers as the test says; public for the stub, which lies in another package. */
public interface Shop {
    String find(String id);

    CompletableFuture<String> findLater(String id);

    void note(String id);
}
