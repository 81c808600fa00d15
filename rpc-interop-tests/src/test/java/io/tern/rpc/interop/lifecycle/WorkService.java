// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Methods whose duration the test decides. */
public interface WorkService {
    /** Returns at once. */
    String quick(String text);

    /** Returns when the test opens the gate. */
    String gated(String text);

    /** As {@link #gated}, for counting apart. */
    String other(String text);

    /** Completes when the test opens the gate, without holding a thread. */
    CompletableFuture<String> later(String text);

    /** The thread that serves. */
    String thread(List<String> ignored);

    /** Calls {@link #quick} of the next service and waits for it. */
    String nested(String text);
}
