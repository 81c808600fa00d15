// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.config.remote.request.ConfigBatchListenRequest;
import com.alibaba.nacos.api.config.remote.request.ConfigQueryRequest;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.grpc.auto.BiRequestStreamGrpc;
import com.alibaba.nacos.api.grpc.auto.Payload;
import com.alibaba.nacos.api.grpc.auto.RequestGrpc;
import com.alibaba.nacos.api.naming.pojo.Instance;
import com.alibaba.nacos.api.naming.remote.request.AbstractNamingRequest;
import com.alibaba.nacos.api.naming.remote.request.BatchInstanceRequest;
import com.alibaba.nacos.api.naming.remote.request.InstanceRequest;
import com.alibaba.nacos.api.naming.remote.request.ServiceListRequest;
import com.alibaba.nacos.api.naming.remote.request.ServiceQueryRequest;
import com.alibaba.nacos.api.naming.remote.request.SubscribeServiceRequest;
import com.alibaba.nacos.api.remote.request.HealthCheckRequest;
import com.alibaba.nacos.api.remote.request.Request;
import com.alibaba.nacos.api.remote.request.ServerCheckRequest;
import com.alibaba.nacos.api.remote.response.ErrorResponse;
import com.alibaba.nacos.api.remote.response.HealthCheckResponse;
import com.alibaba.nacos.api.remote.response.Response;
import com.alibaba.nacos.api.remote.response.ServerCheckResponse;
import com.alibaba.nacos.common.remote.PayloadRegistry;
import com.alibaba.nacos.common.remote.client.grpc.GrpcUtils;
import com.alibaba.nacos.shaded.io.grpc.Attributes;
import com.alibaba.nacos.shaded.io.grpc.Context;
import com.alibaba.nacos.shaded.io.grpc.Contexts;
import com.alibaba.nacos.shaded.io.grpc.Metadata;
import com.alibaba.nacos.shaded.io.grpc.Server;
import com.alibaba.nacos.shaded.io.grpc.ServerCall;
import com.alibaba.nacos.shaded.io.grpc.ServerCallHandler;
import com.alibaba.nacos.shaded.io.grpc.ServerInterceptor;
import com.alibaba.nacos.shaded.io.grpc.ServerTransportFilter;
import com.alibaba.nacos.shaded.io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import com.alibaba.nacos.shaded.io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Nacos server as far as its client can tell: the gRPC services that the real client calls, made of the messages in the client's
 * own jar. It holds ephemeral instances per connection, pushes changes and keeps texts. No cluster, no disk, no login.
 */
final class NacosServer implements AutoCloseable {
    private static final Attributes.Key<String> TRANSPORT = Attributes.Key.create("connection");
    private static final Context.Key<String> CONNECTION = Context.key("connection");
    private static final int GRPC_OFFSET = 1_000;

    private final NacosState state = new NacosState();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final int port;
    private Server server;
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    volatile boolean failing;
    /** Names and keys that contain it are refused as invalid. */
    volatile String refusing = "?";
    /** Each answer takes so long. */
    volatile long delayMillis;
    /** Texts are not answered before this. */
    volatile CountDownLatch texts = new CountDownLatch(0);

    NacosServer(int port) throws IOException {
        PayloadRegistry.init();
        this.port = port;
        start();
    }

    /** A port whose gRPC port, which the client works out, is free. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort() - GRPC_OFFSET;
        }
    }

    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port + GRPC_OFFSET))
                .addService(new Requests())
                .addService(new Streams())
                .addTransportFilter(new ServerTransportFilter() {
                    @Override
                    public Attributes transportReady(Attributes attributes) {
                        return attributes.toBuilder()
                                .set(TRANSPORT, "c" + connections.incrementAndGet())
                                .build();
                    }

                    @Override
                    public void transportTerminated(Attributes attributes) {
                        String connection = attributes == null ? null : attributes.get(TRANSPORT);
                        if (connection != null) {
                            state.gone(connection);
                        }
                    }
                })
                .intercept(new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        String connection = call.getAttributes().get(TRANSPORT);
                        return Contexts.interceptCall(
                                Context.current().withValue(CONNECTION, connection), call, headers, next);
                    }
                })
                .build()
                .start();
    }

    /** Ends all connections, and forgets what their clients registered. */
    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    NacosState state() {
        return state;
    }

    /** Types of requests that it does not know. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** How many requests of a type came. */
    int requests(Class<? extends Request> type) {
        return requests.getOrDefault(type.getSimpleName(), 0);
    }

    int connections() {
        return connections.get();
    }

    private static String subject(Request request) {
        if (request instanceof AbstractNamingRequest naming) {
            return String.valueOf(naming.getServiceName());
        }
        return request instanceof ConfigQueryRequest query ? query.getDataId() : "";
    }

    private void delay(Request request) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(delayMillis);
        if (request instanceof ConfigQueryRequest) {
            texts.await(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }

    private Response answer(String connection, Request request) {
        if (request instanceof ServerCheckRequest) {
            return new ServerCheckResponse(connection, false);
        }
        if (request instanceof HealthCheckRequest) {
            return new HealthCheckResponse();
        }
        if (failing) {
            return ErrorResponse.build(500, "told to fail");
        }
        Response response = known(connection, request);
        if (subject(request).contains(refusing)) {
            response.setErrorInfo(NacosException.INVALID_PARAM, "told to refuse"); // in a response of the usual type
        }
        return response;
    }

    private Response known(String connection, Request request) {
        if (request instanceof InstanceRequest instance) {
            List<Instance> stored =
                    instance.getType().equals("registerInstance") ? List.of(instance.getInstance()) : List.of();
            return state.store(connection, instance, stored, instance.getType());
        }
        if (request instanceof BatchInstanceRequest batch) {
            return state.store(connection, batch, batch.getInstances(), batch.getType());
        }
        if (request instanceof SubscribeServiceRequest subscribe) {
            return state.subscribe(connection, subscribe);
        }
        if (request instanceof ServiceQueryRequest query) {
            return state.query(query);
        }
        if (request instanceof ServiceListRequest list) {
            return state.list(list);
        }
        if (request instanceof ConfigQueryRequest query) {
            return state.text(query);
        }
        if (request instanceof ConfigBatchListenRequest listen) {
            return state.listen(connection, listen);
        }
        refused.add(request.getClass().getSimpleName());
        return ErrorResponse.build(501, "unknown here: " + request.getClass().getSimpleName());
    }

    private final class Requests extends RequestGrpc.RequestImplBase {
        @Override
        public void request(Payload payload, StreamObserver<Payload> observer) {
            Request request = (Request) GrpcUtils.parse(payload);
            requests.merge(request.getClass().getSimpleName(), 1, Integer::sum);
            try {
                delay(request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Response response = answer(CONNECTION.get(), request);
            response.setRequestId(request.getRequestId());
            observer.onNext(GrpcUtils.convert(response));
            observer.onCompleted();
        }
    }

    private final class Streams extends BiRequestStreamGrpc.BiRequestStreamImplBase {
        @Override
        public StreamObserver<Payload> requestBiStream(StreamObserver<Payload> out) {
            state.connected(CONNECTION.get(), out);
            return new StreamObserver<>() {
                @Override
                public void onNext(Payload payload) {
                    // The set-up of the connection and acknowledgements of pushes: nothing depends on them here.
                }

                @Override
                public void onError(Throwable error) {
                    // The end of the transport is heard too.
                }

                @Override
                public void onCompleted() {
                    out.onCompleted();
                }
            };
        }
    }
}
