// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.CallFacts;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provider's side of a call inside the process. */
public final class InProcessCall implements IncomingCall {
    private static final Logger log = LoggerFactory.getLogger(InProcessCall.class);
    private static final VarHandle ENDED;

    static {
        try {
            ENDED = MethodHandles.lookup().findVarHandle(InProcessCall.class, "ended", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final InProcessServer server;
    private final Peer peer;
    private final InProcessPrepared prepared;
    private final @Nullable RequestTarget target;
    private final @Nullable InProcessResponse response;
    private final long arrivedNanos;
    private int replyLimitBytes;
    private @Nullable InProcessRequest request;
    private @Nullable Map<String, Object> attachments;
    private volatile boolean ended;

    /** {@code response} is null if nobody waits for an answer. */
    InProcessCall(
            InProcessServer server,
            Peer peer,
            InProcessPrepared prepared,
            @Nullable RequestTarget target,
            InProcessRequest request,
            @Nullable InProcessResponse response,
            long arrivedNanos) {
        this.server = server;
        this.peer = peer;
        this.prepared = prepared;
        this.target = target;
        this.request = request;
        this.response = response;
        this.arrivedNanos = arrivedNanos;
        this.replyLimitBytes = server.payloadLimitBytes();
    }

    @Override
    public RequestHead head() {
        return prepared.head();
    }

    @Override
    public @Nullable RequestTarget target() {
        return target;
    }

    @Override
    public boolean isTwoWay() {
        return response != null;
    }

    /** Whether the thread that makes the call does nothing else until it has the answer. */
    public boolean isAwaited() {
        return response != null && response.isSelfTimed();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    /** Of plain values they are counted now: that is asked for only where groups of one service have limits of their own. */
    @Override
    public int length() {
        InProcessRequest known = request;
        return known == null ? 0 : known.length(prepared);
    }

    @Override
    public void limitReply(int payloadLimitBytes) {
        replyLimitBytes = Values.smaller(replyLimitBytes, payloadLimitBytes);
    }

    @Override
    public long arrivedNanos() {
        return arrivedNanos;
    }

    @Override
    public void decode() {
        InProcessRequest received = request;
        RequestTarget found = target;
        if (received == null || found == null) {
            throw new IllegalStateException(
                    prepared.method() + " was ended before, or names nothing that can be called");
        }
        try {
            InProcessRequest read = received.read(server, found.method());
            request = read;
            attachments = read.attachments();
        } catch (RpcSerializationException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new RpcSerializationException("the request cannot be decoded: " + e, CallFacts.NONE, e);
        }
    }

    @Override
    public @Nullable Object[] arguments() {
        InProcessRequest known = request;
        @Nullable Object[] arguments = known == null ? null : known.arguments();
        if (arguments == null) {
            throw new IllegalStateException(prepared.method() + " was not decoded, or its arguments were dropped");
        }
        return arguments;
    }

    @Override
    public void dropArguments() {
        request = null;
    }

    @Override
    public Map<String, Object> attachments() {
        Map<String, Object> known = attachments;
        if (known == null) {
            throw new IllegalStateException(prepared.method() + " was not decoded");
        }
        return known;
    }

    @Override
    public void replyValue(@Nullable Object value, Map<String, Object> set) {
        answer(value, null, set);
    }

    @Override
    public void replyException(Throwable error, Map<String, Object> set) {
        answer(null, error, set);
    }

    private void answer(@Nullable Object value, @Nullable Throwable error, Map<String, Object> set) {
        InProcessResponse waiting = end();
        if (waiting == null || target == null) {
            return;
        }
        InProcessReply reply;
        try {
            reply = InProcessReply.of(
                    server, target.method(), prepared.method().resultType(), value, error, set, replyLimitBytes);
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            String what =
                    error == null ? "result" : "exception " + error.getClass().getName();
            String message = "The " + what + " of " + target.method() + " cannot be sent: "
                    + (e.getMessage() == null ? e.toString() : e.getMessage());
            log.debug("{}", message, e);
            reply = new InProcessReply.Refusal(ReplyStatus.BAD_RESPONSE, message);
        }
        waiting.arrive(reply);
    }

    @Override
    public void replyStatus(ReplyStatus status, String message) {
        InProcessResponse waiting = end();
        if (waiting != null) {
            waiting.arrive(new InProcessReply.Refusal(status, message));
        }
    }

    /** There is nobody here who could try tokens: the process's own configuration has the right one. */
    @Override
    public void replyForbidden(String message) {
        replyStatus(ReplyStatus.SERVICE_ERROR, message);
    }

    @Override
    public void drop() {
        end();
    }

    /** Who waits for the answer, if this is the first one and somebody does. */
    private @Nullable InProcessResponse end() {
        return ENDED.compareAndSet(this, false, true) ? response : null;
    }

    /** The request was not taken over. */
    void fail(Throwable error) {
        if (!ended) {
            log.error("A request was not taken over: {}", prepared.method(), error);
            if (response == null) {
                server.count(Event.ONEWAY_REQUEST_FAILED);
            }
            replyStatus(ReplyStatus.SERVER_ERROR, "The call failed before it was served");
        }
    }
}
