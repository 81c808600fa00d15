// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.remoting.dubbo.internal.FrameHeader;
import io.tern.rpc.remoting.dubbo.internal.KnownHead;
import io.tern.rpc.remoting.dubbo.internal.RequestHeads;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that come over one channel, to a provider or to a consumer that is called back: what is refused from header or
 * head, and how the others get to the engine, undecoded. On the loop.
 */
final class IncomingRequests {
    private static final Logger log = LoggerFactory.getLogger(IncomingRequests.class);

    private final ReplyPath replies;
    private final RequestHandler handler;
    private final RequestHeads heads;
    private final TransportParts parts;
    private final String side;

    /** {@code side} says in messages who refuses: provider or consumer. */
    IncomingRequests(ReplyPath replies, RequestHandler handler, RequestHeads heads, TransportParts parts, String side) {
        this.replies = replies;
        this.handler = handler;
        this.heads = heads;
        this.parts = parts;
        this.side = side;
    }

    /** Whether it is encoded as this side can read it; answers it if not. */
    boolean isReadable(int flags, long id) {
        int serialization = FrameHeader.serialization(flags);
        int ours = parts.codec().serializationId();
        if (serialization == ours) {
            return true;
        }
        refuse(flags, id, "Serialization " + serialization + " is not supported; use hessian2 (" + ours + ")");
        return false;
    }

    /** Whether its size is within the limit; answers it if not. */
    boolean fits(int flags, long id, int length) {
        return fits(flags, id, length, replies.payloadLimitBytes(), side);
    }

    /** Whether its size is within the limit of what it calls, if that has one of its own; answers it if not. */
    boolean fits(int flags, long id, int length, KnownHead head) {
        RequestTarget target = head.target();
        return target == null || fits(flags, id, length, target.payloadLimitBytes(), "service");
    }

    private boolean fits(int flags, long id, int length, int limit, String whose) {
        if (limit <= 0 || length <= limit) {
            return true;
        }
        refuse(
                flags,
                id,
                "The request has " + length + " bytes, over the payload limit of " + limit + " bytes of this " + whose);
        return false;
    }

    /** What the body begins with; null, with the request answered and the body released, if that cannot be read. */
    @Nullable
    KnownHead head(int flags, long id, ByteBuf body) {
        KnownHead head = null;
        try {
            head = heads.read(body);
        } catch (RuntimeException | LinkageError e) {
            log.error("The engine could not look a request up", e);
        }
        if (head == null) {
            body.release();
            refuse(flags, id, "The start of the request cannot be read");
        }
        return head;
    }

    /** Hands a request over, and owns its body. */
    void accept(int flags, long id, KnownHead head, ByteBuf body) {
        NettyIncomingCall call = new NettyIncomingCall(
                replies,
                id,
                FrameHeader.isTwoWay(flags),
                head,
                body.skipBytes(head.length()),
                parts.ticker().nanos());
        try {
            handler.accept(call);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            call.fail(e);
        }
    }

    /** Answers a request that its sender should not have sent. */
    void refuse(int flags, long id, String text) {
        if (FrameHeader.isTwoWay(flags)) {
            replies.send(parts.codec().encodeStatus(id, ReplyStatus.BAD_REQUEST, text));
        } else {
            parts.count(Event.ONEWAY_REQUEST_FAILED);
        }
    }
}
