// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.remoting.dubbo.internal.FrameDecoder.Verdict;
import io.tern.rpc.remoting.dubbo.internal.FrameHeader;
import io.tern.rpc.remoting.dubbo.internal.KnownHead;
import io.tern.rpc.remoting.dubbo.internal.RequestHeads;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of a provider to its consumer, which are calls of callback arguments. Made when the consumer has passed the first
 * one. On the loop.
 */
final class ProviderRequests {
    private static final Logger log = LoggerFactory.getLogger(ProviderRequests.class);
    /** Few: the methods of the callback interfaces. */
    private static final int MAX_HEADS = 64;

    private final ReplyPath replies;
    private final RequestHandler handler;
    private final RequestHeads heads;
    private final TransportParts parts;

    ProviderRequests(ReplyPath replies, RequestHandler handler, TransportParts parts) {
        this.replies = replies;
        this.handler = handler;
        this.heads = new RequestHeads(handler::find, MAX_HEADS);
        this.parts = parts;
    }

    Verdict header(int flags, long id, int length) {
        if (!replies.takesReplies()) {
            parts.count(Event.REQUEST_REFUSED);
            return Verdict.SKIP;
        }
        int serialization = FrameHeader.serialization(flags);
        if (serialization != parts.codec().serializationId()) {
            answer(
                    flags,
                    id,
                    "Serialization " + serialization + " is not supported; use hessian2 ("
                            + parts.codec().serializationId() + ")");
            return Verdict.SKIP;
        }
        int limit = replies.payloadLimitBytes();
        if (limit > 0 && length > limit) {
            answer(
                    flags,
                    id,
                    "The request has " + length + " bytes, over the payload limit of " + limit
                            + " bytes of this consumer");
            return Verdict.SKIP;
        }
        return Verdict.READ;
    }

    /** Takes a request and owns its body. */
    void frame(int flags, long id, ByteBuf body) {
        KnownHead head = null;
        try {
            head = heads.read(body);
        } catch (RuntimeException | LinkageError e) {
            log.error("The engine could not look a callback up", e);
        }
        if (head == null) {
            body.release();
            answer(flags, id, "The start of the request cannot be read");
            return;
        }
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

    private void answer(int flags, long id, String text) {
        if (FrameHeader.isTwoWay(flags)) {
            replies.send(parts.codec().encodeStatus(id, ReplyStatus.BAD_REQUEST, text));
        } else {
            parts.count(Event.ONEWAY_REQUEST_FAILED);
        }
    }
}
