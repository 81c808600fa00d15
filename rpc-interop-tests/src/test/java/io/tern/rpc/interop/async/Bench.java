// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static org.awaitility.Awaitility.await;

import io.tern.rpc.RpcContext;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.spi.RpcObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Tern as the consumer of one provider, which can be anything that serves the contract. */
final class Bench implements AutoCloseable {
    /** The timeout that the statements assume, in milliseconds. */
    static final int HURRIED = 700;

    private final PeerLine line;
    private final int port;
    private final boolean inside;
    private final Hooks hooks;
    private final Tern tern;

    private Bench(int port, PeerLine line, Consumer<TernBuilder> settings) {
        this.port = port;
        this.line = line;
        this.inside = false;
        this.hooks = new Hooks();
        TernBuilder builder = Tern.builder().application("statements").bean("hooks", hooks);
        settings.accept(builder);
        this.tern = builder.start();
    }

    private Bench(LocalProvider provider, Hooks hooks) {
        this.port = provider.port();
        this.line = PeerLine.TERN;
        this.inside = true;
        this.hooks = hooks;
        this.tern = provider.tern();
    }

    /** A provider that calls itself, inside its process. */
    static Bench inside(Consumer<ConfigElement> protocol) {
        Hooks hooks = new Hooks();
        return new Bench(LocalProvider.start(builder -> builder.bean("hooks", hooks), protocol), hooks);
    }

    static Bench of(int port, PeerLine line) {
        return new Bench(port, line, builder -> {});
    }

    /** Of a Tern provider, with a consumer of its own settings. */
    static Bench of(int port, Consumer<TernBuilder> settings) {
        return new Bench(port, PeerLine.TERN, settings);
    }

    static Bench of(int port, RpcObserver observer) {
        return of(port, builder -> builder.observer(observer));
    }

    PeerLine line() {
        return line;
    }

    int port() {
        return port;
    }

    Tern tern() {
        return tern;
    }

    Hooks hooks() {
        return hooks;
    }

    /** A reference without retries and with a timeout of 10 s, unless {@code attributes} say otherwise. */
    <T> T refer(Class<T> type, Consumer<ConfigElement> attributes) {
        return tern.refer(type, reference -> {
                    if (!inside) {
                        reference.set("url", "dubbo://127.0.0.1:" + port);
                    }
                    reference.set("timeout", 10_000).set("retries", 0).set("check", false);
                    attributes.accept(reference);
                })
                .get();
    }

    CallService calls() {
        return refer(CallService.class, reference -> {});
    }

    CallService async() {
        return refer(CallService.class, reference -> reference.set("async", true));
    }

    CallService hurriedAsync() {
        return refer(
                CallService.class, reference -> reference.set("async", true).set("timeout", HURRIED));
    }

    FutureService futures() {
        return refer(FutureService.class, reference -> {});
    }

    /** The future of the last call of this thread. */
    static <T> CompletableFuture<T> saved() {
        return RpcContext.getContext().getFuture();
    }

    static <T> CompletableFuture<T> asyncCall(Callable<T> call) {
        return RpcContext.getContext().asyncCall(call);
    }

    /** Waits for what a provider process or another thread does on its own. */
    static void eventually(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** A port of 127.0.0.1 where nobody listens. */
    static int deadPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConfigElement dead(ConfigElement reference, int port) {
        return reference.set("url", "dubbo://127.0.0.1:" + port).set("check", false);
    }

    @Override
    public void close() {
        tern.close();
    }
}
