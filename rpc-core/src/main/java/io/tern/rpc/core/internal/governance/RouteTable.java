// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.core.internal.directory.Routes;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A chain of rules, and what came out for the list of providers that was asked for last. The chain never changes, so
 * whatever is remembered stays right; a race costs a second computation at most.
 */
final class RouteTable implements Routes {
    /** Tags come from calls, so an application could use any number. */
    private static final int MOST_TAGS = 64;

    private final List<RouteStep> steps;
    private final CallTag usualTag;
    private final boolean onlyTags;
    private final boolean changesByCall;
    private volatile @Nullable Results last;

    /** {@code steps} in any order. */
    RouteTable(List<RouteStep> steps, CallTag usualTag) {
        List<RouteStep> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparingInt(RouteStep::priority));
        this.steps = List.copyOf(sorted);
        this.usualTag = usualTag;
        this.onlyTags = sorted.stream().allMatch(step -> step.equals(new TagRoute(Map.of())));
        this.changesByCall = sorted.stream().anyMatch(RouteStep::changesByCall);
    }

    /** False: tags with which providers were started count without any rule. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
        String tag = usualTag.nameOf(call);
        boolean forced = usualTag.forcedOf(call);
        if (changesByCall) {
            return compute(providers, call, new CallTag(tag, forced));
        }
        Results results = last;
        if (results == null || results.providers != providers) {
            results = new Results(providers, onlyTags && !anyTagged(providers));
            last = results;
        }
        if (results.free && (tag.isEmpty() || !forced)) {
            return providers;
        }
        Map<String, Map<MethodDescriptor, List<EndpointInvoker>>> byTag = forced ? results.forced : results.usual;
        Map<MethodDescriptor, List<EndpointInvoker>> byMethod = byTag.get(tag);
        List<EndpointInvoker> known = byMethod == null ? null : byMethod.get(call.method());
        if (known != null) {
            return known;
        }
        List<EndpointInvoker> computed = compute(providers, call, new CallTag(tag, forced));
        if (byMethod != null || byTag.size() < MOST_TAGS) {
            byTag.computeIfAbsent(tag, name -> new ConcurrentHashMap<>()).put(call.method(), computed);
        }
        return computed;
    }

    private List<EndpointInvoker> compute(List<EndpointInvoker> providers, Invocation call, CallTag tag) {
        List<EndpointInvoker> left = providers;
        for (RouteStep step : steps) {
            if (left.isEmpty()) {
                break;
            }
            left = step.narrow(left, call, tag);
        }
        return left == providers ? providers : List.copyOf(left);
    }

    private static boolean anyTagged(List<EndpointInvoker> providers) {
        for (EndpointInvoker provider : providers) {
            if (!ProviderFacts.tag(provider.endpoint()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What is known of one list of providers, which is compared by identity. */
    private static final class Results {
        final List<EndpointInvoker> providers;
        /** No rule, and no provider with a tag: everybody may be called unless a tag is forced. */
        final boolean free;

        final Map<String, Map<MethodDescriptor, List<EndpointInvoker>>> usual = new ConcurrentHashMap<>();
        final Map<String, Map<MethodDescriptor, List<EndpointInvoker>>> forced = new ConcurrentHashMap<>();

        Results(List<EndpointInvoker> providers, boolean free) {
            this.providers = providers;
            this.free = free;
        }
    }
}
