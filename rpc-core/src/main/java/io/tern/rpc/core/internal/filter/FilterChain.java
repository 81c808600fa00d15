// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.filter;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Resolves what {@code filter="…"} says, and links filters in front of an invoker; for both sides. */
public final class FilterChain {
    private static final String SHIPPED = "default";

    private FilterChain() {}

    /**
     * The filters to run, in order. Names keep Dubbo's meaning: in the order written, {@code -name} removes one,
     * {@code default} is the place of the shipped ones (first, if it is not written), {@code -default} removes those all.
     * A filter runs once, at the first place where it is named.
     *
     * @param names as written
     * @param available every filter that can be named, the shipped ones included
     * @param shipped those that run without being named, in order
     * @param origin where the names were written
     * @param problems gets a CFG-05 for each unknown name; {@code -name} of a filter that does not exist removes nothing
     *     and is none, since files remove filters of Dubbo that Tern does not have
     */
    public static List<Filter> resolve(
            List<String> names,
            Collection<? extends Filter> available,
            List<? extends Filter> shipped,
            Origin origin,
            List<ConfigProblem> problems) {
        Map<String, Filter> byName = new LinkedHashMap<>();
        available.forEach(filter -> byName.put(filter.name(), filter));
        Set<Filter> chosen = new LinkedHashSet<>();
        if (!names.contains(SHIPPED)) {
            chosen.addAll(shipped);
        }
        List<String> removed = new ArrayList<>();
        for (String name : names) {
            Filter filter = byName.get(name);
            if (name.startsWith("-")) {
                removed.add(name.substring(1));
            } else if (name.equals(SHIPPED)) {
                chosen.addAll(shipped);
            } else if (filter != null) {
                chosen.add(filter);
            } else {
                problems.add(ConfigErrors.unknownName(
                        origin, String.join(",", names), name, new TreeSet<>(byName.keySet())));
            }
        }
        chosen.removeIf(
                filter -> removed.contains(filter.name()) || (removed.contains(SHIPPED) && shipped.contains(filter)));
        return List.copyOf(chosen);
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
