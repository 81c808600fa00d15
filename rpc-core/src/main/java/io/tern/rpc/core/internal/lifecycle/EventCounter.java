// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was dropped or refused and which connections are open, and tells the observers, none of which can keep another
 * from hearing. Thread-safe.
 */
public final class EventCounter implements RpcObserver {
    private static final Logger log = LoggerFactory.getLogger(EventCounter.class);

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LogLimit logLimit;
    /** Set before there are calls. Others may hear late of what happens earlier: refused rules of a config center. */
    private List<RpcObserver> observers;

    /** {@code observers} also hear everything. */
    public EventCounter(List<RpcObserver> observers, Ticker ticker) {
        this.observers = List.copyOf(observers);
        this.logLimit = new LogLimit(ticker, 1, 1_000);
        for (Event event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    /**
     * Those that the loader finds and those that were given.
     *
     * @throws RpcConfigException if one cannot be loaded
     */
    public static List<RpcObserver> observers(ClassLoader loader, Extensions.Given given) {
        List<RpcObserver> all = new ArrayList<>(Plugins.load("observer", RpcObserver.class, loader));
        all.addAll(given.of(RpcObserver.class));
        return all;
    }

    /** Lets one more hear everything; while the instance is built. */
    public void join(RpcObserver observer) {
        List<RpcObserver> all = new ArrayList<>(observers);
        all.add(0, observer); // before the user's, which may take their time
        observers = List.copyOf(all);
    }

    /** Whether anybody hears. */
    public boolean isHeard() {
        return !observers.isEmpty();
    }

    /** How often each event has happened. */
    public Map<Event, Long> counts() {
        Map<Event, Long> sums = new EnumMap<>(Event.class);
        counts.forEach((event, adder) -> sums.put(event, adder.sum()));
        return sums;
    }

    /** Connections open now, of both sides. */
    public long openConnections() {
        long gone = closed.sum(); // first, or one that comes and goes meanwhile would count less than nothing
        return opened.sum() - gone;
    }

    @Override
    public void connectionOpened(InetSocketAddress remote) {
        opened.increment();
        tell(observer -> observer.connectionOpened(remote));
    }

    @Override
    public void connectionClosed(InetSocketAddress remote) {
        closed.increment();
        tell(observer -> observer.connectionClosed(remote));
    }

    @Override
    public void counted(Event event) {
        LongAdder adder = counts.get(event);
        if (adder != null) {
            adder.increment();
        }
        tell(observer -> observer.counted(event));
    }

    @Override
    public void callStarted(Invocation call) {
        tell(observer -> observer.callStarted(call));
    }

    @Override
    public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
        tell(observer -> observer.callEnded(call, error, elapsedNanos));
    }

    @Override
    public void requestStarted(Invocation request) {
        tell(observer -> observer.requestStarted(request));
    }

    @Override
    public void requestEnded(Invocation request, @Nullable Throwable error, long elapsedNanos) {
        tell(observer -> observer.requestEnded(request, error, elapsedNanos));
    }

    /** Who only looks must not be able to break what it looks at. */
    private void tell(Consumer<RpcObserver> event) {
        for (RpcObserver observer : observers) {
            try {
                event.accept(observer);
            } catch (Throwable e) { // also checked ones, which other languages throw without saying so
                long held = logLimit.pass();
                if (held != LogLimit.SUPPRESSED) {
                    log.warn(
                            "Observer {} failed; calls go on ({} earlier ones not logged)",
                            observer.getClass().getName(),
                            held,
                            e);
                }
            }
        }
    }
}
