// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.Peer;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ProtocolSettings.Dispatcher;
import io.tern.rpc.config.ProtocolSettings.ThreadPool;
import io.tern.rpc.config.Scope;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.config.ServiceStyle;
import io.tern.rpc.core.internal.accesslog.AccessLogs;
import io.tern.rpc.core.internal.exception.ExceptionMappers;
import io.tern.rpc.core.internal.inprocess.InProcess;
import io.tern.rpc.core.internal.inprocess.LocalServices;
import io.tern.rpc.core.internal.security.ClassGate;
import io.tern.rpc.core.internal.security.GateMode;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.ServiceDispatcher;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.RequestHead;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An exporter over a fake transport and a clock that stands still; requests are put in by hand. */
final class Bench implements AutoCloseable {
    static final Peer PEER = new Peer(
            InetSocketAddress.createUnresolved("127.0.0.1", 5_555),
            InetSocketAddress.createUnresolved("127.0.0.1", 20_880));

    final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000); // wraps around soon
    final Ticker ticker = nanos::get;
    final Queue<RpcObserver.Event> events = new ConcurrentLinkedQueue<>();
    final Queue<String> requests = new ConcurrentLinkedQueue<>();
    final FakeTransport transport = new FakeTransport();
    final ClassGate gate = new ClassGate(GateMode.STRICT, List.of(), getClass().getClassLoader(), ticker);
    UnaryOperator<ProtocolSettings> binding = UnaryOperator.identity();
    final Map<String, Executor> executors = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final AccessLogs accessLogs = new AccessLogs("bench");
    final Exporter exporter;

    /** {@code mappers} are asked in their order. */
    Bench(ExceptionMapper... mappers) {
        exporter = new Exporter(context(new ExceptionMappers(List.of(mappers), ticker), null, false, null));
    }

    private Bench(@Nullable ThreadDumps dumps, boolean ownPools, boolean inside) {
        InProcess inProcess = inside ? new InProcess(transport, new LocalServices()) : null;
        exporter = new Exporter(context(new ExceptionMappers(List.of(), ticker), dumps, ownPools, inProcess));
    }

    /** One whose services can be called by this process too; the inside is a server of the transport like any other. */
    static Bench withInside(ThreadDumps dumps) {
        return new Bench(dumps, false, true);
    }

    /** One where each service has threads of its own. */
    static Bench isolated() {
        return new Bench(null, true, false);
    }

    private ProviderContext context(
            ExceptionMappers mappers, @Nullable ThreadDumps dumps, boolean ownPools, @Nullable InProcess inProcess) {
        return new ProviderContext(
                "bench",
                protocol -> transport,
                protocol -> binding.apply(protocol),
                ticker,
                new RpcObserver() {
                    @Override
                    public void counted(Event event) {
                        events.add(event);
                    }

                    @Override
                    public void requestStarted(Invocation request) {
                        requests.add("start");
                    }

                    @Override
                    public void requestEnded(Invocation request, @Nullable Throwable error, long elapsedNanos) {
                        requests.add(error == null ? "ok" : error.getClass().getSimpleName());
                    }
                },
                true,
                gate,
                timer,
                dumps,
                ownPools,
                executors::get,
                accessLogs,
                mappers,
                CallbackReceiver.Factory.NONE,
                Runnable::run,
                inProcess,
                () -> {});
    }

    ServiceExport export(ServiceSettings settings, Filter... filters) {
        return exporter.export(
                settings, MethodDescriptor.of(settings.serviceInterface()), dispatcher(settings), List.of(filters));
    }

    static ServiceDispatcher dispatcher(ServiceSettings settings) {
        List<MethodDescriptor> methods = MethodDescriptor.of(settings.serviceInterface());
        return (index, service, arguments) -> {
            try {
                return methods.get(index).method().invoke(service, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
    }

    /** Sends a request to the first port, as a consumer would. */
    FakeCall send(FakeCall call) {
        transport.servers.get(0).handler.accept(call);
        return call;
    }

    FakeCall call(RequestHead head, Map<String, Object> attachments, Object... arguments) {
        return new FakeCall(
                head, transport.servers.get(0).handler.find(head), PEER, nanos.get(), arguments, attachments);
    }

    FakeCall call(Class<?> service, String method, Object... arguments) {
        return call(head(service, method), Map.of(), arguments);
    }

    static RequestHead head(Class<?> service, String method) {
        String descriptor = method.equals("$echo")
                ? "Ljava/lang/Object;"
                : MethodDescriptor.of(service).stream()
                        .filter(each -> each.name().equals(method))
                        .findFirst()
                        .map(MethodDescriptor::parameterDescriptor)
                        .orElse("V");
        return new RequestHead("2.0.2", service.getName(), "0.0.0", method, descriptor);
    }

    void advanceMillis(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    static <T> Service<T> service(Class<T> serviceInterface, T implementation) {
        return new Service<>(serviceInterface, implementation);
    }

    static ProtocolSettings protocol(
            String id, int port, ThreadPool kind, int threads, int queues, Dispatcher dispatcher) {
        return new ProtocolSettings(
                id,
                "dubbo",
                "127.0.0.1",
                port,
                false,
                kind,
                threads,
                0,
                60_000,
                queues,
                0,
                dispatcher,
                ServerSettings.DEFAULT,
                true,
                null,
                Map.of("threads", new Origin("dubbo:protocol", id, "threads", "provider.xml")));
    }

    @Override
    public void close() {
        exporter.close();
        accessLogs.close();
        timer.shutdownNow();
    }

    /** Settings of a service, changed step by step. */
    static final class Service<T> {
        private final Class<T> serviceInterface;
        private final T implementation;
        private ProtocolSettings protocol = protocol("p", 20_880, ThreadPool.FIXED, 4, 0, Dispatcher.ALL);
        private @Nullable String group;
        private @Nullable String version;
        private @Nullable String token;
        private @Nullable String accessLog;
        private String path;
        private int executes;
        private int timeoutMillis = 1_000;
        private ServiceStyle style = ServiceStyle.PLAIN;
        private Map<String, String> parameters = Map.of();

        private Service(Class<T> serviceInterface, T implementation) {
            this.serviceInterface = serviceInterface;
            this.implementation = implementation;
            this.path = serviceInterface.getName();
        }

        Service<T> on(ProtocolSettings changed) {
            protocol = changed;
            return this;
        }

        Service<T> pool(ThreadPool kind, int threads, int queues) {
            return on(protocol("p", 20_880, kind, threads, queues, Dispatcher.ALL));
        }

        Service<T> group(String changed) {
            group = changed;
            return this;
        }

        Service<T> version(String changed) {
            version = changed;
            return this;
        }

        Service<T> path(String changed) {
            path = changed;
            return this;
        }

        Service<T> token(String changed) {
            token = changed;
            return this;
        }

        Service<T> accessLog(String changed) {
            accessLog = changed;
            return this;
        }

        Service<T> executes(int changed) {
            executes = changed;
            return this;
        }

        Service<T> timeoutMillis(int changed) {
            timeoutMillis = changed;
            return this;
        }

        Service<T> generic(String changed) {
            style = new ServiceStyle(
                    style.scope(),
                    changed,
                    style.callbacks(),
                    style.listeners(),
                    null,
                    null,
                    style.executor(),
                    style.payloadLimitBytes());
            return this;
        }

        Service<T> scope(Scope changed) {
            style = new ServiceStyle(
                    changed,
                    style.generic(),
                    style.callbacks(),
                    style.listeners(),
                    null,
                    null,
                    style.executor(),
                    style.payloadLimitBytes());
            return this;
        }

        /** One of {@link Bench#executors}. */
        Service<T> executor(String changed) {
            style = new ServiceStyle(
                    style.scope(),
                    style.generic(),
                    style.callbacks(),
                    style.listeners(),
                    null,
                    null,
                    changed,
                    style.payloadLimitBytes());
            return this;
        }

        /** Of the service, and so of its methods. */
        Service<T> parameters(Map<String, String> changed) {
            parameters = changed;
            return this;
        }

        Service<T> parameter(String key, String value) {
            return parameters(Map.of(key, value));
        }

        ServiceSettings settings() {
            return new ServiceSettings(
                    "service",
                    serviceInterface,
                    new ServiceKey(group, serviceInterface.getName(), version),
                    path,
                    implementation,
                    List.of(protocol),
                    List.of(),
                    token,
                    true,
                    0,
                    List.of(),
                    accessLog,
                    style,
                    new ServiceMethodSettings("*", timeoutMillis, executes, null, List.of(), parameters, Map.of()),
                    Map.of(),
                    Map.of(),
                    parameters,
                    Map.of());
        }
    }
}
