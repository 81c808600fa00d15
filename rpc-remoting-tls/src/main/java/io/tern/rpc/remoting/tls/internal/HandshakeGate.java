// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Lets the handlers behind it see a channel that is active when the handshake has ended well; then it goes. */
final class HandshakeGate extends ChannelInboundHandlerAdapter {
    private final CheckedSslHandler tls;
    private final boolean caller;
    private final int limitMillis;
    private boolean told;

    HandshakeGate(CheckedSslHandler tls, boolean caller, int limitMillis) {
        this.tls = tls;
        this.caller = caller;
        this.limitMillis = limitMillis;
    }

    /** Not yet. */
    @Override
    public void channelActive(ChannelHandlerContext context) {}

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent end)) {
            context.fireUserEventTriggered(event);
        } else if (!end.isSuccess()) {
            fail(context, end.cause());
        } else if (!told) {
            told = true;
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, TlsFailure.closed());
        context.fireChannelInactive();
    }

    private void fail(ChannelHandlerContext context, Throwable cause) {
        if (told) {
            return;
        }
        told = true;
        if (caller || tls.hasReceived()) {
            context.fireExceptionCaught(TlsFailure.of(cause, limitMillis));
        }
        context.close();
    }
}
