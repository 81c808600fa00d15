// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.Peer;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request without a transport: what was replied is a future, and nothing is decoded unless somebody asks. */
final class FakeCall implements IncomingCall {
    /** How a request ended. */
    record Reply(
            @Nullable ReplyStatus status,
            @Nullable Object value,
            @Nullable Throwable error,
            @Nullable String text,
            Map<String, Object> attachments,
            Thread thread) {}

    private final RequestHead head;
    private final @Nullable RequestTarget target;
    private final Peer peer;
    private final long arrivedNanos;
    private final Object[] arguments;
    private final Map<String, Object> attachments;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final AtomicBoolean decoded = new AtomicBoolean();
    boolean twoWay = true;
    volatile boolean forbidden;

    @Nullable
    RuntimeException decodeFailure;

    FakeCall(
            RequestHead head,
            @Nullable RequestTarget target,
            Peer peer,
            long arrivedNanos,
            Object[] arguments,
            Map<String, Object> attachments) {
        this.head = head;
        this.target = target;
        this.peer = peer;
        this.arrivedNanos = arrivedNanos;
        this.arguments = arguments;
        this.attachments = new HashMap<>(attachments);
    }

    Reply reply() {
        try {
            return reply.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no reply", e);
        }
    }

    boolean isReplied() {
        return reply.isDone();
    }

    boolean isDecoded() {
        return decoded.get();
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public @Nullable RequestTarget target() {
        return target;
    }

    @Override
    public boolean isTwoWay() {
        return twoWay;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public long arrivedNanos() {
        return arrivedNanos;
    }

    @Override
    public void decode() {
        if (decodeFailure != null) {
            throw decodeFailure;
        }
        if (!decoded.compareAndSet(false, true)) {
            throw new IllegalStateException("decoded twice");
        }
    }

    @Override
    public Object[] arguments() {
        checkDecoded();
        return arguments;
    }

    @Override
    public Map<String, Object> attachments() {
        checkDecoded();
        return attachments;
    }

    private void checkDecoded() {
        if (!decoded.get()) {
            throw new IllegalStateException("not decoded");
        }
    }

    @Override
    public void replyValue(@Nullable Object value, Map<String, Object> sent) {
        end(new Reply(ReplyStatus.OK, value, null, null, Map.copyOf(sent), Thread.currentThread()));
    }

    @Override
    public void replyException(Throwable error, Map<String, Object> sent) {
        end(new Reply(ReplyStatus.OK, null, error, null, Map.copyOf(sent), Thread.currentThread()));
    }

    @Override
    public void replyStatus(ReplyStatus status, String message) {
        end(new Reply(status, null, null, message, Map.of(), Thread.currentThread()));
    }

    @Override
    public void replyForbidden(String message) {
        forbidden = true;
        replyStatus(ReplyStatus.SERVICE_ERROR, message);
    }

    @Override
    public void drop() {
        end(new Reply(null, null, null, null, Map.of(), Thread.currentThread()));
    }

    private void end(Reply made) {
        if (!reply.complete(made)) {
            throw new IllegalStateException("replied twice");
        }
    }
}
