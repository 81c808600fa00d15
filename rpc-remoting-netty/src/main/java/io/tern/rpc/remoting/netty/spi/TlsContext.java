// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.spi;

import io.netty.channel.ChannelPipeline;
import io.tern.rpc.Endpoint;
import org.jspecify.annotations.Nullable;

/** Keys and trust as of the files at some moment. Thread-safe. */
public interface TlsContext {
    /**
     * Adds what encrypts to the end of a pipeline whose channel is not active yet. Handlers behind it see plain bytes, and a
     * channel that becomes active when the handshake has ended well. If it does not, the channel is closed and never became
     * active to them; before that they see one exception, whose message says why and has no bytes of the other end, unless
     * that has called and sent nothing. Never blocks.
     *
     * @param called whom the other end must prove to be; null: this end was called
     * @param handshakeMillis from the moment at which the channel is active to the end of the handshake, above 0
     */
    void secure(ChannelPipeline pipeline, @Nullable Endpoint called, int handshakeMillis);

    /**
     * Reads the files again if they have changed; connections made later go by them. If they cannot be used, that is logged
     * once, and those read before stay. May block; called every few seconds by one thread at a time, never by an event loop.
     */
    void refresh();
}
