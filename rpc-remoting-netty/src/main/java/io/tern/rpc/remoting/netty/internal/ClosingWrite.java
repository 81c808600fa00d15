// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** No bytes: tells when everything that was queued before it is in the kernel, or will never be. */
final class ClosingWrite extends WriteQueue.Write {
    private final Consumer<@Nullable Throwable> reached;

    /** {@code reached} gets null, or why the bytes before it were not all written. */
    ClosingWrite(Consumer<@Nullable Throwable> reached) {
        super(Unpooled.EMPTY_BUFFER);
        this.reached = reached;
    }

    @Override
    boolean isTracked() {
        return true;
    }

    @Override
    void written() {
        reached.accept(null);
    }

    @Override
    void notSent(Throwable cause) {
        reached.accept(cause);
    }
}
