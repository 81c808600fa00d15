// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.Peer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request on a provider. Ended exactly once by one of {@code reply…} or {@link #drop}; the first wins, and those of a
 * one-way request send nothing. Not thread-safe except for that.
 */
public interface IncomingCall {
    /** The head strings. */
    RequestHead head();

    /** What {@link RequestHandler#find} returned; null if it found nothing. */
    @Nullable
    RequestTarget target();

    /** Whether the consumer waits for a reply. */
    boolean isTwoWay();

    /** The ends of the connection; both addresses are set. The same object for all calls of a connection. */
    Peer peer();

    /** The channel that it came over, for calls back to the consumer. */
    default Link link() {
        throw new UnsupportedOperationException("This transport has no callbacks");
    }

    /** Bytes of the request's body; 0 if nobody has counted them. */
    default int length() {
        return 0;
    }

    /**
     * Holds the reply to a limit of the service's, besides the port's: a larger one is answered with status 50 and the
     * reason. Before the reply.
     *
     * @param payloadLimitBytes 1 or more
     */
    default void limitReply(int payloadLimitBytes) {}

    /** When the frame was complete, on the ticker. */
    long arrivedNanos();

    /**
     * Decodes arguments and attachments, on the calling thread; needs a target. Not on an event loop unless the service
     * runs there.
     *
     * @throws io.tern.rpc.RpcSerializationException if the bytes or a class are bad; nothing was created from a class
     *     that is not admitted
     */
    void decode();

    /** The arguments, after {@link #decode} and until {@link #dropArguments}. */
    @Nullable
    Object[] arguments();

    /** Nobody will ask for the arguments any more: a call whose answer comes later shall not keep them. */
    default void dropArguments() {}

    /**
     * All received attachments, after {@link #decode}. Not modifiable; a transport that sees the same ones again may
     * return the same map, from which a caller may conclude whatever it worked out before.
     */
    Map<String, Object> attachments();

    /**
     * Replies with a value, null included, and with what the service has set besides. If it cannot be encoded, the consumer gets status
     * 50 with the reason.
     */
    void replyValue(@Nullable Object value, Map<String, Object> attachments);

    /** Replies with an exception of the service, as it is. */
    void replyException(Throwable error, Map<String, Object> attachments);

    /** Replies with a status other than ok and a text for people. */
    void replyStatus(ReplyStatus status, String message);

    /**
     * Refuses a request without the right token: replies as {@link #replyStatus} does with
     * {@link ReplyStatus#SERVICE_ERROR}, and closes the connection after a few of them, so that nobody can try tokens
     * one after the other.
     */
    void replyForbidden(String message);

    /** Ends the request without a reply. */
    void drop();
}
