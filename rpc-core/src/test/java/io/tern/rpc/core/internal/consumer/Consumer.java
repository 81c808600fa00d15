// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.EchoService;
import io.tern.rpc.Endpoint;
import io.tern.rpc.GenericService;
import io.tern.rpc.RpcContext;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ReferenceStyle;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.Scope;
import io.tern.rpc.core.fixture.FakeProvider;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.FakeScheduler;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.FakeTransport;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.internal.accesslog.AccessLogs;
import io.tern.rpc.core.internal.balance.RandomBalancer;
import io.tern.rpc.core.internal.cluster.ClusterContext;
import io.tern.rpc.core.internal.cluster.FailoverCluster;
import io.tern.rpc.core.internal.cluster.RegistryClusters;
import io.tern.rpc.core.internal.directory.DirectoryContext;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.inprocess.InProcess;
import io.tern.rpc.core.internal.inprocess.LocalServices;
import io.tern.rpc.core.internal.registry.Lookups;
import io.tern.rpc.core.internal.registry.Registries;
import io.tern.rpc.core.internal.security.ClassGate;
import io.tern.rpc.core.internal.security.GateMode;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.ServiceDispatcher;
import io.tern.rpc.spi.registry.RegistryContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A consumer of {@link DemoService} over the fake transport. Fields are changed before {@link #reference()}. */
final class Consumer implements AutoCloseable {
    static final String ADDRESS = "10.0.0.1:20880";

    final FakeTicker ticker = new FakeTicker();
    final FakeTransport transport = new FakeTransport(ticker);
    final SharedConnections shared = new SharedConnections(transport);
    final FakeScheduler scheduler = new FakeScheduler(ticker);
    final Map<String, FakeRegistry> fakes = new HashMap<>();
    final Map<String, Object> beans = new HashMap<>();

    /** Closes connections of providers that are gone. */
    Executor background = Runnable::run;

    List<RegistrySettings> registries = List.of();
    Governance governance = Governance.NONE;
    SettingsMerge merge = SettingsMerge.NONE;
    ServiceKey service = new ServiceKey("blue", DemoService.class.getName(), "1.2");
    boolean registerConsumers = true;
    final ClassGate gate = new ClassGate(GateMode.STRICT, List.of(), Consumer.class.getClassLoader(), ticker);
    Class<?> serviceInterface = DemoService.class;
    ReferenceStyle style = ReferenceStyle.PLAIN;
    Map<String, String> parameters = Map.of();
    Map<String, String> published = Map.of();

    @Nullable
    Lookups lookups;

    List<Endpoint> endpoints = List.of(endpoint(ADDRESS, Map.of()));
    final ClusterContext clusters =
            new ClusterContext(ticker, new RpcObserver() {}, (task, delayNanos) -> {}, () -> false);
    Cluster cluster = new FailoverCluster(clusters);
    /** Clusters that registries name; any other name is {@link #cluster}. */
    final Map<String, Cluster> named = new HashMap<>();

    /** What is put in front of the cluster, once for each method. */
    UnaryOperator<Cluster> mocked = UnaryOperator.identity();

    List<Filter> filters = List.of();
    /** What stands inside the hooks. */
    MethodLink inner = (method, settings, next) -> next;

    final AccessLogs accessLogs = new AccessLogs("shop");
    MethodPlan defaults = new MethodPlan();
    Map<String, MethodPlan> methods = new HashMap<>();
    ConnectionSettings connection = ConnectionSettings.DEFAULT;
    Map<String, Origin> origins = Map.of();
    boolean check = true;
    boolean init = true;
    int connections;

    @Nullable
    String token;

    @Nullable
    String tag;

    /** The services of this process. */
    final LocalServices local = new LocalServices();

    @Nullable
    RpcObserver observer;

    CallbackSender.Factory callbacks = CallbackSender.Factory.NONE;

    /** What {@code RpcContext.getContext().getFuture()} says on this thread. */
    static <T> CompletableFuture<T> saved() {
        return RpcContext.getContext().getFuture();
    }

    static Endpoint endpoint(String address, Map<String, String> parameters) {
        int colon = address.lastIndexOf(':');
        return new Endpoint(
                address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1)),
                "com.acme.Demo",
                parameters);
    }

    void addresses(String... addresses) {
        endpoints =
                Stream.of(addresses).map(address -> endpoint(address, Map.of())).toList();
    }

    /** The settings of one method, to be changed. */
    MethodPlan method(String name) {
        return methods.computeIfAbsent(name, key -> new MethodPlan());
    }

    FakeProvider provider() {
        return transport.provider(ADDRESS);
    }

    ReferenceSettings settings() {
        Map<String, MethodSettings> own = new HashMap<>();
        methods.forEach((name, plan) -> own.put(name, plan.settings(name)));
        return new ReferenceSettings(
                "demo",
                serviceInterface,
                service,
                registries.isEmpty() ? endpoints : List.of(),
                registries,
                check,
                init,
                cluster.name(),
                "test",
                connections,
                List.of(),
                token,
                style,
                connection,
                defaults.settings("*"),
                own,
                tag,
                published,
                parameters,
                origins);
    }

    /** Lets the providers come from this registry, besides those that were added before. */
    FakeRegistry registry(FakeRegistry fake, RegistrySettings settings) {
        fakes.put(settings.kind(), fake);
        List<RegistrySettings> all = new ArrayList<>(registries);
        all.add(settings);
        registries = List.copyOf(all);
        return fake;
    }

    private RegistryParts registryParts() {
        RpcObserver counter = observer == null ? new RpcObserver() {} : observer;
        if (lookups == null) {
            lookups = new Lookups(
                    new Registries(fakes::get, new RegistryContext("shop", ticker, scheduler, counter)),
                    new Lookups.Context(
                            "shop",
                            registerConsumers,
                            registry -> "10.9.9.9",
                            () -> 1_700_000_000_000L,
                            ticker,
                            scheduler,
                            background));
        }
        return new RegistryParts(
                lookups,
                new DirectoryContext(ticker, scheduler, counter),
                (reference, registry) -> governance,
                merge,
                new RegistryClusters(clusters),
                background);
    }

    ReferenceAssembler assembler() {
        return new ReferenceAssembler(
                transport,
                shared,
                ticker,
                observer == null ? new RpcObserver() {} : observer,
                new CallWatch(observer, List.of()),
                "shop",
                gate,
                name -> beans.containsKey(name) ? beans.get(name).getClass() : null,
                beans::get,
                registryParts(),
                accessLogs,
                callbacks,
                new InProcess(transport, local),
                callbacks);
    }

    AssembledReference assemble() {
        return assembler()
                .assemble(
                        settings(),
                        new HandlerProxies(),
                        name -> mocked.apply(named.getOrDefault(name, cluster)),
                        name -> new RandomBalancer(),
                        filters,
                        inner);
    }

    DemoService reference() {
        return (DemoService) assemble().proxy();
    }

    /** The proxy of generic calls to the service. */
    GenericService generic(String form) {
        serviceInterface = GenericService.class;
        style = new ReferenceStyle(Scope.ANY, form, null, 1, List.of(), null, null, List.of(), 1);
        return (GenericService) assemble().proxy();
    }

    /** All methods asynchronous, as most statements have it. */
    DemoService asyncReference() {
        defaults.async = true;
        return reference();
    }

    @Override
    public void close() {
        RpcContext.removeContext();
        transport.close();
        accessLogs.close();
    }

    /** The JDK's proxies, as far as tests of the chain need them. */
    private static final class HandlerProxies implements ProxyFactory {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public <T> T stub(
                Class<T> serviceInterface, List<MethodDescriptor> methods, List<MethodCall> calls, String description) {
            if (serviceInterface.getSimpleName().equals("Hidden")) {
                throw new IllegalStateException("no proxy");
            }
            Map<Method, MethodCall> byMethod = new HashMap<>();
            methods.forEach(method -> byMethod.put(method.method(), calls.get(method.index())));
            InvocationHandler handler = (proxy, method, arguments) -> {
                List<@Nullable Object> list = new ArrayList<>();
                if (arguments != null) {
                    list.addAll(Arrays.asList(arguments));
                }
                return byMethod.get(method).call(list.toArray());
            };
            return serviceInterface.cast(Proxy.newProxyInstance(
                    serviceInterface.getClassLoader(), new Class<?>[] {serviceInterface, EchoService.class}, handler));
        }

        @Override
        public ServiceDispatcher dispatcher(Class<?> serviceInterface, List<MethodDescriptor> methods) {
            throw new UnsupportedOperationException("Consumers only");
        }
    }
}
