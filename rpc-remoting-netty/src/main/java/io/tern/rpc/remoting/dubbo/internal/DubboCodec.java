// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls to frames and back (docs/protocol.md, "Request body" and "Response body"). Thread-safe. */
public final class DubboCodec {
    /** What every request says first; other texts change the form of the reply. */
    static final String PROTOCOL_VERSION = "2.0.2";

    private static final String PROTOCOL_KEY = "dubbo";
    private static final String TIMEOUT = "timeout";
    static final int MAP_START = 'H';
    static final int MAP_END = 'Z';
    /** Replies of peers that say why they failed are cut here: often it is a whole stack trace. */
    private static final int MAX_STATUS_TEXT = 4_096;

    private static final int REPLY_EXCEPTION = 0;
    private static final int REPLY_VALUE = 1;
    private static final int REPLY_NULL = 2;
    private static final int WITH_ATTACHMENTS = 3;
    /** Hessian's whole number 0; 1 to 47 follow. */
    private static final int INT_ZERO = 0x90;
    /** What every reply says beside its value. */
    private static final byte[] PLAIN_REPLY_MAP = plainReplyMap();

    private static byte[] plainReplyMap() {
        ByteBuf map = Unpooled.buffer().writeByte(MAP_START);
        HessianText.write(map, PROTOCOL_KEY);
        HessianText.write(map, PROTOCOL_VERSION);
        return ByteBufUtil.getBytes(map.writeByte(MAP_END));
    }

    private final Serialization serialization;
    private final ClassPolicy policy;
    private final ByteBufAllocator allocator;
    private final Map<ClassLoader, ObjectCodec> codecs = new ConcurrentHashMap<>();

    /** What a reply says. */
    public record Reply(@Nullable Object value, @Nullable Throwable error, Map<String, Object> attachments) {}

    public DubboCodec(Serialization serialization, ClassPolicy policy, ByteBufAllocator allocator) {
        this.serialization = serialization;
        this.policy = policy;
        this.allocator = allocator;
    }

    /** The serialization id of all frames. */
    public int serializationId() {
        return serialization.id();
    }

    /** Works out a method's constant bytes. */
    public DubboPreparedCall prepare(MethodDescriptor method, CallHead head) {
        return new DubboPreparedCall(method, head, codecOf(method), serialization.id());
    }

    ObjectCodec codecOf(MethodDescriptor method) {
        ClassLoader loader = method.serviceInterface().getClassLoader();
        return codecs.computeIfAbsent(
                loader == null ? ClassLoader.getSystemClassLoader() : loader, key -> serialization.codec(policy, key));
    }

    /**
     * Encodes a request.
     *
     * @return a frame that the caller owns
     * @throws RpcSerializationException if an argument or attachment cannot be encoded, or the body is too large;
     *     without facts of the call
     */
    public ByteBuf encodeRequest(long id, Invocation call, DubboPreparedCall prepared, boolean twoWay) {
        ByteBuf frame = allocator.buffer(
                call.arguments().length == 1
                        ? prepared.size().guess(call.arguments()[0], prepared.payloadLimitBytes())
                        : prepared.size().guess());
        boolean complete = false;
        try {
            frame.writeBytes(prepared.start()).setLong(FrameHeader.ID_AT, id);
            if (!twoWay) {
                frame.setByte(FrameHeader.FLAGS_AT, FrameHeader.REQUEST | serialization.id());
            }
            writeRequestBody(frame, call, prepared);
            int length = frame.writerIndex() - FrameHeader.LENGTH;
            if (prepared.payloadLimitBytes() > 0 && length > prepared.payloadLimitBytes()) {
                throw failure("the request has " + length + " bytes, over the payload limit of "
                        + prepared.payloadLimitBytes() + " bytes; send less or raise payload on both sides");
            }
            FrameHeader.setBodyLength(frame);
            prepared.size().was(frame.writerIndex());
            complete = true;
            return frame;
        } catch (IndexOutOfBoundsException e) {
            throw new RpcSerializationException("the request does not fit into 2 GiB", CallFacts.NONE, e);
        } finally {
            if (!complete) {
                frame.release();
            }
        }
    }

    private static void writeRequestBody(ByteBuf frame, Invocation call, DubboPreparedCall prepared) {
        @Nullable Object[] arguments = call.arguments();
        boolean textOnly = !call.hasAttachments() || hasOnlyText(call.attachments());
        if (arguments.length > 0 || !textOnly) {
            OutputStream output = new FrameOutput(frame, "request", prepared.payloadLimitBytes());
            try (ObjectWriter writer = prepared.codec().writer(output, prepared.dialect())) {
                for (Object argument : arguments) {
                    writer.write(argument);
                }
                if (!textOnly) {
                    // Objects in the map may refer to each other and to arguments, so the writer must see all of it.
                    writer.writeAttachments(merged(call, prepared));
                }
            }
        }
        if (!textOnly) {
            return;
        }
        if (call.options().terms() != null && call.attachment(TIMEOUT) != null) {
            frame.writeByte(MAP_START);
            merged(call, prepared).forEach((key, value) -> {
                HessianText.write(frame, key);
                HessianText.write(frame, (String) value);
            });
            frame.writeByte(MAP_END);
            return;
        }
        // The map comes last and texts are never referred to, so the one reference slot that an untyped map takes in
        // the reader is never used: its bytes need no writer.
        frame.writeBytes(prepared.wholeMap());
        if (call.hasAttachments()) {
            frame.writerIndex(frame.writerIndex() - 1);
            call.attachments().forEach((key, value) -> {
                if (!prepared.isReserved(key)) {
                    HessianText.write(frame, key);
                    HessianText.write(frame, (String) value);
                }
            });
            frame.writeByte(MAP_END);
        }
    }

    private static boolean hasOnlyText(Map<String, Object> attachments) {
        for (Object value : attachments.values()) {
            if (!(value instanceof String)) {
                return false;
            }
        }
        return true;
    }

    /** With the timeout that the call itself says, if it does; all other constants are not the call's to change. */
    private static Map<String, Object> merged(Invocation call, DubboPreparedCall prepared) {
        Map<String, Object> all = new HashMap<>(call.attachments());
        all.keySet().removeIf(prepared::isReserved);
        all.putAll(prepared.constants());
        Object ownTimeout = call.options().terms() == null ? null : call.attachment(TIMEOUT);
        if (ownTimeout != null) {
            all.put(TIMEOUT, ownTimeout);
        }
        return all;
    }

    /**
     * Decodes the body of a reply with status ok.
     *
     * @param body is read, not released
     * @throws RpcSerializationException if it cannot; without facts of the call
     */
    public Reply decodeReply(ByteBuf body, DubboPreparedCall prepared) {
        MethodDescriptor method = prepared.method();
        if (!body.isReadable()) {
            throw failure("the reply is empty");
        }
        if (body.getByte(body.readerIndex()) == (byte) (INT_ZERO + REPLY_NULL)) {
            return new Reply(noValue(method), null, Map.of());
        }
        Object value = null;
        Throwable error = null;
        Map<String, Object> attachments = Map.of();
        int start = body.readerIndex();
        int length = body.readableBytes();
        try (ObjectReader reader = prepared.codec().reader(new ByteBufInputStream(body, length), length)) {
            int kind = reader.readInt();
            boolean withAttachments = kind >= WITH_ATTACHMENTS && kind <= WITH_ATTACHMENTS + REPLY_NULL;
            switch (withAttachments ? kind - WITH_ATTACHMENTS : kind) {
                case REPLY_EXCEPTION -> error = reader.readThrowable();
                case REPLY_VALUE -> value = reader.read(method.resultType(), method.genericResultType());
                case REPLY_NULL -> {}
                default -> throw failure("the reply is of the unknown kind " + kind + " (expected: 0 to 5)");
            }
            if (withAttachments) {
                attachments = readTail(body, start, reader, prepared.replyTails());
            }
        }
        return new Reply(value == null && error == null ? noValue(method) : value, error, attachments);
    }

    private static @Nullable Object noValue(MethodDescriptor method) {
        return method.resultType().isPrimitive() && !method.returnsFuture() ? method.emptyReturn() : null;
    }

    private static Map<String, Object> readTail(ByteBuf body, int start, ObjectReader reader, KnownTails tails) {
        int index = start + reader.position();
        Map<String, Object> known = tails.find(body, index);
        return known == null ? tails.add(body, index, reader.readAttachments()) : known;
    }

    /** The text of a reply with another status, cut after some thousand characters; empty if there is none. */
    public static String decodeStatusText(ByteBuf body) {
        return HessianText.readLenient(body, MAX_STATUS_TEXT);
    }

    /**
     * The arguments and attachments of a request. Never compared; the service wants its arguments as an array.
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Request(@Nullable Object[] arguments, Map<String, Object> attachments) {}

    /** Which names of Dubbo's own classes the sender of these attachments knows. */
    public static PeerDialect dialect(Map<String, Object> attachments) {
        return attachments.containsKey("remote.application") ? PeerDialect.APACHE : PeerDialect.ALIBABA;
    }

    /**
     * Decodes what follows the head of a request.
     *
     * @param body positioned behind the head; is read, not released
     * @throws RpcSerializationException if it cannot
     */
    public Request decodeRequest(ByteBuf body, KnownHead head, MethodDescriptor method) {
        int start = body.readerIndex();
        int length = body.readableBytes();
        try (ObjectReader reader = codecOf(method).reader(new ByteBufInputStream(body, length), length)) {
            @Nullable Object[] arguments = new Object[method.parameterTypes().size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = reader.read(
                        method.parameterTypes().get(i),
                        method.genericParameterTypes().get(i));
            }
            return new Request(arguments, readTail(body, start, reader, head.tails()));
        }
    }

    /**
     * Encodes a reply with status ok.
     *
     * @param size of such replies
     * @param attachments what the service has set, to which the protocol's own is added; null if the consumer does not
     *     understand any
     * @return a frame that the caller owns
     * @throws RpcSerializationException if it cannot be encoded or is larger than the limit
     */
    public ByteBuf encodeReply(
            long id,
            MethodDescriptor method,
            FrameSize size,
            @Nullable Object value,
            @Nullable Throwable error,
            @Nullable Map<String, Object> attachments,
            PeerDialect dialect,
            int payloadLimitBytes) {
        ByteBuf frame = allocator.buffer(size.guess(value, payloadLimitBytes));
        boolean complete = false;
        try {
            FrameHeader.write(frame, serialization.id(), FrameHeader.STATUS_OK, id, 0);
            int kind = error != null ? REPLY_EXCEPTION : value != null ? REPLY_VALUE : REPLY_NULL;
            frame.writeByte(INT_ZERO + (attachments == null ? kind : kind + WITH_ATTACHMENTS));
            boolean more = attachments != null && !attachments.isEmpty();
            if (kind != REPLY_NULL || more) {
                OutputStream output = new FrameOutput(frame, "reply", payloadLimitBytes);
                try (ObjectWriter writer = codecOf(method).writer(output, dialect)) {
                    if (kind != REPLY_NULL) {
                        writer.write(error != null ? error : value);
                    }
                    if (more) {
                        Map<String, Object> all = new HashMap<>(attachments);
                        all.put(PROTOCOL_KEY, PROTOCOL_VERSION);
                        writer.writeAttachments(all);
                    }
                }
            }
            if (attachments != null && !more) {
                // The map comes last and its texts are never referred to, so its bytes need no writer.
                frame.writeBytes(PLAIN_REPLY_MAP);
            }
            int length = frame.writerIndex() - FrameHeader.LENGTH;
            if (payloadLimitBytes > 0 && length > payloadLimitBytes) {
                throw failure("the reply has " + length + " bytes, over the payload limit of " + payloadLimitBytes
                        + " bytes");
            }
            FrameHeader.setBodyLength(frame);
            size.was(frame.writerIndex());
            complete = true;
            return frame;
        } catch (IndexOutOfBoundsException e) {
            throw new RpcSerializationException("the reply does not fit into 2 GiB", CallFacts.NONE, e);
        } finally {
            if (!complete) {
                frame.release();
            }
        }
    }

    /** Encodes a reply that says why there is no result. */
    public ByteBuf encodeStatus(long id, ReplyStatus status, String text) {
        ByteBuf frame = allocator.buffer();
        FrameHeader.write(frame, serialization.id(), status.code(), id, 0);
        HessianText.write(frame, text.length() > MAX_STATUS_TEXT ? text.substring(0, MAX_STATUS_TEXT) : text);
        FrameHeader.setBodyLength(frame);
        return frame;
    }

    /** Encodes an event; {@code body} are Hessian bytes. */
    public ByteBuf encodeEvent(boolean request, boolean twoWay, long id, byte[] body) {
        int flags = FrameHeader.EVENT | serialization.id();
        flags |= request ? FrameHeader.REQUEST : 0;
        flags |= twoWay ? FrameHeader.TWO_WAY : 0;
        ByteBuf frame = allocator.buffer(FrameHeader.LENGTH + body.length);
        FrameHeader.write(frame, flags, request ? 0 : FrameHeader.STATUS_OK, id, body.length);
        return frame.writeBytes(body);
    }

    private static RpcException failure(String message) {
        return new RpcSerializationException(message, CallFacts.NONE, null);
    }
}
