// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.inprocess.InProcess;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services of this process while there are any, else those that registries name. Each call decides anew, so that a
 * service which is exported later takes over at once, and one that is taken away leaves to the others; so does a service
 * that is not the one whose address or tag a call insists on. Registries are asked when they are first needed.
 */
final class NearestProviders implements ProviderSource {
    private final LocalProviders near;
    private final RegistryProviders far;
    private final Ticker ticker;
    private ReferenceSettings ofFar; // guarded by this

    /**
     * Both sources.
     *
     * @param local the environment inside the process
     * @param far the registries' providers
     */
    NearestProviders(
            Callers.Environment local,
            InProcess inProcess,
            ReferenceSettings settings,
            List<MethodDescriptor> methods,
            SettingsMerge merge,
            RegistryProviders far) {
        this.far = far;
        this.ticker = local.ticker();
        this.ofFar = settings;
        this.near = new LocalProviders(local, inProcess.services(), settings, methods, merge, far.elsewhere());
    }

    @Override
    public void onChange(Consumer<ReferenceSettings> listener) {
        near.onChange(settings -> tell(listener));
        far.onChange(settings -> {
            synchronized (this) {
                ofFar = settings;
            }
            tell(listener);
        });
    }

    private synchronized void tell(Consumer<ReferenceSettings> listener) {
        listener.accept(near.isEmpty() ? ofFar : near.effective());
    }

    @Override
    public Invoker join(MethodClusters clusters) {
        return new Choice(clusters, far.join(clusters));
    }

    /** One method. What goes inside the process is linked with the first call that does: most never do. */
    private final class Choice implements Invoker {
        private final MethodClusters clusters;
        private final Invoker there;
        private volatile @Nullable Invoker here;

        Choice(MethodClusters clusters, Invoker there) {
            this.clusters = clusters;
            this.there = there;
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            if (near.candidates(call).isEmpty()) {
                return there.invoke(call);
            }
            Invoker linked = here;
            return (linked == null ? link() : linked).invoke(call);
        }

        private synchronized Invoker link() {
            Invoker linked = here;
            if (linked == null) {
                linked = clusters.join(near.seen());
                here = linked;
            }
            return linked;
        }
    }

    @Override
    public List<EndpointCaller> callers() {
        return Stream.concat(near.callers().stream(), far.callers().stream()).toList();
    }

    @Override
    public CompletableFuture<@Nullable Void> find() {
        return near.isEmpty() ? far.find() : near.find();
    }

    @Override
    public void connect() {
        if (near.isEmpty()) {
            far.connect();
        } else {
            near.connect();
        }
    }

    @Override
    public boolean isKnown() {
        return near.isKnown() && far.isKnown();
    }

    @Override
    public String absence() {
        return far.absence();
    }

    @Override
    public void close(long drainMillis) {
        long startNanos = ticker.nanos();
        near.close(drainMillis);
        far.close(Drain.left(drainMillis, startNanos, ticker));
    }
}
