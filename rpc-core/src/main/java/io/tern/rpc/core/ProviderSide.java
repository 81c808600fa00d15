// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.provider.Exporter;
import io.tern.rpc.core.internal.provider.ServiceExport;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of one instance. Thread-safe. */
final class ProviderSide {
    private static final Logger log = LoggerFactory.getLogger(ProviderSide.class);
    /** Dispatchers are generated whatever the consumers' proxies are. */
    private static final String DISPATCHERS = "javassist";

    private final Extensions extensions;
    private final Exporter exporter;
    private final ScheduledExecutorService timer;
    private final Consumer<String> forget;
    private final Map<String, Handle> byId = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** {@code forget} hears the id of each service that its user closes. */
    ProviderSide(Extensions extensions, Exporter exporter, ScheduledExecutorService timer, Consumer<String> forget) {
        this.extensions = extensions;
        this.exporter = exporter;
        this.timer = timer;
        this.forget = forget;
    }

    /** Mistakes that can only be found with plug-ins at hand. */
    List<ConfigProblem> problems(ServiceSettings settings) {
        List<ConfigProblem> problems = new ArrayList<>();
        filters(settings, problems);
        return problems;
    }

    /** Takes a service in; opens nothing. */
    ExportedService add(ServiceSettings settings) {
        Handle handle = new Handle(settings);
        byId.put(settings.id(), handle);
        return handle;
    }

    @Nullable
    ExportedService find(String id) {
        return byId.get(id);
    }

    List<ServiceSettings> settings() {
        return byId.values().stream()
                .map(Handle::settings)
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    /** Exports all services, those with a delay later. */
    void startAll(UnaryOperator<ServiceSettings> withImplementation) {
        settings().forEach(settings -> start(byId.get(settings.id()), withImplementation));
    }

    /** Exports one service, or arranges it. {@code withImplementation} creates the bean that serves. */
    void start(@Nullable ExportedService service, UnaryOperator<ServiceSettings> withImplementation) {
        Handle handle = (Handle) service;
        if (handle == null || !handle.settings().export()) {
            return;
        }
        ServiceSettings settings = withImplementation.apply(handle.settings());
        if (settings.delayMillis() == 0) {
            handle.export(settings);
            return;
        }
        timer.schedule(() -> exportLater(handle, settings), settings.delayMillis(), TimeUnit.MILLISECONDS);
    }

    private static void exportLater(Handle handle, ServiceSettings settings) {
        try {
            handle.export(settings);
        } catch (RuntimeException e) {
            log.error(
                    "Service {} could not be exported after its delay of {} ms",
                    settings.id(),
                    settings.delayMillis(),
                    e);
        }
    }

    private List<Filter> filters(ServiceSettings settings, List<ConfigProblem> problems) {
        return FilterChain.resolve(
                settings.filters(),
                extensions.filters().all(),
                List.of(),
                settings.origins().getOrDefault("filter", Origin.BUILT_IN),
                problems);
    }

    int requestsRunning() {
        return exporter.requestsRunning();
    }

    /** Tells consumers, serves until nothing runs or the time is over, then closes. */
    void close(long limitMillis) {
        closing = true;
        exporter.announceShutdown();
        if (!exporter.drain(limitMillis)) {
            log.warn("Requests were still running after {} ms; they are cut off", limitMillis);
        }
        exporter.close();
    }

    /** What the user holds. */
    private final class Handle implements ExportedService {
        private final ServiceSettings settings;
        private @Nullable ServiceExport export; // guarded by this
        private boolean closed; // guarded by this

        Handle(ServiceSettings settings) {
            this.settings = settings;
        }

        synchronized void export(ServiceSettings withImplementation) {
            // A delay that ends during the drain must not open a port again.
            if (closed || closing || export != null) {
                return;
            }
            ProxyFactory proxies = extensions.proxies().get(DISPATCHERS);
            List<MethodDescriptor> methods = MethodDescriptor.of(settings.serviceInterface());
            export = exporter.export(
                    withImplementation,
                    methods,
                    proxies.dispatcher(settings.serviceInterface(), methods),
                    filters(settings, new ArrayList<>()));
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
        public void close() {
            synchronized (this) {
                closed = true;
                if (export != null) {
                    export.unexport();
                    export = null;
                }
            }
            if (byId.remove(settings.id(), this)) {
                forget.accept(settings.id());
            }
        }
    }
}
