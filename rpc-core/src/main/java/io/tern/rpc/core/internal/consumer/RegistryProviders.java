// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.directory.Provider;
import io.tern.rpc.core.internal.directory.RegistryChoice;
import io.tern.rpc.core.internal.directory.RegistryDirectory;
import io.tern.rpc.core.internal.registry.ServiceLookup;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers that registries name for one reference. */
final class RegistryProviders implements ProviderSource {
    private static final Logger log = LoggerFactory.getLogger(RegistryProviders.class);
    private static final String ZONE = "zone";

    private final Callers.Environment environment;
    private final RegistryParts parts;
    private final ReferenceSettings settings;
    private final Callers callers;
    private final List<RegistryDirectory> directories = new ArrayList<>();

    private final Object lock = new Object();
    // Guarded by lock, as the next three.
    private final List<ServiceLookup> lookups = new ArrayList<>();
    private @Nullable CompletableFuture<@Nullable Void> finding;
    private boolean closed;

    private volatile Consumer<ReferenceSettings> relink = effective -> {};
    private volatile boolean used;
    private volatile boolean known;

    RegistryProviders(
            Callers.Environment environment,
            RegistryParts parts,
            ReferenceSettings settings,
            List<MethodDescriptor> methods) {
        this.environment = environment;
        this.parts = parts;
        this.settings = settings;
        this.callers = new Callers(environment, settings, methods, parts.merge(), this::connect, this::instead);
        for (RegistrySettings registry : settings.registries()) {
            directories.add(new RegistryDirectory(
                    settings.service(),
                    registry.toString(),
                    parts.directories(),
                    parts.governance().apply(settings, registry),
                    callers,
                    this::changed));
        }
    }

    /** {@code relink} hears the settings of the reference whenever what providers say may have changed them. */
    void onChange(Consumer<ReferenceSettings> listener) {
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
    public Invoker join(Function<Directory, Invoker> cluster) {
        if (directories.size() == 1) {
            return found(cluster.apply(directories.get(0)));
        }
        List<RegistryChoice.Branch> branches = new ArrayList<>();
        for (int i = 0; i < directories.size(); i++) {
            RegistryDirectory directory = directories.get(i);
            branches.add(new RegistryChoice.Branch(settings.registries().get(i), directory, cluster.apply(directory)));
        }
        return found(new RegistryChoice(branches, settings.parameters().get(ZONE)));
    }

    /** The first calls of a reference that was not started look for providers before a cluster looks at them. */
    private Invoker found(Invoker next) {
        return call -> {
            if (!used) {
                use(call);
            }
            return next.invoke(call);
        };
    }

    private void use(Invocation call) {
        CompletableFuture<@Nullable Void> search = find();
        if (!search.isDone() && !environment.transport().isEventLoop()) {
            try {
                search.get(
                        Math.max(0, call.deadlineNanos() - environment.ticker().nanos()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | ExecutionException e) {
                log.debug("Calling {} without knowing all of its providers", settings.service(), e);
            }
        }
        if (search.isDone()) {
            connect();
        }
    }

    /** A call whose provider was taken away under it: another one takes it, as if it had come a moment later. */
    private ResponseFuture<@Nullable Object> instead(Invocation call) {
        for (RegistryDirectory directory : directories) {
            for (EndpointInvoker provider : directory.candidates(call)) {
                if (provider.isAvailable()) {
                    return provider.invoke(call);
                }
            }
        }
        boolean over;
        synchronized (lock) {
            over = closed;
        }
        long now = environment.ticker().nanos();
        return ResponseFuture.failed(
                over
                        ? CallErrors.closed(call, settings.service(), now)
                        : CallErrors.noProvider(call, directories.get(0), now));
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
        CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
        synchronized (lock) {
            if (finding != null) {
                return finding;
            }
            finding = begun;
        }
        List<CompletableFuture<?>> rules = new ArrayList<>();
        try {
            for (int i = 0; i < directories.size(); i++) {
                RegistryDirectory directory = directories.get(i);
                rules.add(directory.begin());
                keep(parts.lookups().begin(settings, settings.registries().get(i), directory));
            }
        } catch (RuntimeException e) {
            begun.completeExceptionally(e);
            return begun;
        }
        await(rules, begun);
        return begun;
    }

    private void keep(ServiceLookup lookup) {
        synchronized (lock) {
            if (!closed) {
                lookups.add(lookup);
                return;
            }
        }
        lookup.close();
    }

    /** First for the registries, each within its timeout, then for what their providers' rules say, within the longest. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void await(List<CompletableFuture<?>> rules, CompletableFuture<@Nullable Void> begun) {
        List<ServiceLookup> asked;
        synchronized (lock) {
            asked = List.copyOf(lookups);
        }
        all(asked.stream().map(ServiceLookup::found).toList()).thenRun(() -> {
            List<RegistrySettings> silent = asked.stream()
                    .filter(lookup -> !lookup.found().join())
                    .map(ServiceLookup::settings)
                    .toList();
            List<RegistrySettings> needed =
                    silent.stream().filter(RegistrySettings::check).toList();
            known = silent.isEmpty();
            if (!needed.isEmpty()) {
                begun.completeExceptionally(unreachable(needed));
                return;
            }
            if (!silent.isEmpty()) {
                log.warn(
                        "{} did not answer in time (check is false); {} is called with the {} providers known so far until it does",
                        silent,
                        settings,
                        callers().size());
            }
            directories.forEach(directory -> rules.add(directory.providerRules()));
            all(rules).whenComplete((done, error) -> begun.complete(null));
            if (!begun.isDone()) {
                goOnWithoutRules(begun);
            }
        });
    }

    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }

    /** A store of rules that does not answer must not keep an application from starting. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void goOnWithoutRules(CompletableFuture<@Nullable Void> begun) {
        int longestMillis = settings.registries().stream()
                .mapToInt(RegistrySettings::timeoutMillis)
                .max()
                .orElse(0);
        Future<?> limit = parts.directories()
                .scheduler()
                .schedule(
                        () -> {
                            if (begun.complete(null)) {
                                log.warn(
                                        "The rules for {} are not all known after {} ms; going on without them until they are",
                                        settings,
                                        longestMillis);
                            }
                        },
                        longestMillis,
                        TimeUnit.MILLISECONDS);
        begun.whenComplete((done, error) -> limit.cancel(false));
    }

    private NoProviderException unreachable(List<RegistrySettings> silent) {
        return CallErrors.silentRegistry(
                settings,
                silent.stream()
                        .map(registry -> registry + " did not answer within " + registry.timeoutMillis() + " ms")
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public void connect() {
        used = true;
        directories.forEach(RegistryDirectory::connect);
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    @Override
    public String absence() {
        return directories.stream().map(RegistryDirectory::absence).collect(Collectors.joining("; and it "));
    }

    @Override
    public void close(long drainMillis) {
        List<ServiceLookup> ending;
        synchronized (lock) {
            closed = true;
            used = true;
            ending = List.copyOf(lookups);
            lookups.clear();
        }
        ending.forEach(ServiceLookup::close);
        List<Endings.Ending> endings = new ArrayList<>();
        for (RegistryDirectory directory : directories) {
            for (EndpointInvoker provider : directory.close()) {
                endings.addAll(((EndpointCaller) provider).retire());
            }
        }
        Endings.end(endings, drainMillis, environment);
    }
}
