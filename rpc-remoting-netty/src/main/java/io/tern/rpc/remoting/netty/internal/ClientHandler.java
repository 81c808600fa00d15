// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tern.rpc.CallFacts;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.dubbo.internal.DubboEvent;
import io.tern.rpc.remoting.dubbo.internal.FrameDecoder;
import io.tern.rpc.remoting.dubbo.internal.FrameHeader;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to a provider, from connect to close: its table of calls, its write queue, and what its frames
 * mean. A {@link NettyConnection} has one after the other. Everything runs on the loop unless it says otherwise.
 */
final class ClientHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink {
    private static final Logger log = LoggerFactory.getLogger(ClientHandler.class);
    /** How long a provider that goes away may take for its last replies. */
    private static final long RETIRE_MILLIS = 10_000;

    private final NettyConnection owner;
    private final CompletableFuture<ClientHandler> attempt;
    private final TransportParts parts;
    private final ConnectionSettings settings;
    private final Channel channel;
    private final FrameDecoder decoder;
    private final InFlightTable table = new InFlightTable();
    private final WriteQueue queue;
    private final WriteGate gate;
    private final DeadlineSweep sweep;
    private final Heartbeat heartbeat;
    private final long openedNanos;
    private volatile Peer peer;
    /** The provider said that it goes away. */
    private volatile boolean readOnly;
    /** Somebody wants to know when the last call has ended. */
    private volatile boolean draining;
    /** No calls any more, since the connection is about to be closed. */
    private volatile boolean retired;
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
        this.peer = owner.peer();
        this.decoder = new FrameDecoder(parts.resources().allocator(), this);
        this.queue = new WriteQueue(channel, this::wrote);
        this.gate = new WriteGate(channel, queue, parts.ticker());
        this.sweep = new DeadlineSweep(channel.eventLoop(), parts.ticker(), table);
        this.heartbeat = new Heartbeat(
                channel.eventLoop(),
                parts.ticker(),
                settings.heartbeatMillis(),
                this::beat,
                () -> close(new LinkFailure(
                        "the provider gave no sign of life for " + 3L * settings.heartbeatMillis() + " ms")));
        this.openedNanos = parts.ticker().nanos();
    }

    // ---- for calls, on any thread

    /** Gives the call a slot; false if the table is full. */
    boolean register(NettyResponse call) {
        long grace = call.isSelfTimed() ? NettyResponse.CALLER_GRACE_NANOS : 0;
        return table.register(call, sweep.due(call.deadlineNanos() + grace));
    }

    /** Frees the call's slot. Any number of times. */
    void release(NettyResponse call) {
        table.remove(call);
        if (draining && table.size() == 0) {
            owner.drained(this);
        }
    }

    void complete(NettyResponse call) {
        parts.complete(call);
    }

    /** Queues a request; with {@code now} the calling thread writes it, which is the fastest for one call. */
    void offer(WriteQueue.Write write, boolean now) {
        if (now) {
            queue.offerAndDrain(write);
        } else {
            queue.offer(write);
        }
    }

    WriteGate gate() {
        return gate;
    }

    /** An id that no reply will ever have: for one-way calls. */
    long unansweredId() {
        return table.heartbeatId();
    }

    boolean acceptsCalls() {
        return !retired && channel.isActive();
    }

    boolean isReadOnly() {
        return readOnly;
    }

    int inFlight() {
        return table.size();
    }

    Peer peer() {
        return peer;
    }

    @Nullable
    InetSocketAddress remoteAddress() {
        return peer.remoteAddress();
    }

    CallErrors errors() {
        return owner.errors();
    }

    long nanos() {
        return parts.ticker().nanos();
    }

    long openedNanos() {
        return openedNanos;
    }

    /** Decodes a reply; throws the failure that it reports or is. */
    DubboCodec.Reply decode(NettyResponse call, int status, ByteBuf body) {
        if (status != FrameHeader.STATUS_OK) {
            throw errors().status(call, status, DubboCodec.decodeStatusText(body));
        }
        try {
            return parts.codec().decodeReply(body, call.prepared());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw errors().cannotDecode(call, e);
        }
    }

    /** Has {@link NettyConnection#drained} called when the last call ends, now if there is none. */
    void drain() {
        draining = true;
        if (table.size() == 0) {
            owner.drained(this);
        }
    }

    /** Refuses further calls; false if there are some. */
    boolean retire() {
        retired = true;
        if (table.size() == 0) {
            return true;
        }
        retired = false;
        return false;
    }

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
        peer = new Peer((InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
        heartbeat.start();
        owner.opened(this, attempt);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heartbeat.traffic();
        decoder.feed((ByteBuf) message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        gate.update();
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
        sweep.stop();
        queue.close(cause);
        gate.update();
        owner.lost(this, cause);
        table.forEach(call -> call.connectionLost(cause));
    }

    /** On whichever thread has written. */
    private void wrote() {
        sweep.watch();
        gate.update();
    }

    private void beat() {
        send(parts.codec().encodeEvent(true, true, table.heartbeatId(), DubboEvent.HEARTBEAT.body()));
    }

    private void send(ByteBuf frame) {
        queue.offer(new WriteQueue.Write(frame));
    }

    /** Whether a frame is worth an answer: a provider that asks and does not read must not fill the memory. */
    private boolean isAnswered(int flags) {
        return FrameHeader.isTwoWay(flags) && gate.isOpen();
    }

    // ---- its frames

    @Override
    public FrameDecoder.Verdict header(int flags, int status, long id, int length) {
        if (FrameHeader.isEvent(flags)) {
            boolean known = FrameHeader.isRequest(flags) && length <= DubboEvent.MAX_LENGTH;
            return known ? FrameDecoder.Verdict.READ : FrameDecoder.Verdict.SKIP;
        }
        if (FrameHeader.isRequest(flags)) {
            if (isAnswered(flags)) {
                send(parts.codec()
                        .encodeStatus(id, ReplyStatus.BAD_REQUEST, "This consumer does not serve calls (callbacks)"));
            }
            return FrameDecoder.Verdict.SKIP;
        }
        NettyResponse call = table.find(id);
        if (call == null) {
            parts.count(Event.LATE_REPLY);
            return FrameDecoder.Verdict.SKIP;
        }
        int serialization = FrameHeader.serialization(flags);
        if (serialization != parts.codec().serializationId()) {
            return refuse(
                    call,
                    "it is encoded with serialization " + serialization + " (expected: "
                            + parts.codec().serializationId() + ")");
        }
        int limit = settings.payloadLimitBytes();
        if (limit > 0 && length > limit) {
            return refuse(
                    call,
                    "it has " + length + " bytes, over the payload limit of " + limit
                            + " bytes; ask for less or raise payload");
        }
        return FrameDecoder.Verdict.READ;
    }

    private FrameDecoder.Verdict refuse(NettyResponse call, String why) {
        call.fail((failed, written) ->
                errors().cannotDecode(failed, new RpcSerializationException(why, CallFacts.NONE, null, false)));
        return FrameDecoder.Verdict.SKIP;
    }

    @Override
    public FrameDecoder.Verdict probe(int flags, long id, ByteBuf start) {
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
            return;
        }
        NettyResponse call = table.find(id);
        if (call == null || !call.arrive(status, body)) {
            body.release();
            parts.count(Event.LATE_REPLY);
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
                    channel.eventLoop().schedule(this::giveUpReadOnly, RETIRE_MILLIS, TimeUnit.MILLISECONDS);
                    drain();
                }
            }
            case WRITEABLE -> {
                if (readOnly) {
                    readOnly = false;
                    draining = false;
                    log.info("Provider {} stays", owner.address());
                }
            }
            case OTHER -> log.debug("Provider {} sent an event of an unknown kind", owner.address());
        }
    }

    private void giveUpReadOnly() {
        if (readOnly) {
            close(new LinkFailure("the provider went away with calls unanswered for " + RETIRE_MILLIS + " ms"));
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
