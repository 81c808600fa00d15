// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tern.rpc.Peer;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.dubbo.internal.DubboEvent;
import io.tern.rpc.remoting.dubbo.internal.FrameDecoder;
import io.tern.rpc.remoting.dubbo.internal.FrameHeader;
import io.tern.rpc.remoting.dubbo.internal.KnownHead;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to a provider, from connect to close: its table of calls, its write queue, and what its frames
 * mean. A {@link NettyConnection} has one after the other. Everything runs on the loop unless it says otherwise.
 */
final class ClientHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink, ReplyPath {
    private static final Logger log = LoggerFactory.getLogger(ClientHandler.class);
    /** How long a provider that goes away may take for its last replies. */
    private static final long RETIRE_MILLIS = 10_000;

    private final NettyConnection owner;
    private final CompletableFuture<ClientHandler> attempt;
    private final TransportParts parts;
    private final ConnectionSettings settings;
    private final Channel channel;
    private final FrameDecoder decoder;
    private final WriteQueue queue;
    private final PendingCalls pending;
    private final CallLink calls;
    private final Heartbeat heartbeat;
    private final long openedNanos;
    /** It was handed to its owner; on the loop. */
    private boolean opened;
    /** Its owner has told others of it; on the loop. */
    private boolean told;
    /** Ends a connection whose provider goes away and does not answer; on the loop. */
    private @Nullable Future<?> retirement;
    /** The provider said that it goes away. */
    private volatile boolean readOnly;
    /** Why it was closed, if by this side. */
    private volatile @Nullable Throwable closeReason;

    /** For a channel that is being connected by {@code attempt}. */
    ClientHandler(
            NettyConnection owner,
            CompletableFuture<ClientHandler> attempt,
            TransportParts parts,
            ConnectionSettings settings,
            Channel channel) {
        this.owner = owner;
        this.attempt = attempt;
        this.parts = parts;
        this.settings = settings;
        this.channel = channel;
        this.decoder = new FrameDecoder(parts.resources().allocator(), this);
        this.queue = new WriteQueue(channel, this::wrote);
        this.pending =
                new PendingCalls(parts, channel.eventLoop(), owner.errors(), owner.peer(), () -> owner.drained(this));
        this.calls = CallLink.toProvider(parts, channel, queue, pending, this);
        this.heartbeat = new Heartbeat(
                channel.eventLoop(),
                parts.ticker(),
                settings.heartbeatMillis(),
                this::beat,
                () -> close(new LinkFailure(
                        "the provider gave no sign of life for " + 3L * settings.heartbeatMillis() + " ms")));
        this.openedNanos = parts.ticker().nanos();
    }

    // ---- on any thread

    /** The calls over this connection. */
    CallLink calls() {
        return calls;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    long openedNanos() {
        return openedNanos;
    }

    @Override
    public Peer peer() {
        return pending.peer();
    }

    @Override
    public Link link() {
        return calls;
    }

    @Override
    public DubboCodec codec() {
        return parts.codec();
    }

    @Override
    public int payloadLimitBytes() {
        return settings.payloadLimitBytes();
    }

    @Override
    public void count(Event event) {
        parts.count(event);
    }

    @Override
    public void send(ByteBuf frame) {
        queue.offer(new WriteQueue.Write(frame));
    }

    /** Whether a frame is worth an answer: a provider that asks and does not read must not fill the memory. */
    private boolean takesReplies() {
        return calls.isWritable();
    }

    /** Consumers ask for no token: who may call back is who was called. */
    @Override
    public void tokenMissed() {}

    /** Closes after what is queued is written. */
    void closeAfterWrites(Throwable reason) {
        queue.offer(new ClosingWrite(cause -> close(reason)));
    }

    /** Closes at once; the first reason counts. */
    void close(Throwable reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        channel.close();
    }

    /** Waits until it is closed; false if that takes longer. */
    boolean awaitClosed(long millis) {
        return channel.closeFuture().awaitUninterruptibly(millis);
    }

    // ---- the channel

    @Override
    public void channelActive(ChannelHandlerContext context) {
        pending.peer(new Peer((InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress()));
        heartbeat.start();
        opened = true;
        told = owner.opened(this, attempt);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heartbeat.traffic();
        decoder.feed((ByteBuf) message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        calls.wrote();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Throwable reason = closeReason;
        Throwable cause = reason == null ? new LinkFailure("the provider closed the connection") : reason;
        decoder.close();
        heartbeat.stop();
        queue.close(cause);
        cancelRetirement();
        try {
            if (opened) {
                owner.lost(this, cause, told);
            } else {
                owner.failed(attempt, cause);
            }
        } finally {
            calls.closed(cause);
        }
    }

    /** On whichever thread has written. */
    private void wrote() {
        calls.wrote();
    }

    private void beat() {
        send(parts.codec().encodeEvent(true, true, pending.unansweredId(), DubboEvent.HEARTBEAT.body()));
    }

    private boolean isAnswered(int flags) {
        return FrameHeader.isTwoWay(flags) && takesReplies();
    }

    // ---- its frames

    @Override
    public FrameDecoder.Verdict header(int flags, int status, long id, int length) {
        if (FrameHeader.isEvent(flags)) {
            boolean known = FrameHeader.isRequest(flags) && length <= DubboEvent.MAX_LENGTH;
            return known ? FrameDecoder.Verdict.READ : FrameDecoder.Verdict.SKIP;
        }
        if (FrameHeader.isRequest(flags)) {
            IncomingRequests callbacks = calls.served();
            return callbacks == null ? refuse(flags, id) : callback(callbacks, flags, id, length);
        }
        return pending.judge(flags, id, length, settings.payloadLimitBytes());
    }

    private FrameDecoder.Verdict callback(IncomingRequests callbacks, int flags, long id, int length) {
        if (!takesReplies()) {
            parts.count(Event.REQUEST_REFUSED);
            return FrameDecoder.Verdict.SKIP;
        }
        boolean read = callbacks.isReadable(flags, id) && callbacks.fits(flags, id, length);
        return read ? FrameDecoder.Verdict.READ : FrameDecoder.Verdict.SKIP;
    }

    private FrameDecoder.Verdict refuse(int flags, long id) {
        if (isAnswered(flags)) {
            send(parts.codec()
                    .encodeStatus(
                            id,
                            ReplyStatus.SERVICE_ERROR,
                            "This consumer has passed no callback argument over this connection"));
        }
        return FrameDecoder.Verdict.SKIP;
    }

    @Override
    public FrameDecoder.Verdict probe(int flags, long id, int length, ByteBuf start) {
        return FrameDecoder.Verdict.READ;
    }

    @Override
    public void frame(int flags, int status, long id, ByteBuf body) {
        if (FrameHeader.isEvent(flags)) {
            try {
                event(flags, id, DubboEvent.of(body));
            } finally {
                body.release();
            }
        } else if (FrameHeader.isRequest(flags)) {
            callback(flags, id, body);
        } else {
            pending.arrived(id, status, body);
        }
    }

    private void callback(int flags, long id, ByteBuf body) {
        IncomingRequests callbacks = calls.served();
        if (callbacks == null) {
            body.release(); // cannot be: the header was refused
            return;
        }
        KnownHead head = callbacks.head(flags, id, body);
        if (head != null) {
            callbacks.accept(flags, id, head, body);
        }
    }

    private void event(int flags, long id, DubboEvent event) {
        switch (event) {
            case HEARTBEAT -> {
                if (isAnswered(flags)) {
                    send(parts.codec().encodeEvent(false, false, id, event.body()));
                }
            }
            case READ_ONLY -> {
                if (!readOnly) {
                    readOnly = true;
                    log.info(
                            "Provider {} goes away; its connection closes when the last call has ended",
                            owner.address());
                    retirement =
                            channel.eventLoop().schedule(this::giveUpReadOnly, RETIRE_MILLIS, TimeUnit.MILLISECONDS);
                    pending.drain();
                }
            }
            case WRITEABLE -> {
                if (readOnly) {
                    readOnly = false;
                    cancelRetirement();
                    pending.stay();
                    log.info("Provider {} stays", owner.address());
                }
            }
            case OTHER -> log.debug("Provider {} sent an event of an unknown kind", owner.address());
        }
    }

    private void giveUpReadOnly() {
        close(new LinkFailure("the provider went away with calls unanswered for " + RETIRE_MILLIS + " ms"));
    }

    private void cancelRetirement() {
        Future<?> running = retirement;
        if (running != null) {
            running.cancel(false);
            retirement = null;
        }
    }

    @Override
    public void text() {
        parts.count(Event.BAD_FRAME);
    }

    @Override
    public void broken(String reason) {
        parts.count(Event.BAD_FRAME);
        close(new LinkFailure("the provider sent " + reason));
    }
}
