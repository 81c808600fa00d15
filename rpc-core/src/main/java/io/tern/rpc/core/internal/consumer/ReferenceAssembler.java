// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.Scope;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.accesslog.AccessLogs;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.core.internal.inprocess.InProcess;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.ConnectionListener;
import io.tern.rpc.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links the chain of a reference; {@link #assemble} is the one place to read. One instance per Tern instance; thread-safe.
 *
 * <pre>
 * stub → call site → tracing → observer → deprecation → access log → hooks → (validation → cache → mappers) → actives → filters → cluster → endpoint → connection
 *        └────────────────────────────────────────────────────── one per method ─────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>What stands in parentheses is linked by the {@link MethodLink} that is given.
 *
 * <p>What a method does not use is not linked.
 */
public final class ReferenceAssembler {
    private final Callers.Environment environment;
    private final Callers.Environment local;
    private final InProcess inProcess;
    private final RegistryParts registryParts;
    private final Ticker ticker;
    private final RpcObserver observer;
    private final CallWatch watch;
    private final HookCheck hooks;
    private final CallLogs logs;

    /**
     * Keeps what all references of a Tern instance have in common.
     *
     * @param observer counts what is refused
     * @param watch stands around each call
     * @param policy decides about classes that providers name
     * @param beanTypes the type of a bean, found without creating it; null if there is none
     * @param beans a bean, asked for when a hook first runs
     * @param registryParts for references without a url
     * @param accessLogs writes a line for each call where a reference wants it
     * @param callbacks for references with callback arguments
     * @param inProcess the services of the same instance
     * @param callbacksInside for references with callback arguments to those
     */
    public ReferenceAssembler(
            Transport transport,
            SharedConnections shared,
            Ticker ticker,
            RpcObserver observer,
            CallWatch watch,
            String applicationName,
            ClassPolicy policy,
            Function<String, @Nullable Class<?>> beanTypes,
            Function<String, Object> beans,
            RegistryParts registryParts,
            AccessLogs accessLogs,
            CallbackSender.Factory callbacks,
            InProcess inProcess,
            CallbackSender.Factory callbacksInside) {
        this.environment = new Callers.Environment(
                transport, shared, ticker, applicationName, policy, registryParts.executor(), callbacks);
        this.local = new Callers.Environment(
                inProcess.transport(),
                new SharedConnections(inProcess.transport()),
                ticker,
                applicationName,
                policy,
                registryParts.executor(),
                callbacksInside);
        this.inProcess = inProcess;
        this.registryParts = registryParts;
        this.ticker = ticker;
        this.observer = observer;
        this.watch = watch;
        this.hooks = new HookCheck(beanTypes, beans);
        this.logs = new CallLogs(accessLogs, applicationName, ticker);
        InternalRpcContext.prepare();
    }

    /** What is wrong with the hooks, the access log and the flags among the parameters of a reference; empty if nothing is. Creates and connects nothing. */
    public List<ConfigProblem> problems(ReferenceSettings settings) {
        List<ConfigProblem> problems = new ArrayList<>(CallLogs.problems(settings));
        problems.addAll(FlagParameter.problems(settings));
        LogLimit warnings = new LogLimit(ticker, 10, 1_000);
        for (MethodDescriptor method : ReferenceMethods.of(settings)) {
            for (MethodSettings each : ReferenceMethods.allSettings(settings, method)) {
                hooks.link(method, each, call -> ResponseFuture.completed(null), warnings, problems);
            }
        }
        return List.copyOf(problems);
    }

    /**
     * Makes a reference. Nothing is looked up or connected before {@link AssembledReference#start} or the first call.
     *
     * @param clusters finds a cluster by its name
     * @param balancers finds a load balancer by its name
     * @param filters in the order in which they run
     * @param inner stands inside the hooks
     * @throws RpcConfigException if a hook does not fit
     */
    public AssembledReference assemble(
            ReferenceSettings settings,
            ProxyFactory proxies,
            Function<String, Cluster> clusters,
            Function<String, LoadBalancer> balancers,
            List<Filter> filters,
            MethodLink inner) {
        List<MethodDescriptor> methods = ReferenceMethods.of(settings);
        AtomicReference<@Nullable AssembledReference> made = new AtomicReference<>();
        StubEvents events = StubEvents.of(
                settings, () -> requireNonNull(made.get(), "not linked").proxy(), registryParts.executor());
        ProviderSource source = source(settings, methods, events);
        try {
            AssembledReference reference =
                    assemble(settings, methods, source, proxies, clusters, balancers, filters, inner);
            made.set(reference);
            return reference;
        } catch (RuntimeException | Error e) {
            source.close(0); // services of this process tell it about themselves by now
            throw e;
        }
    }

    private AssembledReference assemble(
            ReferenceSettings settings,
            List<MethodDescriptor> methods,
            ProviderSource source,
            ProxyFactory proxies,
            Function<String, Cluster> clusters,
            Function<String, LoadBalancer> balancers,
            List<Filter> filters,
            MethodLink inner) {
        UserStub stub = UserStub.of(settings);
        List<ConfigProblem> problems = new ArrayList<>();
        LogLimit warnings = new LogLimit(ticker, 10, 1_000);
        Map<Object, ActiveLimit.Slots> slots = new ConcurrentHashMap<>();
        Deprecations deprecations = new Deprecations(settings.toString());
        ReferenceLinks.Linker linker = (method, own, cluster) -> {
            Invoker providers = source.join(new MethodClusters(own, cluster, clusters, balancers));
            Invoker filtered = filters.isEmpty() ? providers : FilterChain.link(filters, publishing(providers));
            Invoker limited = limited(own, filtered, slots, limitKey(settings, method));
            Invoker hooked = hooks.link(method, own, inner.link(method, own, limited), warnings, problems);
            Invoker logged = deprecations.link(method, own, logs.link(method, own, hooked));
            return watch.link(logged, ticker);
        };
        List<MethodDescriptor> own = ReferenceMethods.withOwnSite(settings, methods);
        List<CallSite> sites = new ArrayList<>();
        for (MethodDescriptor method : own) {
            MethodSettings said = ReferenceMethods.settings(settings, method);
            Invoker chain = linker.link(method, said, settings.cluster());
            sites.add(new CallSite(settings.service(), method, said, chain, ticker));
        }
        if (!problems.isEmpty()) {
            throw new RpcConfigException(
                    problems.stream().map(ConfigProblem::message).toList());
        }
        GenericCalls named = settings.style().isGeneric()
                ? new GenericCalls(methods.stream().filter(GenericCalls::names).toList(), settings, linker, ticker)
                : null;
        ReferenceLinks links =
                new ReferenceLinks(own, List.copyOf(sites), settings, linker, ReferenceMethods::settings);
        source.onChange(
                named == null
                        ? links::relink
                        : changed -> {
                            links.relink(changed);
                            named.relink(changed);
                        });
        Object proxy = proxies.stub(
                settings.serviceInterface(), methods, calls(methods, own, sites, named), settings.toString());
        return new AssembledReference(settings, proxy, stub, source);
    }

    /** Where its providers come from; a url is the user's word, and beats all else. */
    private ProviderSource source(
            ReferenceSettings settings, List<MethodDescriptor> methods, @Nullable ConnectionListener listener) {
        if (!settings.endpoints().isEmpty()) {
            return new UrlProviders(environment, settings, methods, listener);
        }
        if (settings.registries().isEmpty() || settings.style().scope() == Scope.LOCAL) {
            return new LocalProviders(local, inProcess.services(), settings, methods, registryParts.merge(), null);
        }
        RegistryProviders registries = new RegistryProviders(environment, registryParts, settings, methods, listener);
        return settings.style().scope() == Scope.REMOTE
                ? registries
                : new NearestProviders(local, inProcess, settings, methods, registryParts.merge(), registries);
    }

    private Invoker limited(
            MethodSettings settings, Invoker next, Map<Object, ActiveLimit.Slots> slots, Object limitKey) {
        return settings.actives() == 0
                ? next
                : new ActiveLimit(
                        slots.computeIfAbsent(limitKey, key -> new ActiveLimit.Slots()),
                        settings,
                        next,
                        ticker,
                        observer);
    }

    /** A method that is called by its name has two descriptors of one text. */
    private static Object limitKey(ReferenceSettings settings, MethodDescriptor method) {
        return settings.style().isGeneric() ? method.toString() : method;
    }

    private static List<MethodCall> calls(
            List<MethodDescriptor> methods,
            List<MethodDescriptor> own,
            List<CallSite> sites,
            @Nullable GenericCalls named) {
        List<MethodCall> calls = new ArrayList<>();
        for (MethodDescriptor method : methods) {
            int site = own.indexOf(method);
            calls.add(named == null || site >= 0 ? sites.get(site) : named.of(method));
        }
        return calls;
    }

    /**
     * Lets filters see the call's future in the context as soon as {@code next.invoke} has returned (statement 68). The
     * call site publishes again what the outermost filter returns, as a rule the same.
     */
    private static Invoker publishing(Invoker providers) {
        return call -> {
            ResponseFuture<@Nullable Object> future = providers.invoke(call);
            if (call.options().mode() == CallMode.FUTURE && Outcome.unsent(future) == null) {
                InternalRpcContext.publish(RpcContext.getContext(), future);
            }
            return future;
        };
    }
}
