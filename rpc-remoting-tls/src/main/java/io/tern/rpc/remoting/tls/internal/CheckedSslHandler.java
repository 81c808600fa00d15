// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** TLS with bounds on what the other end may ask for. */
final class CheckedSslHandler extends SslHandler {
    /** Of both directions of trust, chains of ten certificates included. */
    private static final int MOST_HANDSHAKE_BYTES = 64 * 1024;

    private static final int HANDSHAKE_RECORD = 22;
    /** The farewell must not hold up a close. */
    private static final int FAREWELL_MILLIS = 500;

    private long received;
    private boolean refused;

    CheckedSslHandler(SSLEngine engine, int handshakeMillis) {
        super(engine);
        setHandshakeTimeoutMillis(handshakeMillis);
        setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
    }

    /** Whether anything came. */
    boolean hasReceived() {
        return received > 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!handshakeFuture().isDone() && message instanceof ByteBuf bytes) {
            received += bytes.readableBytes();
            if (refused || received > MOST_HANDSHAKE_BYTES) {
                bytes.release();
                refuse(context);
                return;
            }
        }
        super.channelRead(context, message);
    }

    private void refuse(ChannelHandlerContext context) {
        if (!refused) {
            refused = true;
            context.fireExceptionCaught(
                    new TlsFailure("more than " + MOST_HANDSHAKE_BYTES + " bytes came during the TLS handshake"));
            context.close();
        }
    }

    /** Called at the start of a record. Of TLS 1.2, a handshake on an established connection is a renegotiation. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws SSLException {
        if (in.isReadable()
                && in.getByte(in.readerIndex()) == HANDSHAKE_RECORD
                && handshakeFuture().isSuccess()) {
            in.skipBytes(in.readableBytes());
            context.fireExceptionCaught(new TlsFailure("renegotiation of a TLS connection was asked for"));
            context.close();
            return;
        }
        super.decode(context, in, out);
    }
}
