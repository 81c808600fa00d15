// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ApplicationSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.callback.Callbacks;
import io.tern.rpc.core.internal.cluster.ClusterContext;
import io.tern.rpc.core.internal.cluster.RegistryClusters;
import io.tern.rpc.core.internal.console.Console;
import io.tern.rpc.core.internal.consumer.CallWatch;
import io.tern.rpc.core.internal.consumer.ReferenceAssembler;
import io.tern.rpc.core.internal.consumer.SharedConnections;
import io.tern.rpc.core.internal.lifecycle.DubboExtensions;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.lifecycle.EventCounter;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.lifecycle.OwnSettings;
import io.tern.rpc.core.internal.lifecycle.ShutdownHook;
import io.tern.rpc.core.internal.mock.Mocks;
import io.tern.rpc.core.internal.provider.Exporter;
import io.tern.rpc.core.internal.provider.ProviderContext;
import io.tern.rpc.core.internal.provider.ThreadDumps;
import io.tern.rpc.core.internal.security.ClassGate;
import io.tern.rpc.core.internal.settings.OutsideSettings;
import io.tern.rpc.core.internal.settings.ProcessSettings;
import io.tern.rpc.core.internal.settings.SettingsResolver;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the parts of one instance in the order in which they need each other: settings, plug-ins, transport. {@link
 * StartOrder} and {@link StopOrder} bring them up and take them down.
 */
final class Engine {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final Ticker ticker = Ticker.SYSTEM;
    private final SettingsResolver resolver;
    private final ApplicationSettings application;
    private final ProcessSettings process;
    private final EngineThreads threads;
    private final EventCounter events;
    private final TransportSide transports;
    private final Callbacks callbacks;
    private final RegistrySide registries;
    private final TelemetrySide telemetry;
    private final ConsumerSide consumers;
    private final ProviderSide providers;
    private final SettingsReport report;
    private final StartOrder startOrder;
    private final @Nullable Console console;
    private final Object lifecycleLock = new Object();

    private final ShutdownHook hook;
    private final StopOrder stopOrder;

    private State state = State.BUILT; // guarded by lifecycleLock

    private enum State {
        BUILT,
        STARTED,
        CLOSED
    }

    /**
     * Resolves and checks everything; opens nothing but a config center, to read the settings that it holds.
     *
     * @param ofContainer whether a container closes the instance, in two steps
     * @throws io.tern.rpc.RpcConfigException with every mistake
     */
    Engine(
            List<ConfigElement> elements,
            BeanSource beans,
            ClassLoader loader,
            Extensions.Given given,
            UnaryOperator<@Nullable String> environment,
            boolean ofContainer) {
        events = new EventCounter(EventCounter.observers(loader, given), ticker);
        ClusterContext clusters = new ClusterContext(ticker, events, this::later, this::isEventLoop);
        Extensions extensions = Extensions.collect(loader, given, clusters);
        OutsideSettings outside = new CenterItems(
                        extensions, OutsideSettings.ofProcess(loader), environment, ticker, events)
                .added(elements, beans, loader);
        resolver = new SettingsResolver(loader, beans, extensions.names(), outside);
        resolver.add(elements);
        application = resolver.application();
        process = resolver.process();
        threads = new EngineThreads(application.name(), process.callbacks());
        hook = new ShutdownHook(application.name(), () -> endWithProcess(ofContainer));
        OwnSettings own = new OwnSettings(application.parameters());
        resolver.report(DubboExtensions.problems(loader, own.ignoredExtensions()));
        ClassGate gate = own.gate(
                process.trustsInterfaces(), loader, ticker, () -> events.counted(RpcObserver.Event.CLASS_REFUSED));
        transports =
                new TransportSide(application.name(), extensions, gate, threads, events, ticker, resolver.ioThreads());
        registries = new RegistrySide(
                application, resolver, extensions, new RegistryClusters(clusters), ticker, threads, events);
        LateFigures figures = new LateFigures(events);
        telemetry = new TelemetrySide(extensions, application.name(), resolver.telemetry(), figures, events);
        Callbacks.Around around = new Callbacks.Around(telemetry.consumerFilters(), telemetry.providerFilters());
        callbacks = Callbacks.of(
                transports.outside(), extensions::generatedProxies, gate::open, threads.callbacks(), ticker, around);
        try {
            CallLinks links = new CallLinks(extensions, gate, ticker, this::isEventLoop, telemetry.providerFilters());
            consumers = new ConsumerSide(
                    extensions,
                    assembler(gate, beans),
                    new Mocks(ticker, this::isEventLoop),
                    links,
                    gate,
                    application.shutdownWaitMillis(),
                    this::forget,
                    figures::partsChanged);
            providers = providerSide(extensions, links, gate, own, beans, figures);
            figures.of(consumers, providers, transports);
            report = new SettingsReport(application, resolver, consumers, providers, own.describeFile());
            startOrder = new StartOrder(process, resolver, registries, consumers, providers);
            console = new ConsoleSide(consumers, providers, startOrder, this::describe, this::stats)
                    .console(resolver, own, telemetry.commands(), loader, given);
            stopOrder = new StopOrder(
                    providers, consumers, registries, transports, console, threads, telemetry, application);
            SettingsResolver.Resolved resolved = resolver.resolve(elements, consumers::problems, providers::problems);
            resolved.references().forEach(consumers::add);
            resolved.services().forEach(providers::add);
        } catch (RuntimeException | Error e) {
            telemetry.close(); // nobody else knows of it
            throw e;
        }
        logWarnings();
    }

    private ReferenceAssembler assembler(ClassGate gate, BeanSource beans) {
        return new ReferenceAssembler(
                transports.outside(),
                new SharedConnections(transports.outside()),
                ticker,
                events,
                new CallWatch(events.isHeard() ? events : null, telemetry.consumerFilters()),
                application.name(),
                gate,
                beans::typeOf,
                beans::bean,
                registries.parts(),
                threads.accessLogs(),
                callbacks.exports(),
                transports.inside(),
                callbacks.kept());
    }

    private ProviderSide providerSide(
            Extensions extensions,
            CallLinks links,
            ClassGate gate,
            OwnSettings own,
            BeanSource beans,
            LateFigures figures) {
        ProviderContext context = new ProviderContext(
                application.name(),
                protocol -> transports.outside(),
                registries.addresses()::bound,
                ticker,
                events,
                events.isHeard(),
                gate,
                threads.timer(),
                ThreadDumps.into(process.dumpDirectory(), application.name(), ticker, threads.callbacks()),
                process.ownPools(),
                beans::bean,
                threads.accessLogs(),
                links.mappers(),
                callbacks.proxies(),
                threads.callbacks(),
                transports.offered(),
                figures::partsChanged);
        return new ProviderSide(
                extensions,
                links,
                new Exporter(context),
                registries.publisher(),
                threads,
                own.noticeMillis(),
                application.shutdownWaitMillis(),
                this::forget);
    }

    /** For clusters, which are made before the threads are. */
    private void later(Runnable task, long delayNanos) {
        threads.later(task, delayNanos);
    }

    /** For clusters too, which are made before the transport is. */
    private boolean isEventLoop() {
        return transports.outside().isEventLoop();
    }

    private void logWarnings() {
        for (ConfigProblem warning : resolver.newWarnings()) {
            log.warn("{}", warning.message());
        }
    }

    /** Opens ports, then connects, then lets others find the services. */
    void start() {
        refuseOnEventLoop("start()");
        synchronized (lifecycleLock) {
            if (state != State.BUILT) {
                throw new IllegalStateException("This instance is " + (state == State.STARTED ? "started" : "closed")
                        + " already; build another one");
            }
            state = State.STARTED;
        }
        try {
            threads.start();
            hook.install();
            if (console != null) {
                console.open();
            }
            startOrder.run(threads.callbacks());
            report.tell();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private boolean isStarted() {
        synchronized (lifecycleLock) {
            requireOpen();
            return state == State.STARTED;
        }
    }

    private void requireOpen() {
        synchronized (lifecycleLock) {
            if (state == State.CLOSED) {
                throw new IllegalStateException("This instance is closed; build another one");
            }
        }
    }

    private static void requireKind(ConfigElement element, ElementKind kind) {
        if (element.kind() != kind) {
            throw new IllegalArgumentException(
                    element + " (expected: " + kind.qualifiedName() + "); give other elements to Tern.builder()");
        }
    }

    /** Adds a reference; connects it if this instance is started. */
    Reference<?> refer(ConfigElement element) {
        refuseOnEventLoop("refer()");
        requireKind(element, ElementKind.REFERENCE);
        requireOpen();
        ReferenceSettings settings = resolve(element).references().get(0);
        Reference<?> reference = consumers.add(settings);
        try {
            // Asked again: whoever starts or closes this instance meanwhile may not have seen the reference.
            if (isStarted()) {
                consumers.start(reference);
            }
        } catch (RuntimeException e) {
            reference.close();
            throw e;
        }
        return reference;
    }

    /** Adds a service; exports it if this instance is started. */
    ExportedService export(ConfigElement element) {
        refuseOnEventLoop("export()");
        requireKind(element, ElementKind.SERVICE);
        requireOpen();
        if (providers.stopped().isDone()) {
            throw new IllegalStateException("This instance has stopped serving; build another one");
        }
        ServiceSettings settings = resolve(element).services().get(0);
        ExportedService service = providers.add(settings);
        try {
            if (isStarted()) {
                providers.start(service, resolver::withImplementation);
            }
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
        return service;
    }

    private SettingsResolver.Resolved resolve(ConfigElement element) {
        // The resolver is confined to one thread at a time.
        synchronized (resolver) {
            List<ConfigElement> elements = List.of(element);
            resolver.add(elements);
            SettingsResolver.Resolved resolved = resolver.resolve(elements, consumers::problems, providers::problems);
            logWarnings();
            return resolved;
        }
    }

    private void forget(String id) {
        synchronized (resolver) {
            resolver.forget(id);
        }
    }

    @Nullable
    Reference<?> reference(String id) {
        return consumers.find(id);
    }

    @Nullable
    ExportedService service(String id) {
        return providers.find(id);
    }

    CompletableFuture<@Nullable Void> offline() {
        return providers.offline();
    }

    CompletableFuture<@Nullable Void> online() {
        return providers.online();
    }

    /** The settings in effect and as written, as a text. */
    String describe() {
        return report.text();
    }

    /** Figures of this moment. */
    TernStats stats() {
        return new TernStats(
                consumers.callsInFlight(),
                providers.exporter().requestsRunning(),
                events.openConnections(),
                callbacks.exports().size(),
                callbacks.proxies().size(),
                events.counts());
    }

    /** The provider's part of {@link #close()}. */
    void stopServing() {
        refuseOnEventLoop("stopServing()");
        stopOrder.stopServing();
    }

    /** Stops within the time limit. */
    void close() {
        refuseOnEventLoop("close()");
        synchronized (lifecycleLock) {
            state = State.CLOSED;
        }
        hook.remove();
        stopOrder.close();
    }

    private void endWithProcess(boolean ofContainer) {
        // A start that is under way must be ended: its container cannot close before it has.
        if (ofContainer && startOrder.isOver()) {
            stopOrder.yieldToContainer();
        }
        close();
    }

    /** Before anything is begun: waiting there would stop the very connections that are waited for. */
    private void refuseOnEventLoop(String what) {
        if (isEventLoop()) {
            throw new IllegalStateException(what + " was called on the event loop "
                    + Thread.currentThread().getName() + ", which it would wait for; call it on another thread");
        }
    }
}
