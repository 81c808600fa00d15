// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message of a peer that is not trusted. Not thread-safe. Every failure, of the bytes or of a class, is an
 * {@link io.tern.rpc.RpcSerializationException}, after which the reader can only be closed.
 */
public interface ObjectReader extends AutoCloseable {
    /** Reads a whole number. */
    int readInt();

    /** Reads a text or null of at most {@code maxLength} characters. */
    @Nullable
    String readString(int maxLength);

    /**
     * Reads a value.
     *
     * @param type the declared type; {@code Object.class} if unknown
     * @param genericType the same with type arguments, which give collection elements their exact type
     */
    @Nullable
    Object read(Class<?> type, Type genericType);

    /** Reads the exception of a reply; a class that this process lacks or refuses becomes a RemoteServiceException. */
    Throwable readThrowable();

    /** Reads Dubbo's attachments: a map with text keys, or null, which becomes an empty map. Bounded in size. */
    Map<String, Object> readAttachments();

    /** Bytes of the message that were read so far. What was read beyond them in advance does not count. */
    int position();

    /** Gives the reader back. */
    @Override
    void close();
}
