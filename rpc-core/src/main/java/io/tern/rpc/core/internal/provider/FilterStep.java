// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One filter of a request's chain, and what comes after it; the last step ends in the request itself. */
final class FilterStep implements Invoker {
    private final List<Filter> filters;
    private final int index;
    private final Invoker service;

    private FilterStep(List<Filter> filters, int index, Invoker service) {
        this.filters = filters;
        this.index = index;
        this.service = service;
    }

    static Invoker first(List<Filter> filters, Invoker service) {
        return filters.isEmpty() ? service : new FilterStep(filters, 0, service);
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        int next = index + 1;
        return filters.get(index)
                .invoke(call, next == filters.size() ? service : new FilterStep(filters, next, service));
    }
}
