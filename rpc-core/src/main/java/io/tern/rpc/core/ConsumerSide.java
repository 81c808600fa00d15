// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.cluster.ClusterCheck;
import io.tern.rpc.core.internal.console.ConsoleTarget;
import io.tern.rpc.core.internal.consumer.AssembledReference;
import io.tern.rpc.core.internal.consumer.ReferenceAssembler;
import io.tern.rpc.core.internal.consumer.UserStub;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.core.internal.filter.NamedChoice;
import io.tern.rpc.core.internal.governance.UserRoutes;
import io.tern.rpc.core.internal.lifecycle.Audience;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.lifecycle.NamedRouters;
import io.tern.rpc.core.internal.mock.Mocks;
import io.tern.rpc.core.internal.security.ClassGate;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.ReferenceListener;
import io.tern.rpc.spi.telemetry.InstanceFigures.ReferenceFigures;
import io.tern.rpc.spi.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The references of one instance. Thread-safe. */
final class ConsumerSide {
    private static final String RANDOM = "random";
    /** How often a start that waits for providers looks for them. */
    private static final int PAUSE_MILLIS = 100;

    private final Extensions extensions;
    private final NamedRouters routers;
    private final ReferenceAssembler assembler;
    private final Mocks mocks;
    private final CallLinks links;
    private final ClassGate gate;
    private final int drainMillis;
    private final Consumer<String> forget;
    private final Runnable changed;
    private final Map<String, Handle<?>> byId = new ConcurrentHashMap<>();

    /**
     * The side without references.
     *
     * @param forget hears the id of each reference that its user closes
     * @param changed runs when references were started or closed
     */
    ConsumerSide(
            Extensions extensions,
            ReferenceAssembler assembler,
            Mocks mocks,
            CallLinks links,
            ClassGate gate,
            int drainMillis,
            Consumer<String> forget,
            Runnable changed) {
        this.extensions = extensions;
        this.routers = new NamedRouters(extensions.routers());
        this.assembler = assembler;
        this.mocks = mocks;
        this.links = links;
        this.gate = gate;
        this.drainMillis = drainMillis;
        this.forget = forget;
        this.changed = changed;
    }

    /** Mistakes that can only be found with plug-ins and beans at hand. */
    List<ConfigProblem> problems(ReferenceSettings settings) {
        List<ConfigProblem> problems = new ArrayList<>(assembler.problems(settings));
        problems.addAll(ClusterCheck.problems(settings));
        problems.addAll(Mocks.problems(settings));
        problems.addAll(routers.problems(settings));
        problems.addAll(links.problems(settings));
        problems.addAll(UserStub.problems(settings));
        filters(settings, problems);
        listeners(settings, problems);
        return problems;
    }

    /** Makes the proxy; connects nothing. */
    Reference<?> add(ReferenceSettings settings) {
        gate.open(settings.serviceInterface());
        UnaryOperator<Cluster> mocked = mocks.of(settings);
        UserRoutes routes = settings.registries().isEmpty() ? routers.of(settings) : null;
        AssembledReference assembled = assembler.assemble(
                settings,
                extensions.proxies().get(settings.proxy()),
                name -> mocked.apply(routed(extensions.clusters().get(name), routes)),
                this::balancer,
                filters(settings, new ArrayList<>()),
                links);
        Handle<?> handle = new Handle<>(
                settings.serviceInterface(),
                assembled,
                new Audience<>(settings.toString(), listeners(settings, new ArrayList<>())));
        byId.put(settings.id(), handle);
        return handle;
    }

    /** Direct addresses have no other rules; those for providers in registries are made with the registries. */
    private static Cluster routed(Cluster cluster, @Nullable UserRoutes routes) {
        return routes == null ? cluster : routes.before(cluster);
    }

    /** The resolver let the name pass, and reported it if it is one of Dubbo's that comes later: until then chance decides. */
    private LoadBalancer balancer(String name) {
        LoadBalancer balancer = extensions.balancers().find(name);
        return balancer == null ? extensions.balancers().get(RANDOM) : balancer;
    }

    private List<Filter> filters(ReferenceSettings settings, List<ConfigProblem> problems) {
        return FilterChain.resolve(
                settings.filters(),
                extensions.filters().all(),
                List.of(),
                settings.origins().getOrDefault("filter", Origin.BUILT_IN),
                problems);
    }

    private List<ReferenceListener> listeners(ReferenceSettings settings, List<ConfigProblem> problems) {
        return NamedChoice.resolve(
                settings.style().listeners(),
                extensions.referenceListeners().all(),
                ReferenceListener::name,
                List.of(),
                settings.origins().getOrDefault("listener", Origin.BUILT_IN),
                problems);
    }

    @Nullable
    Reference<?> find(String id) {
        return byId.get(id);
    }

    List<ReferenceSettings> settings() {
        return byId.values().stream()
                .map(handle -> handle.settings())
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    /**
     * Connects all references at once and waits for them; each attempt has its own connect timeout.
     *
     * @param patienceMillis how long those with {@code check} that find nobody try again
     * @throws RuntimeException the first failure of a reference with {@code check}; the others are its suppressed ones
     */
    void startAll(int patienceMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        List<AssembledReference> waiting =
                byId.values().stream().map(handle -> handle.assembled).toList();
        Failures failures = start(waiting);
        while (failures.areOfAbsence() && System.nanoTime() - deadline < 0) {
            pause();
            failures = start(failures.references());
        }
        failures.throwFirst();
        byId.values().forEach(Handle::began);
        changed.run();
    }

    /** Connects one reference and waits for it. */
    void start(Reference<?> reference) {
        Handle<?> handle = (Handle<?>) reference;
        start(List.of(handle.assembled)).throwFirst();
        handle.began();
        changed.run();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while the references were connecting; nothing is started", e);
    }

    private static Failures start(List<AssembledReference> references) {
        List<CompletableFuture<@Nullable Void>> starts =
                references.stream().map(AssembledReference::start).toList();
        List<AssembledReference> failed = new ArrayList<>();
        List<RuntimeException> causes = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            try {
                starts.get(i).get();
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (ExecutionException e) {
                failed.add(references.get(i));
                causes.add(
                        e.getCause() instanceof RuntimeException unchecked
                                ? unchecked
                                : new IllegalStateException(e.getCause()));
            }
        }
        return new Failures(failed, causes);
    }

    /** References that could not be started, and why. */
    private record Failures(List<AssembledReference> references, List<RuntimeException> causes) {
        /** Whether all that is missing is somebody to call. */
        boolean areOfAbsence() {
            return !causes.isEmpty() && causes.stream().allMatch(NoProviderException.class::isInstance);
        }

        void throwFirst() {
            if (!causes.isEmpty()) {
                RuntimeException first = causes.get(0);
                causes.subList(1, causes.size()).forEach(first::addSuppressed);
                throw first;
            }
        }
    }

    /** The references as operators see them, by id. */
    List<ConsoleTarget.Reference> states() {
        return byId.values().stream()
                .map(handle -> handle.state())
                .sorted((one, other) ->
                        one.settings().id().compareTo(other.settings().id()))
                .toList();
    }

    List<ReferenceFigures> figures() {
        return List.copyOf(byId.values());
    }

    int callsInFlight() {
        return byId.values().stream()
                .flatMap(handle -> handle.assembled.connections().stream())
                .distinct() // references share connections
                .mapToInt(Connection::inFlight)
                .sum();
    }

    /** Refuses new calls; waits for those in flight within the time and fails the rest. References close side by side. */
    void close(long limitMillis, Executor executor) {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Handle<?> handle : byId.values()) {
            closing.add(CompletableFuture.runAsync(() -> handle.assembled.close(limitMillis), executor));
        }
        CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).join();
        byId.values().forEach(Handle::ended);
    }

    /** What the user holds. */
    private final class Handle<T> implements Reference<T>, ReferenceFigures {
        private final Class<T> type;
        private final AssembledReference assembled;
        private final Audience<ReferenceListener> audience;

        Handle(Class<T> type, AssembledReference assembled, Audience<ReferenceListener> audience) {
            this.type = type;
            this.assembled = assembled;
            this.audience = audience;
        }

        ConsoleTarget.Reference state() {
            List<AssembledReference.EndpointState> endpoints = assembled.endpoints();
            int available = (int) endpoints.stream()
                    .filter(AssembledReference.EndpointState::available)
                    .count();
            return new ConsoleTarget.Reference(settings(), endpoints.size(), available);
        }

        void began() {
            audience.begin(listener -> listener.referred(settings()));
        }

        void ended() {
            audience.end(listener -> listener.ended(settings()));
        }

        @Override
        public T get() {
            return type.cast(assembled.proxy());
        }

        @Override
        public Class<T> type() {
            return type;
        }

        @Override
        public ReferenceSettings settings() {
            return assembled.settings();
        }

        @Override
        public boolean isAvailable() {
            return assembled.endpoints().stream().anyMatch(AssembledReference.EndpointState::available);
        }

        @Override
        public String id() {
            return settings().id();
        }

        @Override
        public String service() {
            return settings().service().toString();
        }

        @Override
        public int providers() {
            return assembled.endpoints().size();
        }

        @Override
        public int availableProviders() {
            return (int) assembled.endpoints().stream()
                    .filter(AssembledReference.EndpointState::available)
                    .count();
        }

        @Override
        public void close() {
            boolean first = byId.remove(settings().id(), this);
            assembled.close(drainMillis);
            ended();
            if (first) {
                forget.accept(settings().id());
                changed.run();
            }
        }
    }
}
