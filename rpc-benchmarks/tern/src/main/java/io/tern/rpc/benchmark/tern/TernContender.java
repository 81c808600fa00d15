// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.tern;

import io.tern.rpc.RpcContext;
import io.tern.rpc.benchmark.drive.Answer;
import io.tern.rpc.benchmark.drive.BeanCalls;
import io.tern.rpc.benchmark.drive.Client;
import io.tern.rpc.benchmark.drive.Contender;
import io.tern.rpc.benchmark.drive.Operation;
import io.tern.rpc.benchmark.work.StoredUsers;
import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.benchmark.work.UserService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tern with its default settings and, as Dubbo, a queue before the business pool. Variants: {@code default}, {@code direct}. */
public final class TernContender implements Contender {
    @Override
    public Server serve(String variant, int port) {
        StoredUsers users = new StoredUsers();
        ConfigElement protocol = ConfigElement.of(ElementKind.PROTOCOL)
                .set("name", "dubbo")
                .set("host", "127.0.0.1")
                .set("port", port)
                .set("queues", 2000);
        if (variant.equals("direct")) {
            protocol.set("dispatcher", "direct");
        }
        Tern tern = Tern.builder()
                .application("benchmark-provider")
                .element(protocol)
                .element(ConfigElement.service(UserService.class, users))
                .start();
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
                tern.close();
            }
        };
    }

    @Override
    public Client connect(String variant, int port) {
        return new TernClient(Tern.builder().application("benchmark-consumer").start(), "dubbo://127.0.0.1:" + port);
    }

    /** References that share one connection, each made at its first use. */
    private static final class TernClient implements Client {
        private final Tern tern;
        private final String url;
        private final UserService blocking;
        private @Nullable UserService asynchronous;
        private @Nullable UserService oneWay;

        TernClient(Tern tern, String url) {
            this.tern = tern;
            this.url = url;
            this.blocking = refer(reference -> {});
        }

        private UserService refer(Consumer<ConfigElement> attributes) {
            return tern.refer(UserService.class, reference -> {
                        reference.set("url", url).set("timeout", 60_000);
                        attributes.accept(reference);
                    })
                    .get();
        }

        private UserService asynchronous() {
            UserService made = asynchronous;
            if (made == null) {
                made = refer(reference -> reference.set("async", true));
                asynchronous = made;
            }
            return made;
        }

        private UserService oneWay() {
            UserService made = oneWay;
            if (made == null) {
                made = refer(reference -> reference.method("createUser", method -> method.set("return", false)));
                oneWay = made;
            }
            return made;
        }

        @Override
        public Object call(Operation operation, Object argument) {
            return BeanCalls.call(blocking, operation, argument);
        }

        @Override
        public void callAsync(Operation operation, Object argument, Answer answer) {
            if (operation == Operation.HOLD) {
                asynchronous().hold((Integer) argument).whenComplete(answer);
                return;
            }
            startCall(asynchronous(), operation, argument);
            CompletableFuture<Object> future = RpcContext.getContext().getFuture();
            future.whenComplete(answer);
        }

        /** Returns at once, with null or zero. */
        private static void startCall(UserService service, Operation operation, Object argument) {
            switch (operation) {
                case EXIST_USER -> service.existUser((String) argument);
                case CREATE_USER -> service.createUser((User) argument);
                case GET_USER -> service.getUser((Long) argument);
                case LIST_USER -> service.listUser((Integer) argument);
                case ECHO -> service.echo((byte[]) argument);
                case CREATED_USERS -> service.createdUsers();
                case HOLD -> throw new IllegalArgumentException("hold returns its future.");
            }
        }

        @Override
        public void send(Object user) {
            oneWay().createUser((User) user);
        }

        /** A provider takes at most 64 connections of one address that have not made a call, so the caller asks for fewer at a time. */
        @Override
        public void openConnections(int count) {
            long wanted = tern.stats().openConnections() + count;
            UserService own = refer(reference -> reference.set("connections", count));
            // Calls go in turn over those that are open, so that each gets one when all are.
            while (tern.stats().openConnections() < wanted) {
                own.existUser("");
            }
            for (int i = 0; i < count; i++) {
                own.existUser("");
            }
        }

        @Override
        public void refer(List<Class<?>> services) {
            for (Class<?> service : services) {
                tern.refer(service, reference -> reference.set("url", url).set("check", false))
                        .get();
            }
        }

        @Override
        public void close() {
            tern.close();
        }
    }
}
