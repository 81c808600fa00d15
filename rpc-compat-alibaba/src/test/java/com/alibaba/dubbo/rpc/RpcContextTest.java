// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.alibaba.dubbo.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.CallFacts;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.Peer;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcTimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RpcContextTest {
    @AfterEach
    void forget() {
        RpcContext.removeContext();
    }

    private static Future<Object> futureOf(ResponseFuture<?> call) {
        InternalRpcContext.publish(io.tern.rpc.RpcContext.getContext(), call);
        return RpcContext.getContext().getFuture();
    }

    @Test
    void futureHasTheValueOfTheLastCall() throws Exception {
        assertThat(futureOf(ResponseFuture.completed("foo")).get()).isEqualTo("foo");
        assertThat(futureOf(ResponseFuture.completed("bar")).get(1, TimeUnit.SECONDS))
                .isEqualTo("bar");
    }

    @Test
    void futureIsNullWithoutAnAsynchronousCall() {
        assertThat((Object) RpcContext.getContext().getFuture()).isNull();
    }

    @Test
    void whatTheServiceThrewIsTheCauseOfAnRpcException() {
        IOException thrown = new IOException("of the service");
        Future<Object> future = futureOf(ResponseFuture.failed(thrown));
        assertThatThrownBy(future::get).isInstanceOf(RpcException.class).hasCause(thrown);
        assertThatThrownBy(() -> future.get(1, TimeUnit.SECONDS))
                .isInstanceOf(RpcException.class)
                .hasCause(thrown);
    }

    @Test
    void failureOnTheWayIsTheCauseOfAnExecutionException() {
        RpcTimeoutException late = new RpcTimeoutException("late", CallFacts.NONE, null, false);
        assertThatThrownBy(futureOf(ResponseFuture.failed(late))::get)
                .isInstanceOf(ExecutionException.class)
                .hasCause(late);
    }

    @Test
    void timedGetEndsWithTheTimeAndTheCallGoesOn() throws Exception {
        CompletableFuture<String> pending = new CompletableFuture<>();
        Future<String> future = new OldFuture<>(pending);
        assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(future.isDone()).isFalse();
        pending.complete("late");
        assertThat(future.get()).isEqualTo("late");
        assertThat(future.isDone()).isTrue();
    }

    @Test
    void cancellingDoesNothing() throws Exception {
        CompletableFuture<String> pending = new CompletableFuture<>();
        Future<String> future = new OldFuture<>(pending);
        assertThat(future.cancel(true)).isFalse();
        assertThat(future.isCancelled()).isFalse();
        pending.complete("value");
        assertThat(future.get()).isEqualTo("value");
    }

    @Test
    void interruptionIsToldAndKept() {
        Future<String> future = new OldFuture<>(new CompletableFuture<>());
        Thread.currentThread().interrupt();
        assertThatThrownBy(future::get)
                .isInstanceOf(RpcException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void asyncCallGivesAFutureByTheSameRules() throws Exception {
        assertThat(RpcContext.getContext().asyncCall(() -> "done").get()).isEqualTo("done");
        IOException thrown = new IOException("of the service");
        assertThatThrownBy(() -> RpcContext.getContext()
                        .asyncCall(() -> {
                            throw thrown;
                        })
                        .get())
                .isInstanceOf(RpcException.class)
                .hasCause(thrown);
    }

    @Test
    void attachmentsAreThoseOfTheOneContext() {
        RpcContext.getContext().setAttachments(Map.of("tenant", "blue")).setAttachment("trace", "17");
        assertThat(io.tern.rpc.RpcContext.getContext().getAttachments())
                .containsOnly(Map.entry("trace", "17"), Map.entry("tenant", "blue"));
        io.tern.rpc.RpcContext.getContext().setAttachment("other", "18");
        assertThat(RpcContext.getContext().getAttachment("other")).isEqualTo("18");
        RpcContext.getContext().removeAttachment("trace");
        assertThat(RpcContext.getContext().getAttachments()).containsOnlyKeys("tenant", "other");
        RpcContext.getContext().clearAttachments();
        assertThat(io.tern.rpc.RpcContext.getContext().getAttachments()).isEmpty();
        RpcContext.getServerContext().setAttachment("reply", "1");
        assertThat(io.tern.rpc.RpcContext.getServerContext().getAttachment("reply"))
                .isEqualTo("1");
    }

    @Test
    void setAttachmentsForgetsWhatWasSetBefore() {
        RpcContext context = RpcContext.getContext().setAttachment("trace", "17");
        context.setAttachments(Map.of("tenant", "blue"));
        assertThat(context.getAttachments()).containsOnly(Map.entry("tenant", "blue"));
        context.setAttachments(context.getAttachments());
        assertThat(context.getAttachments()).containsOnly(Map.entry("tenant", "blue"));
        context.setAttachments(null);
        assertThat(context.getAttachments()).isEmpty();
    }

    @Test
    void valuesAreThoseOfTheOneContext() {
        RpcContext context = RpcContext.getContext().set("user", 17).set("step", "one");
        assertThat(context.get()).containsOnly(Map.entry("user", 17), Map.entry("step", "one"));
        assertThat(io.tern.rpc.RpcContext.getContext().get("user")).isEqualTo(17);
        assertThat(context.remove("user").get("user")).isNull();
        assertThat(context.set("step", null).get()).isEmpty();
    }

    @Test
    void hostsHaveNames() throws Exception {
        assertThat(RpcContext.getContext().getRemoteHostName()).isNull();
        assertThat(RpcContext.getContext().getLocalHostName()).isNull();
        InetAddress named = InetAddress.getByAddress("shop.example", new byte[] {10, 0, 0, 1});
        InetAddress bare = InetAddress.getByAddress(new byte[] {10, 0, 0, 2});
        InternalRpcContext.called(
                io.tern.rpc.RpcContext.getContext(),
                Runnable.class.getMethod("run"),
                new Peer(new InetSocketAddress(named, 20_880), new InetSocketAddress(bare, 5_555)));
        assertThat(RpcContext.getContext().getRemoteHostName()).isEqualTo("shop.example");
        assertThat(RpcContext.getContext().getLocalHostName()).isEqualTo("10.0.0.2");
    }
}
