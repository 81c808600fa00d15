// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.ReferenceSettings;
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
    private final @Nullable UserStub stub;
    private final ProviderSource providers;
    private volatile boolean closed;

    /** {@code stub} stands in front of the proxy; null: nothing does. */
    AssembledReference(ReferenceSettings settings, Object proxy, @Nullable UserStub stub, ProviderSource providers) {
        this.settings = settings;
        this.proxy = proxy;
        this.stub = stub;
        this.providers = providers;
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

    /**
     * What users call: implements the service interface, and {@link io.tern.rpc.EchoService} if no stub of theirs stands in
     * front of it.
     *
     * @throws IllegalStateException if their stub cannot be made
     */
    public Object proxy() {
        return stub == null ? proxy : stub.around(proxy);
    }

    /** The state of each provider, in the order of the url or of their addresses. Never blocks. */
    public List<EndpointState> endpoints() {
        return providers.callers().stream()
                .map(endpoint -> new EndpointState(
                        endpoint.endpoint().address(), endpoint.weight(), endpoint.isAvailable(), endpoint.inFlight()))
                .toList();
    }

    /** Its connections so far, some of them perhaps those of other references too. Never blocks. */
    public List<Connection> connections() {
        return providers.callers().stream().flatMap(EndpointCaller::opened).toList();
    }

    /**
     * Looks for providers, then connects to all of them, unless the settings leave both ({@code init="false"}) or the
     * latter (lazy) to the first call.
     *
     * @return completes when the first provider is connected, or at once if nothing is to be done. If there is none or
     *     none can be connected: with {@code check}, fails with a {@link io.tern.rpc.NoProviderException} that names what
     *     the registry has, or each address and its cause; without, completes, and one warning is logged. May complete on
     *     a thread of the transport or the registry, which must not be blocked
     */
    public CompletableFuture<@Nullable Void> start() {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "Reference \"" + settings.id() + "\" was closed and cannot be started again"));
        }
        if (!settings.init()) {
            return CompletableFuture.completedFuture(null);
        }
        return providers.find().thenCompose(found -> new Start().begin());
    }

    /**
     * Refuses further calls and closes the connections that no other reference uses, after waiting for their calls up to
     * {@code drainMillis} in all. Idempotent; not from an event loop.
     */
    public void close(long drainMillis) {
        closed = true;
        providers.close(drainMillis);
    }

    /** The attempts to connect; ends with the first success or the last failure. */
    private final class Start {
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private final Map<String, String> causes = new LinkedHashMap<>();
        private int pending;

        CompletableFuture<@Nullable Void> begin() {
            List<EndpointCaller> callers = providers.callers();
            if (settings.connection().lazy()) {
                if (callers.isEmpty()) {
                    nobody();
                }
                done.complete(null);
                return done;
            }
            providers.connect();
            Map<Connection, String> attempts = new LinkedHashMap<>();
            for (EndpointCaller caller : callers) {
                for (Connection connection : caller.open()) {
                    attempts.put(connection, caller.endpoint().address());
                }
            }
            if (attempts.isEmpty()) {
                nobody();
                return done;
            }
            pending = attempts.size();
            attempts.forEach((connection, address) ->
                    connection.connect().whenComplete((nothing, error) -> ended(address, error)));
            return done;
        }

        private void nobody() {
            if (closed) {
                done.completeExceptionally(CallErrors.closedWhileStarting(settings.id()));
            } else if (settings.check() && providers.isKnown()) {
                done.completeExceptionally(CallErrors.notFound(settings, providers.absence()));
            } else if (done.complete(null)) {
                log.warn(
                        "Service {} {} (reference \"{}\" starts all the same). Calls fail until there is one",
                        settings.service(),
                        providers.absence(),
                        settings.id());
            }
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
            if (closed) {
                done.completeExceptionally(CallErrors.closedWhileStarting(settings.id()));
            } else if (settings.check() && providers.isKnown()) {
                done.completeExceptionally(CallErrors.unreachable(settings, causes));
            } else if (done.complete(null)) {
                log.warn(
                        "No provider of {} can be reached for reference \"{}\", which starts all the same: {}. Calls fail until one is there",
                        settings.service(),
                        settings.id(),
                        causes);
            }
        }
    }
}
