// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around all calls of all references: tracing, and who looks at calls.
 *
 * @param observer null if nobody wants to see each call
 * @param filters the first of them outermost
 */
public record CallWatch(@Nullable RpcObserver observer, List<Filter> filters) {
    public CallWatch {
        filters = List.copyOf(filters);
    }

    /** Calls that are watched; {@code next} itself if nobody does. */
    Invoker link(Invoker next, Ticker ticker) {
        return FilterChain.link(filters, observer == null ? next : observed(next, observer, ticker));
    }

    private static Invoker observed(Invoker next, RpcObserver watching, Ticker ticker) {
        return call -> {
            watching.callStarted(call);
            ResponseFuture<@Nullable Object> future = next.invoke(call);
            future.beforeStages((value, error) -> watching.callEnded(call, error, ticker.nanos() - call.startNanos()));
            return future;
        };
    }
}
