// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.tern.rpc.CallFacts;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.dubbo.internal.FrameDecoder.Verdict;
import io.tern.rpc.remoting.dubbo.internal.FrameHeader;
import io.tern.rpc.spi.RpcObserver.Event;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The calls over one TCP connection that wait for replies: their table, their deadlines, and what a reply means. Any thread,
 * unless it says otherwise.
 */
final class PendingCalls {
    private final TransportParts parts;
    private final CallErrors errors;
    private final Runnable drained;
    private final InFlightTable table = new InFlightTable();
    private final DeadlineSweep sweep;
    private volatile Peer peer;
    /** Somebody wants to know when the last call has ended. */
    private volatile boolean draining;

    /** None yet; {@code drained} runs whenever the last call has ended after {@link #drain}. */
    PendingCalls(TransportParts parts, EventLoop loop, CallErrors errors, Peer peer, Runnable drained) {
        this.parts = parts;
        this.errors = errors;
        this.peer = peer;
        this.drained = drained;
        this.sweep = new DeadlineSweep(loop, parts.ticker(), table);
    }

    Peer peer() {
        return peer;
    }

    /** The ends are known now. */
    void peer(Peer connected) {
        peer = connected;
    }

    @Nullable
    InetSocketAddress remoteAddress() {
        return peer.remoteAddress();
    }

    // ---- the table

    /** Gives the call a slot; false if the table is full. */
    boolean register(NettyResponse call) {
        return table.register(call, sweep.due(call.sweepNanos()));
    }

    /** Frees the call's slot. Any number of times. */
    void release(NettyResponse call) {
        table.remove(call);
        if (draining && table.size() == 0) {
            drained.run();
        }
    }

    /** An id that no reply will ever have. */
    long unansweredId() {
        return table.heartbeatId();
    }

    int size() {
        return table.size();
    }

    /** Has {@code drained} run when the last call ends, now if there is none. */
    void drain() {
        draining = true;
        if (table.size() == 0) {
            drained.run();
        }
    }

    /** Takes {@link #drain} back. */
    void stay() {
        draining = false;
    }

    /** Something was written: a new deadline may be the next one. */
    void watch() {
        sweep.watch();
    }

    /** The connection is closed. On the loop. */
    void fail(Throwable cause) {
        sweep.stop();
        table.forEach(call -> call.connectionLost(cause));
    }

    // ---- replies

    /** What to do with the body of a reply, as its header tells. On the loop. */
    Verdict judge(int flags, long id, int length, int limitBytes) {
        NettyResponse call = table.find(id);
        if (call == null) {
            parts.count(Event.LATE_REPLY);
            return Verdict.SKIP;
        }
        int serialization = FrameHeader.serialization(flags);
        if (serialization != parts.codec().serializationId()) {
            return refuse(
                    call,
                    "it is encoded with serialization " + serialization + " (expected: "
                            + parts.codec().serializationId() + ")");
        }
        if (limitBytes > 0 && length > limitBytes) {
            return refuse(
                    call,
                    "it has " + length + " bytes, over the payload limit of " + limitBytes
                            + " bytes; ask for less or raise payload");
        }
        return Verdict.READ;
    }

    private Verdict refuse(NettyResponse call, String why) {
        call.fail((failed, written) ->
                errors.cannotDecode(failed, new RpcSerializationException(why, CallFacts.NONE, null, false)));
        return Verdict.SKIP;
    }

    /** Takes a reply, and owns its body. On the loop. */
    void arrived(long id, int status, ByteBuf body) {
        NettyResponse call = table.find(id);
        if (call == null || !call.arrive(status, body)) {
            body.release();
            parts.count(Event.LATE_REPLY);
        }
    }

    /** Has the call completed on a thread that may run user code. */
    void complete(NettyResponse call) {
        parts.complete(call);
    }

    CallErrors errors() {
        return errors;
    }

    long nanos() {
        return parts.ticker().nanos();
    }

    /** Decodes a reply; throws the failure that it reports or is. */
    DubboCodec.Reply decode(NettyResponse call, int status, ByteBuf body) {
        if (status != FrameHeader.STATUS_OK) {
            throw errors.status(call, status, DubboCodec.decodeStatusText(body));
        }
        try {
            return parts.codec().decodeReply(body, call.prepared());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw errors.cannotDecode(call, e);
        }
    }
}
