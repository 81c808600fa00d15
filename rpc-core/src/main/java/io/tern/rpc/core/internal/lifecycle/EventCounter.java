// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what was dropped or refused and which connections are open, and tells the user's observer. Thread-safe. */
public final class EventCounter implements RpcObserver {
    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final @Nullable RpcObserver next;

    /** {@code next} also hears everything; null if nobody looks. */
    public EventCounter(@Nullable RpcObserver next) {
        this.next = next;
        for (Event event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    /** How often each event has happened. */
    public Map<Event, Long> counts() {
        Map<Event, Long> sums = new EnumMap<>(Event.class);
        counts.forEach((event, adder) -> sums.put(event, adder.sum()));
        return sums;
    }

    /** Connections open now, of both sides. */
    public long openConnections() {
        return opened.sum() - closed.sum();
    }

    @Override
    public void connectionOpened(InetSocketAddress remote) {
        opened.increment();
        if (next != null) {
            next.connectionOpened(remote);
        }
    }

    @Override
    public void connectionClosed(InetSocketAddress remote) {
        closed.increment();
        if (next != null) {
            next.connectionClosed(remote);
        }
    }

    @Override
    public void counted(Event event) {
        LongAdder adder = counts.get(event);
        if (adder != null) {
            adder.increment();
        }
        if (next != null) {
            next.counted(event);
        }
    }

    @Override
    public void callStarted(Invocation call) {
        if (next != null) {
            next.callStarted(call);
        }
    }

    @Override
    public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
        if (next != null) {
            next.callEnded(call, error, elapsedNanos);
        }
    }

    @Override
    public void requestStarted(Invocation request) {
        if (next != null) {
            next.requestStarted(request);
        }
    }

    @Override
    public void requestEnded(Invocation request, @Nullable Throwable error, long elapsedNanos) {
        if (next != null) {
            next.requestEnded(request, error, elapsedNanos);
        }
    }
}
