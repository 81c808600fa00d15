// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reference that is linked and can be called: at once, since the first call connects what {@link #start} has not. */
public final class AssembledReference {
    private static final Logger log = LoggerFactory.getLogger(AssembledReference.class);

    private final ReferenceSettings settings;
    private final Object proxy;
    private final List<EndpointCaller> endpoints;
    private final Ticker ticker;

    AssembledReference(ReferenceSettings settings, Object proxy, List<EndpointCaller> endpoints, Ticker ticker) {
        this.settings = settings;
        this.proxy = proxy;
        this.endpoints = endpoints;
        this.ticker = ticker;
    }

    /**
     * One provider, now.
     *
     * @param address {@code host:port}
     * @param weight share of the traffic
     * @param available whether a connection is open and the provider has not announced that it goes away
     * @param inFlight calls of this process that it has not answered
     */
    public record EndpointState(String address, int weight, boolean available, int inFlight) {}

    /** The settings it was made from. */
    public ReferenceSettings settings() {
        return settings;
    }

    /** Implements the service interface and {@link io.tern.rpc.EchoService}. */
    public Object proxy() {
        return proxy;
    }

    /** The state of each provider, in the order of the url. Never blocks. */
    public List<EndpointState> endpoints() {
        return endpoints.stream()
                .map(endpoint -> new EndpointState(
                        endpoint.endpoint().address(), endpoint.weight(), endpoint.isAvailable(), endpoint.inFlight()))
                .toList();
    }

    /** Its connections so far, some of them perhaps those of other references too. Never blocks. */
    public List<Connection> connections() {
        return endpoints.stream().flatMap(EndpointCaller::opened).toList();
    }

    /**
     * Connects to all providers, unless the settings leave that to the first call ({@code init="false"}, lazy).
     *
     * @return completes when the first provider is connected, or at once if nothing is to be done. If none can be
     *     connected: with {@code check}, fails with a {@link io.tern.rpc.NoProviderException} that names each address and
     *     its cause; without, completes, and one warning is logged. May complete on a thread of the transport, which must
     *     not be blocked
     */
    public CompletableFuture<@Nullable Void> start() {
        if (!settings.init() || settings.connection().lazy()) {
            return CompletableFuture.completedFuture(null);
        }
        return new Start().begin();
    }

    /**
     * Refuses further calls and closes the connections that no other reference uses, after waiting for their calls up to
     * {@code drainMillis} in all. Idempotent; not from an event loop.
     */
    public void close(long drainMillis) {
        long startNanos = ticker.nanos();
        for (EndpointCaller endpoint : endpoints) {
            endpoint.close(Drain.left(drainMillis, startNanos, ticker));
        }
    }

    /** The attempts to connect; ends with the first success or the last failure. */
    private final class Start {
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private final Map<String, String> causes = new LinkedHashMap<>();
        private int pending;

        CompletableFuture<@Nullable Void> begin() {
            Map<Connection, String> attempts = new LinkedHashMap<>();
            for (EndpointCaller endpoint : endpoints) {
                for (Connection connection : endpoint.open()) {
                    attempts.put(connection, endpoint.endpoint().address());
                }
            }
            if (attempts.isEmpty()) {
                done.completeExceptionally(new IllegalStateException(
                        "Reference \"" + settings.id() + "\" was closed and cannot be started again"));
                return done;
            }
            pending = attempts.size();
            attempts.forEach((connection, address) ->
                    connection.connect().whenComplete((nothing, error) -> ended(address, error)));
            return done;
        }

        private void ended(String address, @Nullable Throwable error) {
            if (error == null) {
                done.complete(null);
            } else if (failedAll(address, Outcome.bare(error))) {
                fail();
            }
        }

        private synchronized boolean failedAll(String address, Throwable error) {
            String message = error.getMessage();
            causes.putIfAbsent(address, message == null ? error.getClass().getSimpleName() : message);
            pending--;
            return pending == 0;
        }

        private void fail() {
            if (settings.check()) {
                done.completeExceptionally(CallErrors.unreachable(settings, causes));
            } else if (done.complete(null)) {
                log.warn(
                        "No provider of {} can be reached for reference \"{}\" (check is false): {}. Calls fail until one is there",
                        settings.service(),
                        settings.id(),
                        causes);
            }
        }
    }
}
