// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.directory.StaticDirectory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.ConnectionListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The direct addresses of a reference: as many as were written, for as long as it lives. */
final class UrlProviders implements ProviderSource {
    private final ReferenceSettings settings;
    private final Ticker ticker;
    private final Callers made;
    private final List<EndpointCaller> callers;
    private final StaticDirectory directory;

    /** {@code listener} hears of the connections; null: nobody does. */
    UrlProviders(
            Callers.Environment environment,
            ReferenceSettings settings,
            List<MethodDescriptor> methods,
            @Nullable ConnectionListener listener) {
        this.settings = settings;
        this.ticker = environment.ticker();
        this.made = new Callers(
                environment, settings, methods, SettingsMerge.NONE, this::connectAndDial, new Nowhere(), listener);
        this.callers = settings.endpoints().stream().map(made::fixed).toList();
        this.directory = new StaticDirectory(settings.service(), List.<EndpointInvoker>copyOf(callers));
    }

    /** Addresses are only taken away with the reference, and who wrote them knows where calls shall go. */
    private final class Nowhere implements Elsewhere {
        @Override
        public ResponseFuture<@Nullable Object> instead(Invocation call) {
            return ResponseFuture.failed(CallErrors.closed(call, settings.service(), ticker.nanos()));
        }

        @Override
        public @Nullable EndpointInvoker available(Invocation call) {
            return null;
        }
    }

    /**
     * The first call of a reference that was not started connects every provider, so that all get their share. Whether
     * that works is for the calls to find out.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void connectAndDial() {
        for (EndpointCaller caller : callers) {
            for (Connection connection : caller.open()) {
                connection.connect();
            }
        }
    }

    @Override
    public Invoker join(MethodClusters clusters) {
        return clusters.join(directory);
    }

    @Override
    public List<EndpointCaller> callers() {
        return callers;
    }

    @Override
    public CompletableFuture<@Nullable Void> find() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void connect() {
        callers.forEach(EndpointCaller::open);
    }

    @Override
    public boolean isKnown() {
        return true;
    }

    @Override
    public String absence() {
        return directory.absence();
    }

    @Override
    public void close(long drainMillis) {
        made.close(callers, drainMillis);
    }
}
