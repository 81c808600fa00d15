// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links the chain of a reference; {@link #assemble} is the one place to read. One instance per Tern instance; thread-safe.
 *
 * <pre>
 * stub → call site → observer → hooks → actives → filters → cluster → endpoint → connection
 *        └──────────────────── one per method ────────────────────┘
 * </pre>
 *
 * <p>What a method does not use is not linked.
 */
public final class ReferenceAssembler {
    private final Callers.Environment environment;
    private final RegistryParts registryParts;
    private final Ticker ticker;
    private final RpcObserver observer;
    private final boolean watchCalls;
    private final HookCheck hooks;

    /**
     * Keeps what all references of a Tern instance have in common.
     *
     * @param observer counts what is refused
     * @param watchCalls whether it also wants to see each call
     * @param beanTypes the type of a bean, found without creating it; null if there is none
     * @param beans a bean, asked for when a hook first runs
     * @param registryParts for references without a url
     */
    public ReferenceAssembler(
            Transport transport,
            SharedConnections shared,
            Ticker ticker,
            RpcObserver observer,
            boolean watchCalls,
            String applicationName,
            Function<String, @Nullable Class<?>> beanTypes,
            Function<String, Object> beans,
            RegistryParts registryParts) {
        this.environment =
                new Callers.Environment(transport, shared, ticker, applicationName, registryParts.executor());
        this.registryParts = registryParts;
        this.ticker = ticker;
        this.observer = observer;
        this.watchCalls = watchCalls;
        this.hooks = new HookCheck(beanTypes, beans);
        InternalRpcContext.prepare();
    }

    /** What is wrong with the hooks of a reference (CFG-10) and what it says about deadlines; empty if nothing is. Connects nothing. */
    public List<ConfigProblem> problems(ReferenceSettings settings) {
        List<ConfigProblem> problems = new ArrayList<>(DeadlineRules.problems(settings));
        LogLimit warnings = new LogLimit(ticker, 10, 1_000);
        for (MethodDescriptor method : ReferenceMethods.of(settings)) {
            hooks.link(
                    method,
                    ReferenceMethods.settings(settings, method),
                    call -> ResponseFuture.completed(null),
                    warnings,
                    problems);
        }
        return List.copyOf(problems);
    }

    /**
     * Makes a reference. Nothing is looked up or connected before {@link AssembledReference#start} or the first call.
     *
     * @param clusters finds a cluster by its name
     * @param balancers finds a load balancer by its name
     * @param filters in the order in which they run
     * @throws RpcConfigException if a hook does not fit
     */
    public AssembledReference assemble(
            ReferenceSettings settings,
            ProxyFactory proxies,
            Function<String, Cluster> clusters,
            Function<String, LoadBalancer> balancers,
            List<Filter> filters) {
        List<MethodDescriptor> methods = ReferenceMethods.of(settings);
        RegistryProviders registries = settings.registries().isEmpty()
                ? null
                : new RegistryProviders(environment, registryParts, settings, methods);
        ProviderSource source = registries == null ? new UrlProviders(environment, settings, methods) : registries;
        List<ConfigProblem> problems = new ArrayList<>();
        LogLimit warnings = new LogLimit(ticker, 10, 1_000);
        Map<MethodDescriptor, ActiveLimit.Slots> slots = new ConcurrentHashMap<>();
        ReferenceLinks.Linker linker = (method, own, cluster) -> {
            Invoker providers = source.join(
                    directory -> guarded(clusters.apply(cluster).join(directory, balancer(balancers, own), own)));
            Invoker filtered = filters.isEmpty() ? providers : FilterChain.link(filters, publishing(providers));
            Invoker limited = own.actives() == 0
                    ? filtered
                    : new ActiveLimit(
                            slots.computeIfAbsent(method, key -> new ActiveLimit.Slots()),
                            own,
                            filtered,
                            ticker,
                            observer);
            Invoker hooked = hooks.link(method, own, limited, warnings, problems);
            return watchCalls ? observed(hooked, observer) : hooked;
        };
        List<CallSite> sites = new ArrayList<>();
        for (MethodDescriptor method : methods) {
            MethodSettings own = ReferenceMethods.settings(settings, method);
            Invoker chain = linker.link(method, own, settings.cluster());
            sites.add(new CallSite(settings.service(), method, own, chain, ticker));
        }
        if (!problems.isEmpty()) {
            throw new RpcConfigException(
                    problems.stream().map(ConfigProblem::message).toList());
        }
        if (registries != null) {
            registries.onChange(new ReferenceLinks(methods, List.copyOf(sites), settings, linker)::relink);
        }
        Object proxy =
                proxies.stub(settings.serviceInterface(), methods, List.<MethodCall>copyOf(sites), settings.toString());
        return new AssembledReference(settings, proxy, source);
    }

    private static LoadBalancer balancer(Function<String, LoadBalancer> balancers, MethodSettings settings) {
        return balancers.apply(settings.loadBalance()).forMethod(settings);
    }

    /**
     * Holds clusters and balancers, which can be the user's, to what {@link Invoker} promises: a call whose links above
     * would miss its end would keep its {@code actives} slot for ever.
     */
    private static Invoker guarded(Invoker providers) {
        return call -> {
            try {
                return providers.invoke(call);
            } catch (Throwable error) {
                return ResponseFuture.failed(error);
            }
        };
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

    private Invoker observed(Invoker next, RpcObserver watching) {
        return call -> {
            watching.callStarted(call);
            ResponseFuture<@Nullable Object> future = next.invoke(call);
            Outcome.whenEnded(
                    future, (value, error) -> watching.callEnded(call, error, ticker.nanos() - call.startNanos()));
            return future;
        };
    }
}
