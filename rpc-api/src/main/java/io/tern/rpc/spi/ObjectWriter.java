// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one message. Not thread-safe. Every failure is an {@link io.tern.rpc.RpcSerializationException}. */
public interface ObjectWriter extends AutoCloseable {
    /** Writes a whole number. */
    void writeInt(int value);

    /** Writes a text or null. */
    void writeString(@Nullable String value);

    /** Writes any value or null; objects written before are referred to. */
    void write(@Nullable Object value);

    /** Writes an untyped map, Dubbo's form of attachments. */
    void writeAttachments(Map<String, ?> attachments);

    /** Sends what is buffered to the stream and gives the writer back. */
    @Override
    void close();
}
