// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.core.internal.consumer.CallErrors;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call that needs the answers of all its providers: it fails if one of them does, and says which and why. */
final class AllAnswers extends JoinedFuture {
    private final Function<List<@Nullable Object>, @Nullable Object> result;

    /** {@code result} is made from the values, in the order of the providers. */
    AllAnswers(
            Invocation call,
            ProviderChoice choice,
            Ticker ticker,
            List<EndpointInvoker> providers,
            Function<List<@Nullable Object>, @Nullable Object> result) {
        super(call, choice, ticker, providers);
        this.result = result;
    }

    @Override
    void ended(int index, @Nullable Throwable error, boolean last) {
        if (!last) {
            return;
        }
        Map<EndpointInvoker, Throwable> errors = errors();
        if (errors.isEmpty()) {
            end(providers().size() - 1, result.apply(values()), null);
        } else {
            end(index, null, CallErrors.someFailed(call(), providers().size(), errors, nowNanos()));
        }
    }
}
