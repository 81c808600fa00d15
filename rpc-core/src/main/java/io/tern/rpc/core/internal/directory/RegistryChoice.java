// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends each call to the providers of one of several registries, whose cluster does the rest. Thread-safe.
 *
 * <p>Among registries with an available provider the {@link RegistryOrder} decides, or the order of configuration. If none is
 * available, the first one that names any provider, and at last the first one, which says best what is missing. A registry in
 * which routing rules leave nobody for a call is passed over for another with somebody. This is also what {@code cluster="zone-aware"} means.
 */
public final class RegistryChoice implements Invoker {
    private final List<Branch> branches;
    private final @Nullable String zone;
    private final boolean inOrder;

    /**
     * One registry.
     *
     * @param registry zone, weight and preference
     * @param directory its providers
     * @param providers their cluster
     */
    public record Branch(RegistrySettings registry, Directory directory, Invoker providers)
            implements RegistryOrder.Offer {
        @Override
        public boolean isAvailable() {
            return RegistryOrder.anyAvailable(directory.snapshot());
        }
    }

    private RegistryChoice(List<Branch> branches, @Nullable String zone, boolean inOrder) {
        this.branches = List.copyOf(branches);
        this.zone = zone;
        this.inOrder = inOrder;
    }

    /**
     * A choice by preference, zone and weight.
     *
     * @param branches in the order of configuration, at least one
     * @param zone the zone of calls that name none; null if they have none
     */
    public static RegistryChoice ofNearest(List<Branch> branches, @Nullable String zone) {
        return new RegistryChoice(branches, zone, false);
    }

    /** The first available one of these, in their order. */
    public static RegistryChoice inOrder(List<Branch> branches) {
        return new RegistryChoice(branches, null, true);
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        return choose(call).providers().invoke(call);
    }

    private Branch choose(Invocation call) {
        if (call.options().address() != null) {
            Branch having = RegistryOrder.find(
                    branches, branch -> !branch.directory().candidates(call).isEmpty());
            return having == null ? branches.get(0) : having;
        }
        Branch chosen =
                inOrder ? RegistryOrder.find(branches, Branch::isAvailable) : RegistryOrder.first(branches, call, zone);
        if (chosen == null) {
            chosen = RegistryOrder.find(
                    branches, branch -> !branch.directory().snapshot().isEmpty());
        } else if (!offers(chosen, call)) {
            // Rules leave nobody there for this call, but may elsewhere.
            List<Branch> left =
                    branches.stream().filter(branch -> offers(branch, call)).toList();
            Branch other = inOrder ? RegistryOrder.find(left, branch -> true) : RegistryOrder.first(left, call, zone);
            chosen = other == null ? chosen : other;
        }
        return chosen == null ? branches.get(0) : chosen;
    }

    private static boolean offers(Branch branch, Invocation call) {
        return RegistryOrder.anyAvailable(branch.directory().candidates(call));
    }
}
