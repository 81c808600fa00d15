// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends each call to the providers of one of several registries, whose cluster does the rest. Thread-safe.
 *
 * <p>Among registries with an available provider: a preferred one, else one of the call's zone, else by chance, in
 * proportion to their weights. If none is available, the first one that names any provider, and at last the first one,
 * which says best what is missing. This is also what {@code cluster="zone-aware"} means.
 */
public final class RegistryChoice implements Invoker {
    /** The attachment with which a call names its zone. */
    static final String ZONE = "registry_zone";

    private static final int DEFAULT_WEIGHT = 100;

    private final List<Branch> branches;
    private final @Nullable String zone;

    /**
     * One registry.
     *
     * @param registry zone, weight and preference
     * @param directory its providers
     * @param providers their cluster
     */
    public record Branch(RegistrySettings registry, Directory directory, Invoker providers) {
        private boolean isAvailable() {
            for (EndpointInvoker provider : directory.snapshot()) {
                if (provider.isAvailable()) {
                    return true;
                }
            }
            return false;
        }

        private int weight() {
            return registry.weight() == null ? DEFAULT_WEIGHT : registry.weight();
        }
    }

    /**
     * A choice among these.
     *
     * @param branches in the order of configuration, at least one
     * @param zone the zone of calls that name none; null if they have none
     */
    public RegistryChoice(List<Branch> branches, @Nullable String zone) {
        this.branches = List.copyOf(branches);
        this.zone = zone;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        return choose(call).providers().invoke(call);
    }

    private Branch choose(Invocation call) {
        if (call.options().address() != null) {
            Branch having = find(branch -> !branch.directory().candidates(call).isEmpty());
            return having == null ? branches.get(0) : having;
        }
        Branch chosen = find(branch -> branch.registry().preferred() && branch.isAvailable());
        if (chosen != null) {
            return chosen;
        }
        String wanted = call.attachment(ZONE) instanceof String named ? named : zone;
        chosen = wanted == null
                ? null
                : find(branch -> wanted.equals(branch.registry().zone()) && branch.isAvailable());
        if (chosen != null) {
            return chosen;
        }
        chosen = byWeight();
        if (chosen != null) {
            return chosen;
        }
        chosen = find(branch -> !branch.directory().snapshot().isEmpty());
        return chosen == null ? branches.get(0) : chosen;
    }

    private @Nullable Branch find(Predicate<Branch> wanted) {
        for (Branch branch : branches) {
            if (wanted.test(branch)) {
                return branch;
            }
        }
        return null;
    }

    /** One pass, in which each available one replaces the choice so far with its share; null if none is available. */
    private @Nullable Branch byWeight() {
        Branch chosen = null;
        long sum = 0;
        for (Branch branch : branches) {
            if (branch.isAvailable()) {
                sum += branch.weight();
                // Weight 0 gets calls only if no other registry is available.
                if (chosen == null || (sum > 0 && ThreadLocalRandom.current().nextLong(sum) < branch.weight())) {
                    chosen = branch;
                }
            }
        }
        return chosen;
    }
}
