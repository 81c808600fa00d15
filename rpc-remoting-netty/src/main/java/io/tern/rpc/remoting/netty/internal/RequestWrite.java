// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way. */
final class RequestWrite extends WriteQueue.Write {
    private final Ticker ticker;
    private final @Nullable NettyResponse response;
    private final @Nullable CompletableFuture<@Nullable Void> written;

    /**
     * A request to be written.
     *
     * @param response null for a one-way call
     * @param written completed when the bytes are in the kernel, or exceptionally if they will never be; null if nobody
     *     wants to know
     */
    RequestWrite(
            ByteBuf frame,
            Ticker ticker,
            @Nullable NettyResponse response,
            @Nullable CompletableFuture<@Nullable Void> written) {
        super(frame);
        this.ticker = ticker;
        this.response = response;
        this.written = written;
    }

    @Override
    boolean begin() {
        return response == null || response.beginWrite(ticker.nanos());
    }

    @Override
    boolean isTracked() {
        return written != null;
    }

    @Override
    void written() {
        if (written != null) {
            written.complete(null);
        }
    }

    /** Also for a frame that was partly written: without its end, the provider cannot run it. */
    @Override
    void notSent(Throwable cause) {
        if (response != null) {
            response.notSent(cause);
        }
        if (written != null) {
            written.completeExceptionally(cause);
        }
    }
}
