// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.deadline;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.TernCallContext;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.process.ForeignFailures;
import io.tern.rpc.interop.service.CallFixture;
import io.tern.rpc.interop.service.GreetFixture;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One Tern process of a chain: serves, notes what each request says of its time, and calls others. */
final class Node implements AutoCloseable {
    private final Tern tern;
    private final int port;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Map<String, Callable<@Nullable String>> steps = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * A request.
     *
     * @param attachments all that it brought
     * @param left what its consumer still waits, as services see it; null if it did not say
     */
    record Arrival(
            String method,
            Map<String, Object> attachments,
            @Nullable Duration left) {
        int remainingMillis() {
            return attachments.get("_TO") instanceof Integer millis ? millis : -1;
        }
    }

    private Node() {
        tern = Tern.builder()
                .application("node")
                .filter(new Notes())
                .element(ConfigElement.of(ElementKind.PROTOCOL)
                        .set("name", "dubbo")
                        .set("host", "127.0.0.1")
                        .set("port", 0))
                .element(ConfigElement.of(ElementKind.PROVIDER).set("filter", "notes"))
                .start();
        TernCallContext context = new TernCallContext();
        port = tern.export(GreetService.class, new GreetFixture(context), service -> {})
                .addresses()
                .get(0)
                .getPort();
        tern.export(
                GreetService.class,
                new GreetFixture(context),
                service -> service.set("group", "blue").set("version", "2.0.0"));
        CallService own = refer(CallService.class, port, reference -> {});
        GreetService greets = refer(
                GreetService.class,
                port,
                reference -> reference.set("group", "blue").set("version", "2.0.0"));
        tern.export(CallService.class, new CallFixture(context, own, greets, new ForeignFailures()), service -> {});
        tern.export(Hop.class, new Steps(), service -> {});
    }

    static Node start() {
        return new Node();
    }

    int port() {
        return port;
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    ExecutorService threads() {
        return threads;
    }

    Node on(String step, Callable<@Nullable String> action) {
        steps.put(step, action);
        return this;
    }

    /** Does on the calling thread what was written for the step. */
    @Nullable
    String step(String step) {
        Callable<@Nullable String> action = steps.get(step);
        if (action == null) {
            throw new IllegalArgumentException("The test has no step of this name");
        }
        try {
            return action.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A reference to whatever listens there, with a timeout of 10 s and without retries. */
    <T> T refer(Class<T> type, int providerPort, Consumer<ConfigElement> attributes) {
        return tern.refer(type, reference -> {
                    reference
                            .set("url", "dubbo://127.0.0.1:" + providerPort)
                            .set("timeout", 10_000)
                            .set("retries", 0)
                            .set("check", false);
                    attributes.accept(reference);
                })
                .get();
    }

    private final class Notes implements Filter {
        @Override
        public String name() {
            return "notes";
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            arrivals.add(new Arrival(
                    call.method().name(),
                    new HashMap<>(call.attachments()),
                    RpcContext.getContext().timeLeft()));
            return next.invoke(call);
        }
    }

    private final class Steps implements Hop {
        @Override
        public @Nullable String go(String step) {
            return step(step);
        }

        @Override
        public CompletableFuture<String> goLater(String step) {
            return CompletableFuture.supplyAsync(() -> String.valueOf(go(step)), RpcContext.wrap(threads));
        }

        @Override
        public void tell(String step) {
            go(step);
        }
    }

    @Override
    public void close() {
        tern.close();
        threads.shutdownNow();
    }
}
