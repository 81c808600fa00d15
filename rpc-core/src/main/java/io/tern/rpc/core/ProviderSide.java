// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.console.ConsoleTarget;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.core.internal.filter.NamedChoice;
import io.tern.rpc.core.internal.lifecycle.Audience;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.provider.Exporter;
import io.tern.rpc.core.internal.provider.ServiceCheck;
import io.tern.rpc.core.internal.provider.ServiceExport;
import io.tern.rpc.core.internal.registry.Listing;
import io.tern.rpc.core.internal.registry.Publisher;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceListener;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of one instance, from the port to the registries. Thread-safe.
 *
 * <p>A service is in the registries while it is exported, {@link #publishAll} was called, and neither it nor the instance is
 * offline or being closed.
 */
final class ProviderSide {
    private static final Logger log = LoggerFactory.getLogger(ProviderSide.class);
    /** The part of a stop that registries get: the rest belongs to requests. */
    private static final int REGISTRY_PART = 3;

    private final Extensions extensions;
    private final CallLinks links;
    private final Exporter exporter;
    private final Publisher publisher;
    private final EngineThreads threads;
    private final int noticeMillis;
    private final int stopMillis;
    private final Consumer<String> forget;
    private final Map<String, Handle> byId = new ConcurrentHashMap<>();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private volatile boolean ready;
    private volatile boolean offline;

    /**
     * The side without services.
     *
     * @param links stands in front of services
     * @param noticeMillis how long consumers may need to hear that a service is gone from the registries
     * @param stopMillis the limit for taking one service away
     * @param forget hears the id of each service that its user closes
     */
    ProviderSide(
            Extensions extensions,
            CallLinks links,
            Exporter exporter,
            Publisher publisher,
            EngineThreads threads,
            int noticeMillis,
            int stopMillis,
            Consumer<String> forget) {
        this.extensions = extensions;
        this.links = links;
        this.exporter = exporter;
        this.publisher = publisher;
        this.threads = threads;
        this.noticeMillis = noticeMillis;
        this.stopMillis = stopMillis;
        this.forget = forget;
    }

    /** Mistakes that can only be found with plug-ins at hand. */
    List<ConfigProblem> problems(ServiceSettings settings) {
        List<ConfigProblem> problems = new ArrayList<>(links.problems(settings));
        problems.addAll(ServiceCheck.problems(settings));
        filters(settings, problems);
        listeners(settings, problems);
        return problems;
    }

    /** Completes when this instance begins to stop. */
    CompletableFuture<?> stopped() {
        return stopped;
    }

    /** Takes a service in; opens nothing. */
    ExportedService add(ServiceSettings settings) {
        Handle handle = new Handle(settings);
        byId.put(settings.id(), handle);
        exporter.declare(settings);
        return handle;
    }

    @Nullable
    ExportedService find(String id) {
        return byId.get(id);
    }

    List<ServiceSettings> settings() {
        return handles().stream().map(Handle::settings).toList();
    }

    private List<Handle> handles() {
        return byId.values().stream()
                .sorted(Comparator.comparing(handle -> handle.settings().id()))
                .toList();
    }

    /** Exports all services, those with a delay later. Consumers cannot find them before {@link #publishAll}. */
    void exportAll(UnaryOperator<ServiceSettings> withImplementation) {
        handles().forEach(handle -> export(handle, withImplementation));
    }

    private void export(Handle handle, UnaryOperator<ServiceSettings> withImplementation) {
        if (!handle.settings().export()) {
            return;
        }
        ServiceSettings settings = withImplementation.apply(handle.settings());
        if (settings.delayMillis() == 0) {
            handle.export(settings);
            return;
        }
        threads.later(() -> exportLater(handle, settings), TimeUnit.MILLISECONDS.toNanos(settings.delayMillis()));
    }

    private static void exportLater(Handle handle, ServiceSettings settings) {
        try {
            handle.export(settings);
        } catch (RuntimeException e) {
            log.error("{} could not be exported after its delay of {} ms", settings, settings.delayMillis(), e);
            return;
        }
        handle.refresh();
    }

    /**
     * Puts what is exported into the registries, now and from now on. Waits for those with {@code check}.
     *
     * @throws io.tern.rpc.RpcException if one of these cannot be reached, or an entry cannot be made
     */
    void publishAll() {
        ready = true;
        publish(handles());
        if (stopped.isDone()) {
            throw new IllegalStateException("This instance was closed while it was starting");
        }
    }

    /** Exports one service, or arranges it, and publishes it if the others are. */
    void start(ExportedService service, UnaryOperator<ServiceSettings> withImplementation) {
        Handle handle = (Handle) service;
        export(handle, withImplementation);
        if (ready) {
            publish(List.of(handle));
        }
    }

    private void publish(List<Handle> handles) {
        List<Handle> wanted = handles.stream()
                .filter(handle -> handle.isWanted() && handle.listing() != null)
                .toList();
        List<ServiceSettings> settings = wanted.stream().map(Handle::settings).toList();
        publisher.awaitRegistries(settings, stopped);
        List<CompletableFuture<@Nullable Void>> answers =
                wanted.stream().map(Handle::publish).toList();
        // A start that has returned shall be seen by others: whoever stops the next instance relies on it.
        RegistryAnswers.awaitChecked(answers, settings);
    }

    /** Takes all services out of the registries until {@link #online}, those to come included. */
    CompletableFuture<@Nullable Void> offline() {
        offline = true;
        return refreshAll();
    }

    /** Puts those back that are not offline by themselves. */
    CompletableFuture<@Nullable Void> online() {
        offline = false;
        return refreshAll();
    }

    private CompletableFuture<@Nullable Void> refreshAll() {
        return CompletableFuture.allOf(handles().stream().map(Handle::refresh).toArray(CompletableFuture[]::new));
    }

    private List<Filter> filters(ServiceSettings settings, List<ConfigProblem> problems) {
        return FilterChain.resolve(
                settings.filters(),
                extensions.filters().all(),
                List.of(),
                settings.origins().getOrDefault("filter", Origin.BUILT_IN),
                problems);
    }

    private List<ServiceListener> listeners(ServiceSettings settings, List<ConfigProblem> problems) {
        return NamedChoice.resolve(
                settings.style().listeners(),
                extensions.serviceListeners().all(),
                ServiceListener::name,
                List.of(),
                settings.origins().getOrDefault("listener", Origin.BUILT_IN),
                problems);
    }

    boolean isOffline() {
        return offline;
    }

    /** The services as operators see them, by id. */
    List<ConsoleTarget.Service> states() {
        return handles().stream().map(Handle::state).toList();
    }

    /** Their ports and threads, for figures. */
    Exporter exporter() {
        return exporter;
    }

    /**
     * Takes the services out of the registries, tells consumers, serves those who have not heard yet until nobody comes any
     * more or the time is over, then closes.
     */
    void close(long limitMillis) {
        stopped.complete(null);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        boolean published = withdraw(handles(), limitMillis);
        exporter.announceShutdown();
        if (published) {
            exporter.serveOn(Math.min(noticeMillis, left(deadline)));
        }
        if (!exporter.drain(left(deadline), published ? noticeMillis : 0)) {
            log.warn("Requests were still running after {} ms; they are cut off", limitMillis);
        }
        exporter.close();
        handles().forEach(Handle::ended);
    }

    /** Of services that are not wanted any more. Returns whether consumers can have found one of them. */
    private boolean withdraw(List<Handle> handles, long limitMillis) {
        List<CompletableFuture<@Nullable Void>> answers =
                handles.stream().map(Handle::refresh).toList();
        RegistryAnswers.await(answers, limitMillis / REGISTRY_PART);
        return handles.stream().anyMatch(Handle::wasPublished);
    }

    private static long left(long deadline) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    /** What the user holds. */
    private final class Handle implements ExportedService {
        private final ServiceSettings settings;
        private final Audience<ServiceListener> audience;
        private @Nullable ServiceExport export; // guarded by this
        private @Nullable Listing listing; // guarded by this
        private volatile boolean ownOffline;
        private volatile boolean closed; // written under the lock

        Handle(ServiceSettings settings) {
            this.settings = settings;
            this.audience = new Audience<>(settings.toString(), listeners(settings, new ArrayList<>()));
        }

        void export(ServiceSettings withImplementation) {
            if (open(withImplementation)) {
                audience.begin(listener -> listener.exported(withImplementation));
            }
        }

        void ended() {
            audience.end(listener -> listener.unexported(settings));
        }

        private synchronized boolean open(ServiceSettings withImplementation) {
            // A delay that ends during the drain must not open a port again.
            if (closed || stopped.isDone() || export != null) {
                return false;
            }
            ProxyFactory proxies = extensions.generatedProxies();
            List<MethodDescriptor> methods = MethodDescriptor.of(settings.serviceInterface());
            ServiceExport made = exporter.export(
                    withImplementation,
                    methods,
                    links.link(settings, methods, proxies.dispatcher(settings.serviceInterface(), methods)),
                    links.around(filters(settings, new ArrayList<>())));
            export = made;
            listing = publisher.listing(settings, made.ports(), this::isWanted);
            return true;
        }

        boolean isWanted() {
            return ready && !offline && !ownOffline && !closed && !stopped.isDone();
        }

        CompletableFuture<@Nullable Void> refresh() {
            Listing current = listing();
            return current == null ? CompletableFuture.completedFuture(null) : current.refresh();
        }

        /** {@link #refresh} without the wait for registries that the start does not need. */
        CompletableFuture<@Nullable Void> publish() {
            Listing current = listing();
            return current == null ? CompletableFuture.completedFuture(null) : current.refreshWithCheck();
        }

        ConsoleTarget.Service state() {
            Listing known = listing();
            return new ConsoleTarget.Service(settings, addresses(), isWanted(), known != null && known.isPublished());
        }

        boolean wasPublished() {
            Listing current = listing();
            return current != null && current.wasPublished();
        }

        private synchronized @Nullable Listing listing() {
            return listing;
        }

        @Override
        public ServiceSettings settings() {
            return settings;
        }

        @Override
        public synchronized List<InetSocketAddress> addresses() {
            return export == null ? List.of() : export.addresses();
        }

        @Override
        public CompletableFuture<@Nullable Void> offline() {
            ownOffline = true;
            return refresh();
        }

        @Override
        public CompletableFuture<@Nullable Void> online() {
            ownOffline = false;
            return refresh();
        }

        @Override
        public void close() {
            if (wasPublished() && exporter.isEventLoopOf(settings)) {
                throw new IllegalStateException("close() of " + settings + " was called on the event loop "
                        + Thread.currentThread().getName() + ", which it would wait for; call it on another thread");
            }
            ServiceExport closing;
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                closing = export;
            }
            if (closing != null) {
                takeAway(closing);
            }
            if (byId.remove(settings.id(), this)) {
                exporter.forget(settings);
                forget.accept(settings.id());
            }
        }

        private void takeAway(ServiceExport closing) {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(stopMillis);
            if (withdraw(List.of(this), stopMillis) && !closing.serveOut(noticeMillis, left(deadline))) {
                log.warn("Requests of {} were still running after {} ms", settings, stopMillis);
            }
            closing.unexport();
            synchronized (this) {
                export = null;
            }
            ended();
        }
    }
}
