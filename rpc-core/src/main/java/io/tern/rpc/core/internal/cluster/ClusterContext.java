// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;

/** What the clusters of one instance have in common. Thread-safe. */
public final class ClusterContext {
    private final Ticker ticker;
    private final RpcObserver observer;
    private final Later later;
    private final BooleanSupplier isEventLoop;
    /**
     * What is known about a reference's providers, which is held by its methods; weak on both sides, since the providers
     * lead back to the directory.
     */
    private final Map<Directory, WeakReference<Outliers>> outliers = new WeakHashMap<>(); // guarded by itself

    /**
     * What clusters need of their instance.
     *
     * @param observer counts
     * @param later runs what is tried again in the background
     * @param isEventLoop whether the calling thread is one; not asked before the first call
     */
    public ClusterContext(Ticker ticker, RpcObserver observer, Later later, BooleanSupplier isEventLoop) {
        this.ticker = ticker;
        this.observer = observer;
        this.later = later;
        this.isEventLoop = isEventLoop;
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
        return new ProviderChoice(directory, balancer, settings.sticky(), outliers(directory), ticker, isEventLoop);
    }

    private Outliers outliers(Directory directory) {
        synchronized (outliers) {
            WeakReference<Outliers> known = outliers.get(directory);
            Outliers shared = known == null ? null : known.get();
            if (shared == null) {
                shared = new Outliers(directory.service().toString(), ticker, observer);
                outliers.put(directory, new WeakReference<>(shared));
            }
            return shared;
        }
    }
}
