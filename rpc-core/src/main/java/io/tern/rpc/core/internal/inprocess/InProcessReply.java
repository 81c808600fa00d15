// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.PeerDialect;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request was answered with, before the consumer has looked at it. */
sealed interface InProcessReply {
    /** What every reply says besides its value. */
    Map<String, Object> PLAIN_ATTACHMENTS = Map.of("dubbo", InProcessPrepared.PROTOCOL_VERSION);

    /** No answer of the service, and why. */
    record Refusal(ReplyStatus status, String text) implements InProcessReply {}

    /** A value that needs no copy. */
    record Plain(@Nullable Object value, Map<String, Object> attachments) implements InProcessReply {}

    /**
     * A value or an exception as bytes.
     *
     * @param attachments null if they stand in the bytes too, behind the value
     */
    record Written(
            boolean isError, Values.Bytes bytes, @Nullable Map<String, Object> attachments) implements InProcessReply {}

    /** What the consumer gets. */
    record Read(@Nullable Object value, @Nullable Throwable error, Map<String, Object> attachments) {}

    /**
     * The reply with the service's answer.
     *
     * @param limitBytes the most that value and attachments may take; 0 or less: no limit
     * @param expected the type of the consumer: an enum of the same name can come from another class loader
     * @throws io.tern.rpc.RpcSerializationException if it cannot be written or is too large
     */
    static InProcessReply of(
            InProcessServer server,
            MethodDescriptor method,
            Class<?> expected,
            @Nullable Object value,
            @Nullable Throwable error,
            Map<String, Object> set,
            int limitBytes) {
        boolean texts = Values.areTexts(set);
        Map<String, Object> attachments = PLAIN_ATTACHMENTS;
        if (!set.isEmpty()) {
            attachments = new HashMap<>(set);
            attachments.putAll(PLAIN_ATTACHMENTS);
        }
        boolean fits = limitBytes <= 0 || Values.mostBytes(value) <= limitBytes;
        boolean plain = value == null
                || (Values.isPlain(value, method.resultType())
                        && (expected == method.resultType() || Values.isPlain(value, expected)));
        if (texts && fits && error == null && plain) {
            return new Plain(value, Map.copyOf(attachments));
        }
        Map<String, Object> sent = attachments;
        Values.Bytes bytes = Values.write(
                out -> server.codec(method).writer(out, PeerDialect.APACHE),
                writer -> {
                    writer.write(error != null ? error : value);
                    if (!texts) {
                        writer.writeAttachments(sent);
                    }
                },
                "reply",
                limitBytes);
        return new Written(error != null, bytes, texts ? Map.copyOf(attachments) : null);
    }

    /** Reads the reply's value. On the thread that completes the call. */
    static Read read(Written reply, InProcessPrepared prepared) {
        MethodDescriptor method = prepared.method();
        Values.Bytes bytes = reply.bytes();
        try (ObjectReader reader = prepared.codec().reader(bytes.stream(), bytes.size())) {
            Throwable error = reply.isError() ? reader.readThrowable() : null;
            Object value = reply.isError() ? null : reader.read(method.resultType(), method.genericResultType());
            Map<String, Object> known = reply.attachments();
            return new Read(
                    error == null ? orEmpty(value, method) : null,
                    error,
                    known == null ? reader.readAttachments() : known);
        }
    }

    /** The value that stands for none where the type has no null. */
    static @Nullable Object orEmpty(@Nullable Object value, MethodDescriptor method) {
        boolean needed = value == null && method.resultType().isPrimitive() && !method.returnsFuture();
        return needed ? method.emptyReturn() : value;
    }
}
