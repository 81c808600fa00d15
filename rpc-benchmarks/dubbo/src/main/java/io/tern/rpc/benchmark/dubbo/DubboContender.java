// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.dubbo;

import io.tern.rpc.benchmark.drive.Answer;
import io.tern.rpc.benchmark.drive.BeanCalls;
import io.tern.rpc.benchmark.drive.Client;
import io.tern.rpc.benchmark.drive.Contender;
import io.tern.rpc.benchmark.drive.Operation;
import io.tern.rpc.benchmark.work.AsyncUserService;
import io.tern.rpc.benchmark.work.StoredUsers;
import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.benchmark.work.UserService;
import java.util.List;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.MethodConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;
import org.jspecify.annotations.Nullable;

/**
 * Apache Dubbo 2.7 or 3.3, whichever is on the class path, set up as its documentation says is best: a queue before the business pool (without one it refuses
 * calls beyond 200), no registry, no text console, and asynchronous calls through methods that return {@code CompletableFuture}. Variants: {@code hessian2}, and
 * {@code default} for the serialization that the line takes by itself.
 */
public final class DubboContender implements Contender {
    /** 127.0.0.1 as one number: Dubbo takes a host that begins with {@code 127.} for "not configured" and would listen on all interfaces. */
    private static final String LOOPBACK = "2130706433";

    @Override
    public Server serve(String variant, int port) {
        StoredUsers users = new StoredUsers();
        ProtocolConfig protocol = new ProtocolConfig();
        protocol.setName("dubbo");
        protocol.setHost(LOOPBACK);
        protocol.setPort(port);
        protocol.setThreads(200);
        protocol.setQueues(2000);
        if (variant.equals("hessian2")) {
            protocol.setSerialization("hessian2");
        }
        ServiceConfig<UserService> service = new ServiceConfig<>();
        // 2.7 takes two configurations without ids for one.
        service.setId("users");
        service.setInterface(UserService.class);
        service.setRef(users);
        ServiceConfig<AsyncUserService> asyncService = new ServiceConfig<>();
        asyncService.setId("asyncUsers");
        asyncService.setInterface(AsyncUserService.class);
        asyncService.setRef(new AsyncUsers(users));
        DubboBootstrap bootstrap = DubboBootstrap.getInstance()
                .application(application("benchmark-provider"))
                .registry(new RegistryConfig("N/A"))
                .protocol(protocol)
                .service(service)
                .service(asyncService);
        bootstrap.start();
        return new Server() {
            @Override
            public int heldCalls() {
                return users.heldCalls();
            }

            @Override
            public void letGo() {
                users.letGo();
            }

            @Override
            public void close() {
                bootstrap.stop();
            }
        };
    }

    @Override
    public Client connect(String variant, int port) {
        DubboBootstrap bootstrap = DubboBootstrap.getInstance()
                .application(application("benchmark-consumer"))
                .registry(new RegistryConfig("N/A"));
        return new DubboClient(bootstrap, variant, port);
    }

    private static ApplicationConfig application(String name) {
        ApplicationConfig application = new ApplicationConfig(name);
        application.setQosEnable(false);
        return application;
    }

    /** References that share one connection, each made at its first use. */
    private static final class DubboClient implements Client {
        private final DubboBootstrap bootstrap;
        private final String variant;
        private final int port;
        private final UserService blocking;
        private @Nullable AsyncUserService asynchronous;
        private @Nullable UserService oneWay;
        private int others;

        DubboClient(DubboBootstrap bootstrap, String variant, int port) {
            this.bootstrap = bootstrap;
            this.variant = variant;
            this.port = port;
            ReferenceConfig<UserService> reference = reference("users", UserService.class);
            bootstrap.reference(reference).start();
            this.blocking = reference.get();
        }

        private AsyncUserService asynchronous() {
            AsyncUserService made = asynchronous;
            if (made == null) {
                made = reference("asyncUsers", AsyncUserService.class).get();
                asynchronous = made;
            }
            return made;
        }

        private UserService oneWay() {
            UserService made = oneWay;
            if (made == null) {
                MethodConfig method = new MethodConfig();
                method.setName("createUser");
                method.setReturn(false);
                ReferenceConfig<UserService> reference = reference("oneWayUsers", UserService.class);
                reference.setMethods(List.of(method));
                made = reference.get();
                oneWay = made;
            }
            return made;
        }

        private <T> ReferenceConfig<T> reference(String id, Class<T> type) {
            ReferenceConfig<T> reference = new ReferenceConfig<>();
            reference.setId(id);
            reference.setInterface(type);
            String url = "dubbo://" + LOOPBACK + ":" + port;
            reference.setUrl(variant.equals("hessian2") ? url + "?serialization=hessian2" : url);
            reference.setTimeout(60_000);
            reference.setCheck(false);
            return reference;
        }

        @Override
        public Object call(Operation operation, Object argument) {
            return BeanCalls.call(blocking, operation, argument);
        }

        @Override
        public void callAsync(Operation operation, Object argument, Answer answer) {
            BeanCalls.callAsync(asynchronous(), operation, argument).whenComplete(answer);
        }

        @Override
        public void send(Object user) {
            oneWay().createUser((User) user);
        }

        @Override
        public void openConnections(int count) {
            ReferenceConfig<UserService> reference = reference("users" + ++others, UserService.class);
            reference.setConnections(count);
            UserService own = reference.get();
            for (int i = 0; i < count; i++) {
                own.existUser("");
            }
        }

        @Override
        public void refer(List<Class<?>> services) {
            for (Class<?> service : services) {
                reference("other" + ++others, service).get();
            }
        }

        @Override
        public void close() {
            bootstrap.stop();
        }
    }
}
