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
import java.util.concurrent.CompletableFuture;

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

    /** Three references that share one connection. */
    private static final class TernClient implements Client {
        private final Tern tern;
        private final UserService blocking;
        private final UserService asynchronous;
        private final UserService oneWay;

        TernClient(Tern tern, String url) {
            this.tern = tern;
            this.blocking = tern.refer(
                            UserService.class,
                            reference -> reference.set("url", url).set("timeout", 60_000))
                    .get();
            this.asynchronous = tern.refer(
                            UserService.class,
                            reference -> reference
                                    .set("url", url)
                                    .set("timeout", 60_000)
                                    .set("async", true))
                    .get();
            this.oneWay = tern.refer(
                            UserService.class,
                            reference -> reference
                                    .set("url", url)
                                    .set("timeout", 60_000)
                                    .method("createUser", method -> method.set("return", false)))
                    .get();
        }

        @Override
        public Object call(Operation operation, Object argument) {
            return BeanCalls.call(blocking, operation, argument);
        }

        @Override
        public void callAsync(Operation operation, Object argument, Answer answer) {
            if (operation == Operation.HOLD) {
                asynchronous.hold((Integer) argument).whenComplete(answer);
                return;
            }
            startCall(operation, argument);
            CompletableFuture<Object> future = RpcContext.getContext().getFuture();
            future.whenComplete(answer);
        }

        /** Returns at once, with null or zero. */
        private void startCall(Operation operation, Object argument) {
            switch (operation) {
                case EXIST_USER -> asynchronous.existUser((String) argument);
                case CREATE_USER -> asynchronous.createUser((User) argument);
                case GET_USER -> asynchronous.getUser((Long) argument);
                case LIST_USER -> asynchronous.listUser((Integer) argument);
                case ECHO -> asynchronous.echo((byte[]) argument);
                case CREATED_USERS -> asynchronous.createdUsers();
                case HOLD -> throw new IllegalArgumentException("hold returns its future.");
            }
        }

        @Override
        public void send(Object user) {
            oneWay.createUser((User) user);
        }

        @Override
        public void close() {
            tern.close();
        }
    }
}
