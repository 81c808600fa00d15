// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.TransportContext;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the connections and servers of one transport share. The limits are shared too: peers come and go, and what a limit
 * held back is told with the next line that it lets through.
 *
 * @param encryption keys of connections that are encrypted
 * @param traces of stack traces
 * @param badBytes of lines about peers that do not speak the protocol
 * @param lostOneWays of lines about one-way requests that were not written
 */
record TransportParts(
        TransportContext context,
        NettyResources resources,
        DubboCodec codec,
        Encryption encryption,
        RateLimit traces,
        RateLimit badBytes,
        RateLimit lostOneWays) {
    TransportParts(TransportContext context, NettyResources resources, DubboCodec codec) {
        this(
                context,
                resources,
                codec,
                new Encryption(resources),
                new RateLimit(context.ticker()),
                new RateLimit(context.ticker()),
                new RateLimit(context.ticker()));
    }

    Ticker ticker() {
        return context.ticker();
    }

    void count(RpcObserver.Event event) {
        RpcObserver observer = context.observer();
        if (observer != null) {
            observer.counted(event);
        }
    }

    @Nullable
    RpcObserver observer() {
        return context.observer();
    }

    /** Completes an asynchronous call: on the callback executor, or elsewhere if that takes no more. */
    void complete(NettyResponse response) {
        Executor executor = context.callbackExecutor();
        try {
            executor.execute(response);
        } catch (RejectedExecutionException | OutOfMemoryError full) {
            try {
                resources.runSpare(response);
            } catch (RejectedExecutionException | OutOfMemoryError none) {
                // The transport ends and all its threads with it, or the system gives no thread; somebody may still
                // wait for this call.
                response.run();
            }
        }
    }
}
