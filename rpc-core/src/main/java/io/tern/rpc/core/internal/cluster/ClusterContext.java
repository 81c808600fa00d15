// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** What the clusters of one instance have in common. Thread-safe. */
public final class ClusterContext {
    private final Ticker ticker;
    private final RpcObserver observer;
    private final Later later;
    /** What is known about a reference's providers; weak, so that it goes with the reference. */
    private final Map<Directory, Outliers> outliers = Collections.synchronizedMap(new WeakHashMap<>());

    /** {@code observer} counts; {@code later} runs what is tried again in the background. */
    public ClusterContext(Ticker ticker, RpcObserver observer, Later later) {
        this.ticker = ticker;
        this.observer = observer;
        this.later = later;
    }

    /** The time. */
    public Ticker ticker() {
        return ticker;
    }

    RpcObserver observer() {
        return observer;
    }

    Later later() {
        return later;
    }

    /** The choice among a directory's providers for one method; what it learns about them is shared by all methods. */
    ProviderChoice choice(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        Outliers shared = outliers.computeIfAbsent(
                directory, key -> new Outliers(key.service().toString(), ticker, observer));
        return new ProviderChoice(directory, balancer, settings.sticky(), shared, ticker);
    }
}
