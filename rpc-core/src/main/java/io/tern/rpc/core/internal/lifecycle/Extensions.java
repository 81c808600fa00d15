// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.core.internal.balance.ConsistentHashBalancer;
import io.tern.rpc.core.internal.balance.LeastActiveBalancer;
import io.tern.rpc.core.internal.balance.RandomBalancer;
import io.tern.rpc.core.internal.balance.RoundRobinBalancer;
import io.tern.rpc.core.internal.balance.ShortestResponseBalancer;
import io.tern.rpc.core.internal.balance.TwoChoiceBalancer;
import io.tern.rpc.core.internal.cluster.AvailableCluster;
import io.tern.rpc.core.internal.cluster.BroadcastCluster;
import io.tern.rpc.core.internal.cluster.ClusterContext;
import io.tern.rpc.core.internal.cluster.FailbackCluster;
import io.tern.rpc.core.internal.cluster.FailfastCluster;
import io.tern.rpc.core.internal.cluster.FailoverCluster;
import io.tern.rpc.core.internal.cluster.FailsafeCluster;
import io.tern.rpc.core.internal.cluster.ForkingCluster;
import io.tern.rpc.core.internal.cluster.MergeableCluster;
import io.tern.rpc.core.internal.cluster.ZoneAwareCluster;
import io.tern.rpc.core.internal.registry.file.FileRegistryFactory;
import io.tern.rpc.core.internal.registry.multicast.MulticastRegistryFactory;
import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ReferenceListener;
import io.tern.rpc.spi.Router;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.ServiceListener;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.spi.registry.RuleFormat;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import io.tern.rpc.spi.transport.TransportFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Everything that can be named in the configuration, by kind and name. Immutable. */
public record Extensions(
        Plugins<Filter> filters,
        Plugins<Cluster> clusters,
        Plugins<LoadBalancer> balancers,
        Plugins<Router> routers,
        Plugins<ProxyFactory> proxies,
        Plugins<Serialization> serializations,
        Plugins<TransportFactory> transports,
        Plugins<RegistryFactory> registries,
        Plugins<RuleFormat> ruleFormats,
        Plugins<ArgumentValidator> validators,
        Plugins<ExceptionMapper> exceptionMappers,
        Plugins<ReferenceListener> referenceListeners,
        Plugins<ServiceListener> serviceListeners,
        Plugins<TelemetryFactory> telemetries) {
    private static final String GENERATED = "javassist";

    /** What was given to the builder, by type. */
    public interface Given {
        /** The objects of this type, in the order in which they were given. */
        <T> List<T> of(Class<T> type);
    }

    /** Collects what is shipped, found by the loader and given. */
    public static Extensions collect(ClassLoader loader, Given given, ClusterContext context) {
        Sources sources = new Sources(loader, given);
        return new Extensions(
                sources.of("filter", Filter.class, Filter::name, List.of()),
                sources.of("cluster", Cluster.class, Cluster::name, clusters(context)),
                sources.of("load balancer", LoadBalancer.class, LoadBalancer::name, balancers(context.ticker())),
                sources.of("router", Router.class, Router::name, List.of()),
                sources.of("proxy factory", ProxyFactory.class, ProxyFactory::name, List.of()),
                sources.of("serialization", Serialization.class, Serialization::name, List.of()),
                sources.of("transport", TransportFactory.class, TransportFactory::name, List.of()),
                sources.of(
                        "registry",
                        RegistryFactory.class,
                        RegistryFactory::name,
                        List.of(new MulticastRegistryFactory(), new FileRegistryFactory())),
                sources.of("rule format", RuleFormat.class, RuleFormat::name, List.of()),
                sources.of("argument validator", ArgumentValidator.class, ArgumentValidator::name, List.of()),
                sources.of("exception mapper", ExceptionMapper.class, ExceptionMapper::name, List.of()),
                sources.of("reference listener", ReferenceListener.class, ReferenceListener::name, List.of()),
                sources.of("service listener", ServiceListener.class, ServiceListener::name, List.of()),
                sources.of("telemetry", TelemetryFactory.class, TelemetryFactory::name, List.of()));
    }

    /** Of dispatchers and callbacks, which are generated whatever the proxies of references are. */
    public ProxyFactory generatedProxies() {
        return proxies.get(GENERATED);
    }

    private static List<Cluster> clusters(ClusterContext context) {
        return List.of(
                new FailoverCluster(context),
                new FailfastCluster(context),
                new FailsafeCluster(context),
                new AvailableCluster(context),
                new FailbackCluster(context),
                new ForkingCluster(context),
                new BroadcastCluster(context),
                new MergeableCluster(context),
                new ZoneAwareCluster(context));
    }

    private static List<LoadBalancer> balancers(Ticker ticker) {
        return List.of(
                new RandomBalancer(),
                new RoundRobinBalancer(),
                new LeastActiveBalancer(),
                new ShortestResponseBalancer(ticker),
                new ConsistentHashBalancer(ticker),
                TwoChoiceBalancer.p2c(ticker),
                TwoChoiceBalancer.adaptive(ticker));
    }

    /** Where implementations come from besides those that are shipped. */
    private record Sources(ClassLoader loader, Given given) {
        <T> Plugins<T> of(String kind, Class<T> type, Function<T, String> name, List<T> shipped) {
            return Plugins.of(kind, type, name, loader, shipped, given.of(type));
        }
    }

    /** By attribute, the names that are legal there besides those that the catalogue knows; by {@code address}, kinds of registry. */
    public Map<String, Set<String>> names() {
        return Map.of(
                "filter", Set.copyOf(filters.names()),
                "cluster", Set.copyOf(clusters.names()),
                "loadbalance", Set.copyOf(balancers.names()),
                "proxy", Set.copyOf(proxies.names()),
                "validation", Set.copyOf(validators.names()),
                "address", Set.copyOf(registries.names()));
    }
}
