// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tern.rpc.EchoService;
import io.tern.rpc.Endpoint;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.remoting.hessian.internal.Hessian2Serialization;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.TransportContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Calls for the tests. What all of them share, a connection without a socket, is made once per process: the tests make
 * millions of calls, and nothing in it changes.
 */
final class StressCalls {
    /** Longer than any pause of a test machine, so a call that times out was forgotten. */
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final String SERVICE = EchoService.class.getName();
    private static final MethodDescriptor METHOD = MethodDescriptor.echo(0, EchoService.class);
    private static final ClassPolicy NOTHING = new ClassPolicy() {
        @Override
        public boolean admits(String className) {
            return false;
        }

        @Override
        public String cure(String className) {
            return "";
        }
    };
    private static final DubboCodec CODEC =
            new DubboCodec(new Hessian2Serialization(), NOTHING, UnpooledByteBufAllocator.DEFAULT);
    private static final DubboPreparedCall PREPARED =
            CODEC.prepare(METHOD, new CallHead(SERVICE, SERVICE, null, null, Map.of(), 0));
    private static final PendingCalls LINK = link();

    /** The reply "null": body and nothing else. */
    private static final byte[] NULL_REPLY = {(byte) 0x92};

    private StressCalls() {}

    private static PendingCalls link() {
        TransportContext context = new TransportContext("stress", Ticker.SYSTEM, NOTHING, null, Runnable::run, null, 1);
        NettyResources resources = new NettyResources("stress", 1, UnpooledByteBufAllocator.DEFAULT);
        TransportParts parts = new TransportParts(context, resources, CODEC);
        ConnectionSettings settings = new ConnectionSettings(1_000, 60_000, 0, 0, true);
        Endpoint endpoint = new Endpoint("127.0.0.1", 1, SERVICE, Map.of());
        NettyConnection owner = new NettyConnection(endpoint, settings, parts, closed -> {});
        return new ClientHandler(owner, new CompletableFuture<>(), parts, settings, new EmbeddedChannel())
                .calls()
                .pending();
    }

    /** A call that starts now and is not written yet. */
    static NettyResponse queued(CallMode mode) {
        CallOptions options = new CallOptions(mode, false, TIMEOUT_NANOS, 0);
        Invocation call = new Invocation(
                ServiceKey.of(EchoService.class),
                METHOD,
                options,
                new Object[] {"x"},
                null,
                Ticker.SYSTEM.nanos(),
                null);
        return new NettyResponse(LINK, call, PREPARED);
    }

    /** A call whose request is written. */
    static NettyResponse waiting(CallMode mode) {
        NettyResponse call = queued(mode);
        call.beginWrite(1);
        return call;
    }

    /** The frame of a reply. */
    static ByteBuf reply() {
        return Unpooled.wrappedBuffer(NULL_REPLY);
    }

    /** Does what the loop does with a reply; whether it was taken. */
    static boolean arrive(NettyResponse call, ByteBuf frame) {
        boolean taken = call.arrive(20, frame);
        if (!taken) {
            frame.release();
        }
        return taken;
    }

    /** How a call ended: "value", "failed", "cancelled", or "open". */
    static String outcome(NettyResponse call) {
        if (!call.isDone()) {
            return "open";
        }
        if (call.isCancelled()) {
            return "cancelled";
        }
        return call.isCompletedExceptionally() ? "failed" : "value";
    }
}
