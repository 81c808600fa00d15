// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.filter;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves what {@code filter="…"} says, and links filters in front of an invoker; for both sides. */
public final class FilterChain {
    private FilterChain() {}

    /** The filters to run, in order: what {@link NamedChoice#resolve} chooses. */
    public static List<Filter> resolve(
            List<String> names,
            Collection<? extends Filter> available,
            List<? extends Filter> shipped,
            Origin origin,
            List<ConfigProblem> problems) {
        return NamedChoice.<Filter>resolve(names, available, Filter::name, shipped, origin, problems);
    }

    /** The filters in front of {@code last}, the first of them outermost. */
    public static Invoker link(List<Filter> filters, Invoker last) {
        Invoker next = last;
        for (int i = filters.size() - 1; i >= 0; i--) {
            next = new Link(filters.get(i), next);
        }
        return next;
    }

    /** Holds a filter to what {@link Invoker} promises: whatever it does, the call has one outcome. */
    private record Link(Filter filter, Invoker next) implements Invoker {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            try {
                ResponseFuture<@Nullable Object> future = filter.invoke(call, next);
                return future != null ? future : ResponseFuture.failed(noOutcome(call));
            } catch (Throwable error) {
                return ResponseFuture.failed(error);
            }
        }

        private IllegalStateException noOutcome(Invocation call) {
            return new IllegalStateException(
                    "Filter \"" + filter.name() + "\" (" + filter.getClass().getName()
                            + ") returned null for " + call.method()
                            + ". Return what next.invoke(call) returned, ResponseFuture.completed or ResponseFuture.failed");
        }
    }
}
