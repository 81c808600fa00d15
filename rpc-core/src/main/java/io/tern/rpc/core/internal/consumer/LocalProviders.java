// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.internal.directory.AskedProvider;
import io.tern.rpc.core.internal.directory.Overrides;
import io.tern.rpc.core.internal.directory.Provider;
import io.tern.rpc.core.internal.directory.ProviderInvoker;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.governance.InsistedTag;
import io.tern.rpc.core.internal.inprocess.LocalService;
import io.tern.rpc.core.internal.inprocess.LocalServices;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The services of this process that one reference may call; they come and go as they are exported and taken away. */
final class LocalProviders implements ProviderSource, Directory {
    private final Callers.Environment environment;
    private final LocalServices services;
    private final ReferenceSettings settings;
    private final Callers callers;
    private final InsistedTag tag;
    private final Elsewhere others;
    private final Directory seen = new Seen();
    private final Runnable watch = this::refresh;

    /** What the callers were made for. Guarded by this. */
    private final Map<LocalService, EndpointCaller> known = new LinkedHashMap<>();

    private volatile List<EndpointInvoker> snapshot = List.of();
    /** The snapshot before, if there was somebody. */
    private volatile List<EndpointInvoker> before = List.of();

    private volatile ReferenceSettings effective;
    private Consumer<ReferenceSettings> relink = changed -> {}; // guarded by this
    private boolean closed; // guarded by this

    /**
     * The services as they are from now on.
     *
     * @param environment with the transport inside the process
     * @param others takes calls that had chosen a service which was taken away since; null: nobody does
     */
    LocalProviders(
            Callers.Environment environment,
            LocalServices services,
            ReferenceSettings settings,
            List<MethodDescriptor> methods,
            SettingsMerge merge,
            @Nullable Elsewhere others) {
        this.environment = environment;
        this.services = services;
        this.settings = settings;
        this.effective = settings;
        this.tag = InsistedTag.of(settings.tag(), settings.published());
        this.others = others == null ? new Nowhere() : others;
        this.callers = new Callers(environment, settings, methods, merge, this::connect, new Left(), null);
        services.watch(settings.service(), watch);
        refresh();
    }

    private void refresh() {
        List<ProviderInvoker> gone = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            List<LocalService> now = services.find(settings.service());
            Map<LocalService, EndpointCaller> last = Map.copyOf(known);
            known.clear();
            for (LocalService service : now) {
                EndpointCaller caller = last.get(service);
                known.put(service, caller == null ? callers.of(provider(service)) : caller);
            }
            last.forEach((service, caller) -> {
                if (!known.containsKey(service)) {
                    gone.add(caller);
                }
            });
            // Nothing is connected by it, and who looks shall see that they are there.
            known.values().forEach(EndpointCaller::open);
            if (!now.isEmpty()) {
                effective = callers.settings(provider(now.get(0)));
            }
            if (!snapshot.isEmpty()) {
                before = snapshot; // first: who finds nobody in the one looks into the other
            }
            snapshot = List.copyOf(known.values());
            relink.accept(effective);
        }
        callers.retire(gone);
    }

    private static Provider provider(LocalService service) {
        return new Provider(
                service.endpoint(), service.service(), service.endpoint().parameters(), Overrides.NONE);
    }

    /** Whether there is nobody now; one volatile read. */
    boolean isEmpty() {
        return snapshot.isEmpty();
    }

    /** The settings with what the first service says worked in. */
    ReferenceSettings effective() {
        return effective;
    }

    @Override
    public void onChange(Consumer<ReferenceSettings> listener) {
        synchronized (this) {
            relink = listener;
            listener.accept(effective);
        }
    }

    // ---- as a directory

    @Override
    public ServiceKey service() {
        return settings.service();
    }

    @Override
    public List<EndpointInvoker> snapshot() {
        return snapshot;
    }

    @Override
    public List<EndpointInvoker> candidates(Invocation call) {
        return among(snapshot, call);
    }

    private List<EndpointInvoker> among(List<EndpointInvoker> now, Invocation call) {
        if (now.isEmpty()) {
            return now; // as for most references, whose calls shall pay no more than this
        }
        List<EndpointInvoker> asked = AskedProvider.of(call, now);
        if (asked != null) {
            return asked;
        }
        String insisted = tag.of(call);
        return insisted == null
                ? now
                : now.stream()
                        .filter(provider -> InsistedTag.has(provider.endpoint(), insisted))
                        .toList();
    }

    /** Those that a call may go to which has just seen that there are some; if they are gone, they send it elsewhere. */
    private final class Seen implements Directory {
        @Override
        public ServiceKey service() {
            return LocalProviders.this.service();
        }

        @Override
        public List<EndpointInvoker> snapshot() {
            return snapshot;
        }

        @Override
        public List<EndpointInvoker> candidates(Invocation call) {
            List<EndpointInvoker> now = LocalProviders.this.candidates(call);
            return now.isEmpty() ? among(before, call) : now;
        }

        @Override
        public String absence() {
            return LocalProviders.this.absence();
        }
    }

    /** For calls that were sent here because there was somebody, who may be gone a moment later. Always the same object. */
    Directory seen() {
        return seen;
    }

    @Override
    public String absence() {
        if (!isEmpty()) {
            return "is exported in this process without the tag on which the call insists (dubbo.force.tag). Give the"
                    + " service this tag, or the reference a registry";
        }
        return services.isDeclared(settings.service())
                ? "is not exported in this process at this moment: its delay has not ended, or it was taken away"
                : "is not exported in this process, and the reference calls nowhere else. Export it here, without"
                        + " scope=\"remote\" and with this group and version, or give the reference a url or a registry";
    }

    // ---- as a source

    @Override
    public Invoker join(MethodClusters clusters) {
        return clusters.join(this);
    }

    @Override
    public List<EndpointCaller> callers() {
        return snapshot.stream().map(EndpointCaller.class::cast).toList();
    }

    @Override
    public CompletableFuture<@Nullable Void> find() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void connect() {
        callers().forEach(EndpointCaller::open);
    }

    /** Not as long as a service may come: its delay is no reason to fail a start. */
    @Override
    public boolean isKnown() {
        return !services.isDeclared(settings.service());
    }

    @Override
    public void close(long drainMillis) {
        services.unwatch(settings.service(), watch);
        List<EndpointCaller> last;
        synchronized (this) {
            closed = true;
            last = callers();
        }
        callers.close(last, drainMillis);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** For calls that had chosen a service which is gone: another one of this process, or those of other processes. */
    private final class Left implements Elsewhere {
        @Override
        public ResponseFuture<@Nullable Object> instead(Invocation call) {
            if (isClosed()) {
                return ResponseFuture.failed(CallErrors.closed(
                        call, settings.service(), environment.ticker().nanos()));
            }
            if (call.isBound()) {
                return ResponseFuture.failed(CallErrors.takenAway(
                        call, settings.service(), environment.ticker().nanos()));
            }
            List<EndpointInvoker> next = candidates(call);
            return next.isEmpty() ? others.instead(call) : next.get(0).invoke(call);
        }

        @Override
        public @Nullable EndpointInvoker available(Invocation call) {
            return isClosed() || call.isBound() ? null : others.available(call);
        }
    }

    private final class Nowhere implements Elsewhere {
        @Override
        public ResponseFuture<@Nullable Object> instead(Invocation call) {
            return ResponseFuture.failed(CallErrors.noProvider(
                    call, LocalProviders.this, environment.ticker().nanos()));
        }

        @Override
        public @Nullable EndpointInvoker available(Invocation call) {
            return null;
        }
    }
}
