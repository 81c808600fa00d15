// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.EchoService;
import io.tern.rpc.Endpoint;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.directory.StaticDirectory;
import io.tern.rpc.core.internal.filter.FilterChain;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.ConnectionSettings;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Transport transport;
    private final SharedConnections shared;
    private final Ticker ticker;
    private final RpcObserver observer;
    private final boolean watchCalls;
    private final String applicationName;
    private final HookCheck hooks;

    /**
     * Keeps what all references of a Tern instance have in common.
     *
     * @param observer counts what is refused
     * @param watchCalls whether it also wants to see each call
     * @param beanTypes the type of a bean, found without creating it; null if there is none
     * @param beans a bean, asked for when a hook first runs
     */
    public ReferenceAssembler(
            Transport transport,
            SharedConnections shared,
            Ticker ticker,
            RpcObserver observer,
            boolean watchCalls,
            String applicationName,
            Function<String, @Nullable Class<?>> beanTypes,
            Function<String, Object> beans) {
        this.transport = transport;
        this.shared = shared;
        this.ticker = ticker;
        this.observer = observer;
        this.watchCalls = watchCalls;
        this.applicationName = applicationName;
        this.hooks = new HookCheck(beanTypes, beans);
    }

    /** What is wrong with the hooks of a reference (CFG-10); empty if nothing is. Creates and connects nothing. */
    public List<ConfigProblem> problems(ReferenceSettings settings) {
        List<ConfigProblem> problems = new ArrayList<>();
        LogLimit warnings = new LogLimit(ticker, 10, 1_000);
        for (MethodDescriptor method : methods(settings)) {
            hooks.link(method, settings(settings, method), call -> ResponseFuture.completed(null), warnings, problems);
        }
        return List.copyOf(problems);
    }

    /**
     * Makes a reference. Nothing is connected before {@link AssembledReference#start} or the first call.
     *
     * @param balancers finds a load balancer by its name
     * @param filters in the order in which they run
     * @throws RpcConfigException if a hook does not fit
     */
    public AssembledReference assemble(
            ReferenceSettings settings,
            ProxyFactory proxies,
            Cluster cluster,
            Function<String, LoadBalancer> balancers,
            List<Filter> filters) {
        List<MethodDescriptor> methods = methods(settings);
        List<EndpointCaller> endpoints = new ArrayList<>();
        for (Endpoint endpoint : settings.endpoints()) {
            endpoints.add(caller(settings, endpoint, methods, () -> connectAll(endpoints)));
        }
        StaticDirectory directory = new StaticDirectory(settings.service(), List.<EndpointInvoker>copyOf(endpoints));
        List<ConfigProblem> problems = new ArrayList<>();
        LogLimit warnings = new LogLimit(ticker, 10, 1_000);
        List<MethodCall> calls = new ArrayList<>();
        for (MethodDescriptor method : methods) {
            MethodSettings own = settings(settings, method);
            LoadBalancer balancer = balancers.apply(own.loadBalance()).forMethod(own);
            Invoker providers = guarded(cluster.join(directory, balancer, own));
            Invoker filtered = filters.isEmpty() ? providers : FilterChain.link(filters, publishing(providers));
            Invoker limited = own.actives() == 0 ? filtered : new ActiveLimit(own, filtered, ticker, observer);
            Invoker hooked = hooks.link(method, own, limited, warnings, problems);
            Invoker observed = watchCalls ? observed(hooked, observer) : hooked;
            calls.add(new CallSite(settings.service(), method, own, observed, ticker));
        }
        if (!problems.isEmpty()) {
            throw new RpcConfigException(
                    problems.stream().map(ConfigProblem::message).toList());
        }
        Object proxy = proxies.stub(settings.serviceInterface(), methods, calls, settings.toString());
        return new AssembledReference(settings, proxy, List.copyOf(endpoints), ticker);
    }

    /** The service's methods and {@code $echo}. */
    private static List<MethodDescriptor> methods(ReferenceSettings settings) {
        List<MethodDescriptor> methods = new ArrayList<>(MethodDescriptor.of(settings.serviceInterface()));
        methods.add(MethodDescriptor.echo(methods.size(), settings.serviceInterface()));
        return List.copyOf(methods);
    }

    /** Who tests a provider with {@code $echo} wants the answer, however the reference's own methods are called. */
    private static MethodSettings settings(ReferenceSettings settings, MethodDescriptor method) {
        MethodSettings own = settings.method(method.name());
        if (!isEcho(method) || settings.methods().containsKey(method.name())) {
            return own;
        }
        return new MethodSettings(
                method.name(),
                own.timeoutMillis(),
                own.retries(),
                false,
                false,
                own.sent(),
                0,
                own.loadBalance(),
                own.sticky(),
                own.mock(),
                own.merger(),
                own.forks(),
                own.failbackTasks(),
                null,
                null,
                null,
                own.parameters(),
                own.origins());
    }

    private static boolean isEcho(MethodDescriptor method) {
        return method.method().getDeclaringClass() == EchoService.class;
    }

    private EndpointCaller caller(
            ReferenceSettings settings, Endpoint endpoint, List<MethodDescriptor> methods, Runnable firstUse) {
        PreparedCall[] prepared = new PreparedCall[methods.size()];
        for (MethodDescriptor method : methods) {
            prepared[method.index()] = transport.prepare(method, head(settings, endpoint, method));
        }
        ConnectionSettings connection = settings.connection();
        // The engine opens connections when they are needed, so none is lazy, and references that differ in nothing
        // else
        // share one.
        ConnectionSettings eager = new ConnectionSettings(
                connection.connectTimeoutMillis(),
                connection.heartbeatMillis(),
                connection.reconnectMillis(),
                connection.payloadLimitBytes(),
                false);
        return new EndpointCaller(endpoint, prepared, shared, eager, settings.connections(), ticker, firstUse);
    }

    private CallHead head(ReferenceSettings settings, Endpoint endpoint, MethodDescriptor method) {
        Map<String, String> attachments = new HashMap<>();
        String token = endpoint.parameters().getOrDefault("token", settings.token());
        if (token != null) {
            attachments.put("token", token);
        }
        attachments.put("timeout", Integer.toString(settings(settings, method).timeoutMillis()));
        attachments.put("remote.application", applicationName);
        return new CallHead(
                endpoint.path(),
                settings.service().interfaceName(),
                settings.service().version(),
                settings.service().group(),
                attachments,
                settings.connection().payloadLimitBytes());
    }

    /**
     * The first call of a reference that was not started connects every provider, so that all get their share. Whether
     * that works is for the calls to find out.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void connectAll(List<EndpointCaller> endpoints) {
        for (EndpointCaller endpoint : endpoints) {
            for (Connection connection : endpoint.open()) {
                connection.connect();
            }
        }
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
