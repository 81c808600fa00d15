// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tern.rpc.Peer;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.dubbo.internal.DubboEvent;
import io.tern.rpc.remoting.dubbo.internal.FrameDecoder;
import io.tern.rpc.remoting.dubbo.internal.FrameDecoder.Verdict;
import io.tern.rpc.remoting.dubbo.internal.FrameHeader;
import io.tern.rpc.remoting.dubbo.internal.KnownHead;
import io.tern.rpc.spi.RpcObserver.Event;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection. It refuses what can be refused from a header, answers heartbeats, and hands requests to the
 * engine undecoded. On its loop, except {@link #send} and what
 * follows from it.
 */
final class ServerHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink, ReplyPath {
    private static final Logger log = LoggerFactory.getLogger(ServerHandler.class);

    private final NettyServer server;
    private final TransportParts parts;
    private final Channel channel;
    private final FrameDecoder decoder;
    private final IncomingRequests requests;
    private final WriteQueue queue;
    private final Heartbeat idle;
    private final Peer peer;
    private final AtomicInteger tokenMisses = new AtomicInteger();
    /** The calls back to the consumer; null as long as there were none. */
    private volatile @Nullable CallLink calls;

    /** The engine knows of it. */
    private boolean connected;

    private boolean newcomer = true;
    private boolean sawFrame;
    private @Nullable Future<?> firstFrameLimit;

    ServerHandler(NettyServer server, TransportParts parts, Channel channel) {
        this.server = server;
        this.parts = parts;
        this.channel = channel;
        this.peer = new Peer((InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
        this.decoder = new FrameDecoder(parts.resources().allocator(), this);
        this.requests = new IncomingRequests(this, server.handler(), server.heads(), parts, "provider");
        this.queue = new WriteQueue(channel, this::wrote);
        this.idle = new Heartbeat(
                channel.eventLoop(),
                parts.ticker(),
                server.settings().heartbeatMillis(),
                () -> {},
                () -> close("idle"));
    }

    // ---- for calls, on any thread

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public DubboCodec codec() {
        return parts.codec();
    }

    @Override
    public int payloadLimitBytes() {
        return server.settings().payloadLimitBytes();
    }

    @Override
    public void count(Event event) {
        parts.count(event);
    }

    @Override
    public void send(ByteBuf frame) {
        WriteQueue.Write write = new WriteQueue.Write(frame);
        if (channel.eventLoop().inEventLoop() || server.handler().isBusy()) {
            queue.offer(write); // more replies will follow and go along
        } else {
            queue.offerAndDrain(write);
        }
    }

    /** The answers to the request and to those before it are still written. */
    @Override
    public void tokenMissed() {
        if (tokenMisses.incrementAndGet() != PeerLimits.MAX_TOKEN_MISSES) {
            return;
        }
        parts.count(Event.CONNECTION_REFUSED);
        long held = parts.badBytes().pass();
        if (held >= 0) {
            log.warn(
                    "Closed the connection of {} after {} requests without the right token ({} more such lines held back)",
                    peer.remoteAddress(),
                    PeerLimits.MAX_TOKEN_MISSES,
                    held);
        }
        closeAfterWrites();
    }

    /** For calls back to the consumer; made when it is first asked for, as most connections never need it. */
    @Override
    public CallLink link() {
        CallLink known = calls;
        return known == null ? makeLink() : known;
    }

    private synchronized CallLink makeLink() {
        CallLink known = calls;
        if (known != null) {
            return known;
        }
        CallLink made = CallLink.toConsumer(parts, channel, queue, peer);
        calls = made;
        if (!channel.isActive()) {
            made.closed(closedByConsumer()); // perhaps too late to be told by the channel
        }
        return made;
    }

    private static LinkFailure closedByConsumer() {
        return new LinkFailure("the consumer's connection is closed");
    }

    /** Tells the consumer that this provider goes away. */
    void announceShutdown() {
        send(codec().encodeEvent(true, false, 0, DubboEvent.READ_ONLY.body()));
    }

    /** Closes when what is queued is written. */
    void closeAfterWrites() {
        queue.offer(new ClosingWrite(cause -> channel.close()));
    }

    /** Closes at once. */
    Future<Void> closeNow() {
        return channel.close();
    }

    boolean awaitClosed(long millis) {
        return channel.closeFuture().awaitUninterruptibly(millis);
    }

    // ---- the channel

    @Override
    public void channelActive(ChannelHandlerContext context) {
        idle.start();
        connected = true;
        server.handler().connected(peer);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        idle.traffic();
        if (!sawFrame && firstFrameLimit == null) {
            firstFrameLimit = channel.eventLoop()
                    .schedule(this::firstFrameLate, PeerLimits.FIRST_FRAME_NANOS, TimeUnit.NANOSECONDS);
        }
        decoder.feed((ByteBuf) message);
    }

    /** A peer that does not read its answers gets no new ones: nothing more is read from it until it does. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        channel.config().setAutoRead(channel.isWritable());
        CallLink back = calls;
        if (back != null) {
            back.wrote();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!connected) {
            end("since " + CallErrors.reason(cause));
            return;
        }
        log.debug("Closing the connection of {}", peer.remoteAddress(), cause);
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        decoder.close();
        idle.stop();
        stopFirstFrameLimit();
        LinkFailure cause = closedByConsumer();
        queue.close(cause);
        CallLink back = calls;
        if (back != null) {
            back.closed(cause);
        }
        server.closed(this, newcomer);
        newcomer = false;
        if (connected) {
            server.handler().disconnected(peer);
        }
    }

    private void wrote() {
        idle.traffic();
        CallLink back = calls;
        if (back != null) {
            back.wrote();
        }
    }

    private void firstFrameLate() {
        if (!sawFrame) {
            refuse("an incomplete first frame");
        }
    }

    private void stopFirstFrameLimit() {
        if (firstFrameLimit != null) {
            firstFrameLimit.cancel(false);
        }
    }

    private void close(String why) {
        log.debug("Closing the connection of {}: {}", peer.remoteAddress(), why);
        channel.close();
    }

    /** Closes a connection that does not speak the protocol. */
    private void refuse(String what) {
        end("which sent " + what);
    }

    private void end(String why) {
        parts.count(Event.BAD_FRAME);
        long held = parts.badBytes().pass();
        if (held >= 0) {
            log.warn("Closed the connection of {}, {} ({} more such lines held back)", peer.remoteAddress(), why, held);
        }
        channel.close();
    }

    // ---- its frames

    @Override
    public Verdict header(int flags, int status, long id, int length) {
        if (FrameHeader.isEvent(flags)) {
            frameSeen();
            boolean known = FrameHeader.isRequest(flags) && length <= DubboEvent.MAX_LENGTH;
            return known ? Verdict.READ : Verdict.SKIP;
        }
        if (!FrameHeader.isRequest(flags)) {
            return reply(flags, id, length);
        }
        if (!requests.isReadable(flags, id)) {
            return Verdict.SKIP;
        }
        if (requests.fits(flags, id, length)) {
            return Verdict.READ;
        }
        if (length <= (long) PeerLimits.MAX_SKIPPED_LIMITS * payloadLimitBytes()) {
            return Verdict.SKIP;
        }
        parts.count(Event.BAD_FRAME);
        closeAfterWrites();
        return Verdict.STOP;
    }

    /** The header of a consumer's reply to a callback. */
    private Verdict reply(int flags, long id, int length) {
        CallLink back = calls;
        if (back == null) {
            parts.count(Event.LATE_REPLY); // nothing was asked from here
            return Verdict.SKIP;
        }
        return back.pending().judge(flags, id, length, payloadLimitBytes());
    }

    @Override
    public Verdict probe(int flags, long id, int length, ByteBuf start) {
        if (!FrameHeader.isRequest(flags)) {
            return Verdict.READ;
        }
        KnownHead head = server.heads().read(start);
        if (head != null && head.target() != null) {
            if (newcomer) {
                proven();
            }
            return requests.fits(flags, id, length, head) ? Verdict.READ : Verdict.SKIP;
        }
        if (!newcomer) {
            return Verdict.READ; // it is told when the whole is there
        }
        requests.refuse(flags, id, "A first request of this size must name an exported service");
        return Verdict.SKIP;
    }

    @Override
    public void frame(int flags, int status, long id, ByteBuf body) {
        frameSeen();
        if (FrameHeader.isEvent(flags)) {
            boolean ours = FrameHeader.serialization(flags) == codec().serializationId();
            if (ours && FrameHeader.isTwoWay(flags) && DubboEvent.of(body) == DubboEvent.HEARTBEAT) {
                send(codec().encodeEvent(false, false, id, DubboEvent.HEARTBEAT.body()));
            }
            body.release();
            return;
        }
        if (!FrameHeader.isRequest(flags)) {
            link().pending().arrived(id, status, body);
            return;
        }
        KnownHead head = requests.head(flags, id, body);
        if (head == null) {
            return;
        }
        if (newcomer && head.target() != null) {
            proven();
        }
        if (!requests.fits(flags, id, body.readableBytes(), head)) {
            body.release();
            return;
        }
        requests.accept(flags, id, head, body);
    }

    private void frameSeen() {
        if (!sawFrame) {
            sawFrame = true;
            stopFirstFrameLimit();
        }
    }

    private void proven() {
        newcomer = false;
        server.proven(this);
    }

    @Override
    public void text() {
        parts.count(Event.BAD_FRAME);
    }

    @Override
    public void broken(String reason) {
        refuse(reason);
    }
}
