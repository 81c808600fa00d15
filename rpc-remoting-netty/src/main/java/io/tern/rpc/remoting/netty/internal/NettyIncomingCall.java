// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.CallFacts;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.dubbo.internal.KnownHead;
import io.tern.rpc.spi.PeerDialect;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request: on a provider, or on a consumer that is called back.
 *
 * <p>It owns the frame's body until somebody takes it: the decoding thread, or whoever ends the call. Both take it with
 * one swap, so it is released exactly once whatever happens first.
 */
final class NettyIncomingCall implements IncomingCall {
    private static final Logger log = LoggerFactory.getLogger(NettyIncomingCall.class);

    private static final VarHandle BODY;
    private static final VarHandle ENDED;

    static {
        try {
            BODY = MethodHandles.lookup().findVarHandle(NettyIncomingCall.class, "body", ByteBuf.class);
            ENDED = MethodHandles.lookup().findVarHandle(NettyIncomingCall.class, "ended", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ReplyPath replies;
    private final long id;
    private final boolean twoWay;
    private final KnownHead head;
    private final long arrivedNanos;
    private final int length;
    private int replyLimitBytes;

    @SuppressWarnings("UnusedVariable") // read through BODY
    private volatile @Nullable ByteBuf body;

    private volatile boolean ended;
    private @Nullable Object @Nullable [] arguments;
    private @Nullable Map<String, Object> attachments;

    /** Owns {@code body}, which is positioned behind the head. */
    NettyIncomingCall(ReplyPath replies, long id, boolean twoWay, KnownHead head, ByteBuf body, long arrivedNanos) {
        this.replies = replies;
        this.id = id;
        this.twoWay = twoWay;
        this.head = head;
        this.body = body;
        this.arrivedNanos = arrivedNanos;
        this.length = head.length() + body.readableBytes();
        this.replyLimitBytes = replies.payloadLimitBytes();
    }

    @Override
    public RequestHead head() {
        return head.head();
    }

    @Override
    public @Nullable RequestTarget target() {
        return head.target();
    }

    @Override
    public boolean isTwoWay() {
        return twoWay;
    }

    @Override
    public Peer peer() {
        return replies.peer();
    }

    @Override
    public Link link() {
        return replies.link();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void limitReply(int payloadLimitBytes) {
        if (replyLimitBytes <= 0 || payloadLimitBytes < replyLimitBytes) {
            replyLimitBytes = payloadLimitBytes;
        }
    }

    @Override
    public long arrivedNanos() {
        return arrivedNanos;
    }

    @Override
    public void decode() {
        ByteBuf bytes = (ByteBuf) BODY.getAndSet(this, null);
        if (bytes == null) {
            throw new IllegalStateException(head() + " was decoded or ended before");
        }
        try {
            DubboCodec.Request request =
                    replies.codec().decodeRequest(bytes, head, requireTarget().method());
            arguments = request.arguments();
            attachments = request.attachments();
        } catch (RpcSerializationException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new RpcSerializationException("the request cannot be decoded: " + e, CallFacts.NONE, e);
        } finally {
            bytes.release();
        }
    }

    private RequestTarget requireTarget() {
        RequestTarget target = head.target();
        if (target == null) {
            throw new IllegalStateException(head() + " names nothing that can be called");
        }
        return target;
    }

    @Override
    public @Nullable Object[] arguments() {
        @Nullable Object[] known = arguments;
        if (known == null) {
            throw new IllegalStateException(head() + " was not decoded, or its arguments were dropped");
        }
        return known;
    }

    @Override
    public void dropArguments() {
        arguments = null;
    }

    @Override
    public Map<String, Object> attachments() {
        Map<String, Object> known = attachments;
        if (known == null) {
            throw new IllegalStateException(head() + " was not decoded");
        }
        return known;
    }

    @Override
    public void replyValue(@Nullable Object value, Map<String, Object> attachments) {
        if (end()) {
            reply(value, null, attachments);
        }
    }

    @Override
    public void replyException(Throwable error, Map<String, Object> attachments) {
        if (end()) {
            reply(null, error, attachments);
        }
    }

    @Override
    public void replyStatus(ReplyStatus status, String message) {
        if (end()) {
            replies.send(replies.codec().encodeStatus(id, status, message));
        }
    }

    @Override
    public void replyForbidden(String message) {
        replyStatus(ReplyStatus.SERVICE_ERROR, message);
        replies.tokenMissed();
    }

    @Override
    public void drop() {
        end();
    }

    private void reply(@Nullable Object value, @Nullable Throwable error, Map<String, Object> set) {
        Map<String, Object> received = attachments;
        ByteBuf frame;
        try {
            frame = replies.codec()
                    .encodeReply(
                            id,
                            requireTarget().method(),
                            head.replySize(),
                            value,
                            error,
                            head.replyAttachments() ? set : null,
                            received == null ? PeerDialect.ALIBABA : DubboCodec.dialect(received),
                            replyLimitBytes);
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            String what =
                    error == null ? "result" : "exception " + error.getClass().getName();
            String message = "The " + what + " of " + requireTarget().method() + " cannot be sent: "
                    + (e.getMessage() == null ? e.toString() : e.getMessage());
            log.debug("{}", message, e);
            frame = replies.codec().encodeStatus(id, ReplyStatus.BAD_RESPONSE, message);
        }
        replies.send(frame);
    }

    /** Claims the right to end the call; true if that means a reply. */
    private boolean end() {
        if (!ENDED.compareAndSet(this, false, true)) {
            return false;
        }
        ByteBuf undecoded = (ByteBuf) BODY.getAndSet(this, null);
        if (undecoded != null) {
            undecoded.release();
        }
        return twoWay;
    }

    /** The request cannot be taken over by the engine. */
    void fail(Throwable error) {
        if (!ended) {
            log.error(
                    "A request was not taken over: {}",
                    CallErrors.oneLine(String.valueOf(head.head().method())),
                    error);
            if (!twoWay) {
                replies.count(Event.ONEWAY_REQUEST_FAILED);
            }
            replyStatus(ReplyStatus.SERVER_ERROR, "The call failed before it was served");
        }
    }
}
