// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.PeerDialect;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.PreparedCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are the same in every request of a method: the header with the five head strings, and the constant
 * attachments. Immutable but for what it remembers
 * of the last frames to save work.
 */
public final class DubboPreparedCall implements PreparedCall {
    /** What users cannot set: it would make the provider look for another service, or misread the request. */
    private static final Set<String> RESERVED = Set.of("path", "interface", "version", "group", "dubbo");

    private static final String NO_VERSION = "0.0.0";

    private final MethodDescriptor method;
    private final ObjectCodec codec;
    private final int payloadLimitBytes;
    private final PeerDialect dialect;
    private final byte[] start;
    private final byte[] wholeMap;
    private final Map<String, String> constants;
    private final KnownTails replyTails = new KnownTails();
    private final FrameSize size = new FrameSize();

    DubboPreparedCall(MethodDescriptor method, CallHead head, ObjectCodec codec, int serializationId) {
        this.method = method;
        this.codec = codec;
        this.payloadLimitBytes = head.payloadLimitBytes();
        this.dialect = head.dialect();
        String named = head.version() == null || head.version().isEmpty() ? NO_VERSION : head.version();
        String version = head.callback() ? null : named;
        ByteBuf out = Unpooled.buffer();
        FrameHeader.write(out, FrameHeader.REQUEST | FrameHeader.TWO_WAY | serializationId, 0, 0, 0);
        HessianText.write(out, DubboCodec.PROTOCOL_VERSION);
        // Dubbo 3 takes the parameter types of the interface that stands here; the attachment path says which service.
        HessianText.write(out, head.interfaceName());
        if (version == null) {
            HessianText.writeNull(out);
        } else {
            HessianText.write(out, version);
        }
        HessianText.write(out, method.name());
        HessianText.write(out, method.parameterDescriptor());
        this.start = bytes(out);
        this.constants = constants(head, version);
        out.clear().writeByte(DubboCodec.MAP_START);
        constants.forEach((key, value) -> {
            HessianText.write(out, key);
            HessianText.write(out, value);
        });
        this.wholeMap = bytes(out.writeByte(DubboCodec.MAP_END));
    }

    private static Map<String, String> constants(CallHead head, @Nullable String version) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("path", head.path());
        if (version != null) {
            entries.put("interface", head.interfaceName());
            entries.put("version", version);
        }
        if (head.group() != null && !head.group().isEmpty()) {
            entries.put("group", head.group());
        }
        new TreeMap<>(head.attachments()).forEach(entries::putIfAbsent);
        return entries;
    }

    private static byte[] bytes(ByteBuf from) {
        byte[] copy = new byte[from.readableBytes()];
        from.getBytes(from.readerIndex(), copy);
        return copy;
    }

    /** The method that is called. */
    public MethodDescriptor method() {
        return method;
    }

    ObjectCodec codec() {
        return codec;
    }

    /** Largest request body; 0 or less: no limit. */
    int payloadLimitBytes() {
        return payloadLimitBytes;
    }

    /** Which names of Dubbo's own classes the provider knows. */
    PeerDialect dialect() {
        return dialect;
    }

    /** Header of a two-way call with id and length 0, and the head strings. */
    byte[] start() {
        return start;
    }

    /** The constant attachments as a map, start and end tags included. */
    byte[] wholeMap() {
        return wholeMap;
    }

    Map<String, String> constants() {
        return constants;
    }

    /** The attachments that came with replies. */
    KnownTails replyTails() {
        return replyTails;
    }

    /** Whether an attachment of this name is not the user's. */
    boolean isReserved(String key) {
        return RESERVED.contains(key) || constants.containsKey(key);
    }

    FrameSize size() {
        return size;
    }
}
