// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.directory.Provider;
import io.tern.rpc.core.internal.directory.RegistryDirectory;
import io.tern.rpc.core.internal.directory.RegistryOrder;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.ConnectionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers that registries name for one reference. */
final class RegistryProviders implements ProviderSource {
    private static final Logger log = LoggerFactory.getLogger(RegistryProviders.class);

    private final Callers.Environment environment;
    private final ReferenceSettings settings;
    private final Callers callers;
    private final List<RegistryDirectory> directories = new ArrayList<>();
    private final RegistrySearch search;
    /** Null if there is one registry. */
    private final @Nullable RegistryCalls several;

    private final Elsewhere others = new Others();

    private volatile Consumer<ReferenceSettings> relink = effective -> {};
    private volatile boolean closed;
    private volatile boolean used;

    /** {@code listener} hears of the connections; null: nobody does. */
    RegistryProviders(
            Callers.Environment environment,
            RegistryParts parts,
            ReferenceSettings settings,
            List<MethodDescriptor> methods,
            @Nullable ConnectionListener listener) {
        this.environment = environment;
        this.settings = settings;
        this.callers = new Callers(environment, settings, methods, parts.merge(), this::connect, others, listener);
        for (RegistrySettings registry : settings.registries()) {
            directories.add(new RegistryDirectory(
                    settings.service(),
                    registry.toString(),
                    parts.directories(),
                    parts.governance().apply(settings, registry),
                    callers,
                    registry.timeoutMillis(),
                    this::changed));
        }
        this.several = directories.size() == 1 ? null : new RegistryCalls(settings, directories, parts.several());
        this.search = new RegistrySearch(environment, parts, settings, directories);
    }

    @Override
    public void onChange(Consumer<ReferenceSettings> listener) {
        relink = listener;
    }

    /** One at a time, so that the last change has the last word. */
    private synchronized void changed() {
        for (RegistryDirectory directory : directories) {
            Provider first = directory.first();
            if (first != null) {
                relink.accept(callers.settings(first));
                return;
            }
        }
        // With nobody there the last word stands: it may be needed for mocks, and is right again as a rule.
    }

    // ---- calls

    @Override
    public Invoker join(MethodClusters clusters) {
        RegistryCalls calls = several;
        return found(calls == null ? clusters.join(directories.get(0)) : calls.join(clusters));
    }

    /** The first calls of a reference that was not started look for providers before a cluster looks at them. */
    private Invoker found(Invoker next) {
        return call -> {
            RpcException failure = used ? null : use(call);
            return failure == null ? next.invoke(call) : ResponseFuture.failed(failure);
        };
    }

    /** Connects as soon as somebody is known. Returns why the call can go nowhere, if the search says so. */
    private @Nullable RpcException use(Invocation call) {
        RegistrySearch.Progress found = search.search();
        boolean waits = !environment.transport().isEventLoop();
        if (waits) {
            await(found.some(), left(call));
        }
        if (closed) {
            return CallErrors.closed(
                    call, settings.service(), environment.ticker().nanos());
        }
        boolean anybody = directories.stream().anyMatch(directory -> directory.first() != null);
        if (anybody || (found.all().isDone() && !found.isFailed())) {
            directories.forEach(RegistryDirectory::connect);
            if (waits) {
                // Rules are worth some of the call's time, but not the call.
                await(found.ruled(), left(call) / 2);
            }
            used = true;
        } else if (found.isFailed()) {
            Throwable cause = found.all().handle((done, error) -> error).join();
            // Which registries are silent, the directory knows better: they may have answered meanwhile.
            return cause instanceof NoProviderException
                    ? null
                    : CallErrors.cannotLookUp(
                            call,
                            settings.service(),
                            cause,
                            environment.ticker().nanos());
        }
        return null;
    }

    private long left(Invocation call) {
        return Math.max(0, call.deadlineNanos() - environment.ticker().nanos());
    }

    private void await(CompletableFuture<?> known, long limitNanos) {
        try {
            known.get(limitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            log.debug("Calling {} without knowing all of its providers", settings.service(), e);
        }
    }

    /** The outcome of a call for which there is nobody. */
    private ResponseFuture<@Nullable Object> nobody(Invocation call) {
        return ResponseFuture.failed(CallErrors.noProvider(
                call, directories.get(0), environment.ticker().nanos()));
    }

    /** For calls that had chosen a provider which is not one of these: the first of them may come before anybody has looked. */
    Elsewhere elsewhere() {
        return new Elsewhere() {
            @Override
            public ResponseFuture<@Nullable Object> instead(Invocation call) {
                RpcException failure = used ? null : use(call);
                return failure == null ? others.instead(call) : ResponseFuture.failed(failure);
            }

            @Override
            public @Nullable EndpointInvoker available(Invocation call) {
                return used || use(call) == null ? others.available(call) : null;
            }
        };
    }

    /** For calls whose provider was taken away or goes: as if they had come a moment later. */
    private final class Others implements Elsewhere {
        @Override
        public ResponseFuture<@Nullable Object> instead(Invocation call) {
            long now = environment.ticker().nanos();
            if (closed) {
                return ResponseFuture.failed(CallErrors.closed(call, settings.service(), now));
            }
            if (call.isBound()) {
                return ResponseFuture.failed(CallErrors.takenAway(call, settings.service(), now));
            }
            EndpointInvoker next = available(call);
            // Or one that is being connected, for which the call waits.
            next = next == null ? any(call) : next;
            return next == null ? nobody(call) : next.invoke(call);
        }

        @Override
        public @Nullable EndpointInvoker available(Invocation call) {
            if (closed || call.isBound()) {
                return null;
            }
            for (RegistryDirectory directory : directories) {
                for (EndpointInvoker provider : directory.candidates(call)) {
                    if (provider.isAvailable()) {
                        return provider;
                    }
                }
            }
            return null;
        }

        private @Nullable EndpointInvoker any(Invocation call) {
            for (RegistryDirectory directory : directories) {
                List<EndpointInvoker> providers = directory.candidates(call);
                if (!providers.isEmpty()) {
                    return providers.get(0);
                }
            }
            return null;
        }
    }

    @Override
    public List<EndpointCaller> callers() {
        return directories.stream()
                .flatMap(directory -> directory.snapshot().stream())
                .map(EndpointCaller.class::cast)
                .toList();
    }

    // ---- start

    @Override
    public CompletableFuture<@Nullable Void> find() {
        return search.search().all();
    }

    @Override
    public void connect() {
        used = true;
        directories.forEach(RegistryDirectory::connect);
    }

    @Override
    public boolean isKnown() {
        return search.isKnown();
    }

    @Override
    public String absence() {
        return RegistryOrder.absence(directories);
    }

    @Override
    public void close(long drainMillis) {
        closed = true;
        used = true;
        search.close();
        List<EndpointInvoker> last = new ArrayList<>();
        directories.forEach(directory -> last.addAll(directory.close()));
        callers.close(last, drainMillis);
    }
}
