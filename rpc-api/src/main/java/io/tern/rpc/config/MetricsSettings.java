// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.util.Set;

/**
 * What is counted and measured, as the element {@code metrics} and its children say.
 *
 * @param prometheus whether figures are offered to Prometheus
 * @param groups what is collected; never null
 * @param byMethod whether calls are told apart by their method; otherwise by their service only
 * @param windowSeconds over which percentiles and rates move, 1 or more; 0: no window
 * @param windowParts of the window, 1 or more
 * @param histogram whether the distribution of response times is kept
 */
public record MetricsSettings(
        boolean prometheus,
        Set<Group> groups,
        boolean byMethod,
        int windowSeconds,
        int windowParts,
        boolean histogram) {
    /** A group of figures that can be switched off. */
    public enum Group {
        /** Calls and requests: number, outcome, time. */
        RPC,
        /** The business pools of providers. */
        THREAD_POOL,
        /** What registries report and rules refuse. */
        REGISTRY,
        /** Connections and the memory of their buffers. */
        NETTY,
        /** The Java machine. */
        JVM
    }

    public MetricsSettings {
        groups = Set.copyOf(groups);
    }
}
