// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.Scope;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.inprocess.InProcess;
import io.tern.rpc.core.internal.inprocess.LocalServices;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ServiceDispatcher;
import io.tern.rpc.spi.telemetry.InstanceFigures;
import io.tern.rpc.spi.transport.Server;
import io.tern.rpc.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider side of a Tern instance: opens each port once, puts services on it, and takes everything down again.
 *
 * <p>Services whose protocol settings are the same share a port, its server and its business pool. A port stays open until
 * {@link #close()}, also when its last service is withdrawn.
 *
 * <p>To stop: {@link #announceShutdown()}, {@link #serveOn}, {@link #drain}, {@link #close()}. Thread-safe; none of it on an event loop.
 */
public final class Exporter implements AutoCloseable {
    /** How many ports are tried upward; more means that the host cannot be bound at all. */
    private static final int SEARCHED_PORTS = 1_000;
    /** Ports count as quiet when no request came for this long: some may be on their way from consumers not told yet. */
    private static final long LEAST_QUIET_MILLIS = 100;

    private static final Logger log = LoggerFactory.getLogger(Exporter.class);

    private final ProviderContext context;
    private final LateAnswers lateAnswers;
    private final List<ExportedPort> ports = new ArrayList<>(); // guarded by this
    /** Services with pools of their own, until nothing uses these any more. Guarded by this. */
    private final List<ServiceEntry> withPool = new ArrayList<>();

    private boolean closed; // guarded by this

    public Exporter(ProviderContext context) {
        this.context = context;
        this.lateAnswers = new LateAnswers(context.application(), context.ticker(), context.executor());
    }

    /** Says that a service will be exported, to references of this process that need not look elsewhere then. */
    public void declare(ServiceSettings settings) {
        if (context.inProcess() != null) {
            context.inProcess().services().declare(settings);
        }
    }

    /** Takes back what {@link #declare} said: it will not be exported any more. */
    public void forget(ServiceSettings settings) {
        if (context.inProcess() != null) {
            context.inProcess().services().forget(settings);
        }
    }

    /**
     * Exports a service on all its protocols; when this returns, it is served.
     *
     * @param methods of its interface, in the order that {@code dispatcher} was made for
     * @param filters in the order in which they run
     * @throws RpcConfigException if a port cannot be bound, or the service is exported there already; then it is exported
     *     nowhere
     */
    public synchronized ServiceExport export(
            ServiceSettings settings,
            List<MethodDescriptor> methods,
            ServiceDispatcher dispatcher,
            List<Filter> filters) {
        if (closed) {
            throw new IllegalStateException("Cannot export " + settings + ": this Tern instance is closed");
        }
        InProcess inside = LocalServices.isOffered(settings) ? context.inProcess() : null;
        boolean insideOnly = settings.style().scope() == Scope.LOCAL;
        if (insideOnly && inside == null) {
            throw new IllegalStateException(settings + " has scope=\"local\", and there is no Serialization that copies"
                    + " values; add one to the class path or the builder");
        }
        context.gate().open(settings.serviceInterface());
        Workers own = workers(settings);
        ServiceEntry entry = entry(settings, methods, dispatcher, filters, own);
        Map<ProtocolSettings, ExportedPort> exported = new LinkedHashMap<>();
        try {
            for (ProtocolSettings protocol : settings.protocols()) {
                ExportedPort port = insideOnly
                        ? insidePort(protocol)
                        : port(context.binding().apply(protocol));
                if (inside != null && exported.isEmpty()) {
                    port.openInside(inside.transport());
                }
                port.table().add(entry);
                exported.put(protocol, port);
                if (insideOnly) {
                    break; // there is one inside, whatever protocols there are
                }
            }
        } catch (RuntimeException e) {
            exported.values().forEach(port -> port.table().remove(entry));
            entry.withdraw(); // it may be nowhere yet
            throw e;
        }
        forgetPools();
        if (own instanceof WorkerPool) {
            withPool.add(entry);
        }
        context.poolsChanged().run();
        ServiceExport export =
                new ServiceExport(entry, exported, inside == null ? null : inside.services(), this::forgetPools);
        log.info("Exported {} at {}", settings.service(), insideOnly ? "this process only" : export.addresses());
        return export;
    }

    private ServiceEntry entry(
            ServiceSettings settings,
            List<MethodDescriptor> methods,
            ServiceDispatcher dispatcher,
            List<Filter> filters,
            @Nullable Workers own) {
        return new ServiceEntry(
                settings,
                methods,
                dispatcher,
                filters,
                settings.accessLog() == null
                        ? null
                        : context.accessLogs()
                                .ofService(
                                        settings.accessLog(),
                                        settings.service().interfaceName(),
                                        settings.parameters()),
                own,
                context.mappers(),
                context.callbacks(),
                GenericDispatch.isOn(settings) ? context.gate() : null,
                context.ticker());
    }

    /** The threads of a service that does not use those of its ports. */
    private @Nullable Workers workers(ServiceSettings settings) {
        String executor = settings.style().executor();
        if (executor != null) {
            return new GivenWorkers((Executor) context.beans().apply(executor), settings);
        }
        ProtocolSettings first = settings.protocols().get(0);
        if (!context.ownPools() || first.dispatcher() == ProtocolSettings.Dispatcher.DIRECT) {
            return null;
        }
        return WorkerPool.ofService(settings.id(), first, context);
    }

    /** Those of services that are gone, unless requests still run there, which {@link #close} must cut off. */
    private synchronized void forgetPools() {
        if (withPool.removeIf(entry -> entry.isWithdrawn() && entry.traffic().running() == 0)) {
            context.poolsChanged().run();
        }
    }

    /** Pools of single services that are kept. */
    synchronized int ownPools() {
        return withPool.size();
    }

    /** Services that only this process calls have threads of their own, by the same settings, and no socket. */
    private ExportedPort insidePort(ProtocolSettings protocol) {
        for (ExportedPort port : ports) {
            if (port.isInsideOnly() && port.settings().equals(protocol)) {
                return port;
            }
        }
        ExportedPort port = new ExportedPort(protocol, context, lateAnswers);
        ports.add(port);
        return port;
    }

    private ExportedPort port(ProtocolSettings protocol) {
        for (ExportedPort port : ports) {
            if (!port.isInsideOnly() && isShared(port.settings(), protocol)) {
                return port;
            }
        }
        ExportedPort port = new ExportedPort(protocol, context, lateAnswers);
        Transport transport = context.transports().apply(protocol);
        if (protocol.host() == null) {
            log.warn(
                    "Protocol {} listens on every network interface, as no host is set; to narrow it set"
                            + " host=\"<address>\" of <dubbo:protocol>, for example 127.0.0.1",
                    text(protocol));
        }
        port.opened(bind(protocol, transport, port));
        ports.add(port);
        return port;
    }

    /** Elements that say the same share a port; those that let the port be found are told apart by their ids. */
    private static boolean isShared(ProtocolSettings open, ProtocolSettings wanted) {
        if (open.port() == 0 || open.searchPort() || wanted.searchPort()) {
            return open.equals(wanted);
        }
        if (open.port() != wanted.port() || !Objects.equals(open.host(), wanted.host())) {
            return false;
        }
        if (!anonymous(open).equals(anonymous(wanted))) {
            throw new RpcConfigException(List.of("protocol " + text(wanted) + ": port " + wanted.port()
                    + " is open already, with other settings, for protocol " + text(open) + ", from "
                    + origin(open, "port") + " (expected: another port, or the same settings), from "
                    + origin(wanted, "port")));
        }
        return true;
    }

    private static ProtocolSettings anonymous(ProtocolSettings p) {
        return new ProtocolSettings(
                "",
                p.name(),
                p.host(),
                p.port(),
                p.searchPort(),
                p.threadPool(),
                p.threads(),
                p.coreThreads(),
                p.aliveMillis(),
                p.queues(),
                p.ioThreads(),
                p.dispatcher(),
                p.server(),
                true,
                p.threadName(),
                Map.of());
    }

    private static Server bind(ProtocolSettings protocol, Transport transport, ExportedPort handler) {
        int last = protocol.searchPort() && protocol.port() > 0
                ? Math.min(65_535, protocol.port() + SEARCHED_PORTS - 1)
                : protocol.port();
        IOException failure = null;
        for (int number = protocol.port(); number <= last; number++) {
            InetSocketAddress address = protocol.host() == null
                    ? new InetSocketAddress(number)
                    : new InetSocketAddress(protocol.host(), number);
            if (address.isUnresolved()) {
                throw new RpcConfigException(List.of("protocol " + text(protocol) + ": host '" + protocol.host()
                        + "' is not known (expected: an address of this machine), from " + origin(protocol, "host")));
            }
            try {
                return transport.bind(address, protocol.server(), handler);
            } catch (IOException e) {
                failure = e;
            }
        }
        RpcConfigException error = new RpcConfigException(List.of("protocol " + text(protocol) + ": cannot listen on "
                + (protocol.host() == null ? "*" : protocol.host()) + ":" + protocol.port()
                + (last > protocol.port() ? " to " + last : "") + ": "
                + requireNonNull(failure, "failure").getMessage()
                + " (expected: a free port of an address of this machine; end the process that has it, or set another"
                + " port, or port=\"-1\" for the next free one), from " + origin(protocol, "port")));
        error.addSuppressed(failure);
        throw error;
    }

    private static String text(ProtocolSettings protocol) {
        return protocol.id() + " (" + protocol.name() + ")";
    }

    private static Origin origin(ProtocolSettings protocol, String attribute) {
        return protocol.origins().getOrDefault(attribute, Origin.BUILT_IN);
    }

    /** Whether the current thread serves connections of a service: waiting there would stop what is waited for. */
    public boolean isEventLoopOf(ServiceSettings service) {
        return service.protocols().stream()
                .anyMatch(protocol -> context.transports().apply(protocol).isEventLoop());
    }

    /** Stops accepting connections and tells consumers to go elsewhere; requests are still served. Idempotent. */
    public void announceShutdown() {
        copyOfPorts().forEach(ExportedPort::announceShutdown);
    }

    /** Serves for this long, or until no consumer is connected any more. */
    public void serveOn(long millis) {
        Traffic.pass(TimeUnit.MILLISECONDS.toNanos(millis), nobodyThere(copyOfPorts()));
    }

    /**
     * Waits until no request runs and none came for a while, then refuses new ones with a status that consumers retry
     * elsewhere. Those that come while it waits are still served.
     *
     * @param quietMillis the while, if it is longer than the moment that requests are under way
     * @return false if requests were still running when the time was over or the thread was interrupted
     */
    public boolean drain(long limitMillis, long quietMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        long quietNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(LEAST_QUIET_MILLIS, quietMillis));
        List<ExportedPort> open = copyOfPorts();
        List<Traffic> traffic = open.stream().map(ExportedPort::traffic).toList();
        Traffic.awaitQuiet(traffic, quietNanos, deadline, nobodyThere(open));
        // All at once: a consumer of one port shall not be refused because another port is still busy.
        open.forEach(ExportedPort::refuseNew);
        // One may have been let in between the last look and the refusal.
        return Traffic.awaitQuiet(traffic, 0, deadline, () -> true);
    }

    private static BooleanSupplier nobodyThere(List<ExportedPort> ports) {
        return () -> ports.stream().allMatch(port -> port.connections() == 0);
    }

    /**
     * A port that consumers reach.
     *
     * @param connections of consumers, now
     */
    public record OpenPort(String protocol, InetSocketAddress address, int connections) {}

    /** The ports that are open, in the order in which they were opened. */
    public List<OpenPort> openPorts() {
        return copyOfPorts().stream()
                .filter(port -> !port.isInsideOnly())
                .map(port -> new OpenPort(port.settings().name(), port.address(), port.connections()))
                .toList();
    }

    /** Requests being served now. */
    public int requestsRunning() {
        return (int) copyOfPorts().stream()
                .mapToLong(port -> port.traffic().running())
                .sum();
    }

    /** Business pools: those of ports, then those of single services. */
    public List<InstanceFigures.Pool> pools() {
        List<Workers> workers = new ArrayList<>();
        synchronized (this) {
            ports.forEach(port -> workers.add(port.workers()));
            withPool.forEach(entry -> workers.add(entry.workers()));
        }
        return workers.stream()
                .filter(Objects::nonNull)
                .map(Workers::figures)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Closes all ports, their connections and threads; requests that still run are cut off. Idempotent. */
    @Override
    public void close() {
        List<ExportedPort> closing;
        List<ServiceEntry> ending;
        synchronized (this) {
            closed = true;
            closing = List.copyOf(ports);
            ports.clear();
            ending = List.copyOf(withPool);
            withPool.clear();
        }
        closing.forEach(ExportedPort::close);
        ending.forEach(ServiceEntry::close);
        lateAnswers.close();
    }

    private synchronized List<ExportedPort> copyOfPorts() {
        return List.copyOf(ports);
    }
}
