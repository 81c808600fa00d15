// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that wait for a reply, by request id.
 *
 * <p><b>Problem.</b> Callers on many threads register, one loop looks up, anybody removes; an idle connection must cost
 * next to nothing and a busy one carry 100 000 calls; and the calls nobody waits for must end at their deadlines without
 * a timer entry each, which would be one more allocation and one more thing to remove.
 *
 * <p><b>Slots.</b> An id is a running number (from a random start, so that ids of an earlier connection mean nothing)
 * with the index of the call's slot in its low bits. Registering takes the next number and its slot; if another call
 * still holds that one, the next. Looking up is an index and a comparison of the whole id, so a late reply, whose slot
 * may have a new owner, never matches. At most half of all slots are ever used, which keeps the search short. One bit
 * between the two is 0 in the ids of calls and 1 in those of heartbeats: those can never match a call.
 *
 * <p><b>Size.</b> Slots come in pages. There are none at first; when half of the slots are used, the number of pages
 * doubles: a new array with the old pages and new ones. Ids hold the index itself, not a remainder, so they stay valid.
 *
 * <p><b>Deadlines.</b> Each page knows a lower bound of the deadlines in it, and so does the table. The loop sleeps until
 * the table's bound and then looks only into pages whose own bound has passed. A page's numbers are given out one after
 * the other, so with equal timeouts the whole page expires within moments, and each call is looked at about once in its
 * life. Bounds are lowered after a slot is taken and raised only before a scan:
 *
 * <pre>
 *   caller: slot = call;   bound = min(bound, deadline)
 *   loop:   bound = NONE;  scan slots;  bound = min(bound, earliest seen)
 * </pre>
 *
 * If the scan misses the call, it read the slot before the caller wrote it, hence the caller lowers the bound after the
 * loop raised it. No lock is needed, and a bound is never too high for longer than the two steps of the caller take.
 *
 * <p>Tried first: a timer wheel with linked entries. It needs a hand-over queue from callers to the loop, and keeps
 * ended calls reachable until their deadline or unlinks each of them.
 */
final class InFlightTable {
    /** Most calls on one connection. */
    static final int LIMIT = 131_072;
    /** The bound of a page without deadlines. */
    static final long NONE = Long.MAX_VALUE;

    private static final int SLOT_BITS = 18;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final long HEARTBEAT_BIT = 1L << SLOT_BITS;
    private static final int NUMBER_SHIFT = SLOT_BITS + 1;
    private static final int PAGE_BITS = 7;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int MAX_PAGES = 1 << (SLOT_BITS - PAGE_BITS);

    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong nextNumber;
    private final Bound bound = new Bound();
    private volatile Page[] pages = {};

    /** A value that many threads lower and one raises. */
    private static class Bound {
        private static final VarHandle VALUE = handle();
        private volatile long value = NONE;

        private static VarHandle handle() {
            try {
                return MethodHandles.lookup().findVarHandle(Bound.class, "value", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        final long value() {
            return value;
        }

        final void raise() {
            value = NONE;
        }

        final void lower(long to) {
            for (long now = value; to < now; now = value) {
                if (VALUE.compareAndSet(this, now, to)) {
                    return;
                }
            }
        }
    }

    private static final class Page extends Bound {
        final AtomicReferenceArray<@Nullable NettyResponse> slots = new AtomicReferenceArray<>(PAGE_SIZE);
    }

    InFlightTable() {
        this(ThreadLocalRandom.current().nextLong());
    }

    /** For tests: with the first number. */
    InFlightTable(long firstNumber) {
        this.nextNumber = new AtomicLong(firstNumber);
    }

    /**
     * Gives the call an id and a slot.
     *
     * @param dueNanos when {@link #sweep} shall find it, above 0 and below {@link #NONE}
     * @return false if the connection carries as many calls as it can
     */
    boolean register(NettyResponse call, long dueNanos) {
        int count = size.incrementAndGet();
        if (count > LIMIT) {
            size.decrementAndGet();
            return false;
        }
        while (true) {
            Page[] current = pages;
            int slotCount = current.length << PAGE_BITS;
            if (count * 2 > slotCount && current.length < MAX_PAGES) {
                grow(current);
                continue;
            }
            long number = nextNumber.getAndIncrement();
            int slot = (int) number & (slotCount - 1);
            Page page = current[slot >> PAGE_BITS];
            call.assign((number << NUMBER_SHIFT) | slot, dueNanos);
            if (page.slots.compareAndSet(slot & (PAGE_SIZE - 1), null, call)) {
                page.lower(dueNanos);
                bound.lower(dueNanos);
                return true;
            }
        }
    }

    private synchronized void grow(Page[] seen) {
        if (pages != seen) {
            return;
        }
        Page[] more = new Page[Math.max(1, seen.length * 2)];
        System.arraycopy(seen, 0, more, 0, seen.length);
        for (int i = seen.length; i < more.length; i++) {
            more[i] = new Page();
        }
        pages = more;
    }

    /** The call with this id; null if it ended or there never was one. */
    @Nullable
    NettyResponse find(long id) {
        int slot = (int) id & SLOT_MASK;
        Page[] current = pages;
        if ((id & HEARTBEAT_BIT) != 0 || slot >> PAGE_BITS >= current.length) {
            return null;
        }
        NettyResponse call = current[slot >> PAGE_BITS].slots.get(slot & (PAGE_SIZE - 1));
        return call != null && call.id() == id ? call : null;
    }

    /** Frees the call's slot, if it has one. Any thread, any number of times. */
    void remove(NettyResponse call) {
        int slot = (int) call.id() & SLOT_MASK;
        Page[] current = pages;
        if (slot >> PAGE_BITS < current.length
                && current[slot >> PAGE_BITS].slots.compareAndSet(slot & (PAGE_SIZE - 1), call, null)) {
            size.decrementAndGet();
        }
    }

    /** An id for a heartbeat: no call has it, or ever will. */
    long heartbeatId() {
        return (nextNumber.getAndIncrement() << NUMBER_SHIFT) | HEARTBEAT_BIT;
    }

    /** Calls that are registered. */
    int size() {
        return size.get();
    }

    /** No call is due before; {@link #NONE} if none will ever be. */
    long nextDueNanos() {
        return bound.value();
    }

    /** Hands over the calls that are due. For one thread at a time: the loop. {@code due} may remove calls. */
    void sweep(long nowNanos, Consumer<NettyResponse> due) {
        bound.raise();
        Page[] swept = pages;
        try {
            for (Page page : swept) {
                if (page.value() <= nowNanos) {
                    scan(page, nowNanos, due);
                }
            }
        } finally {
            for (Page page : swept) {
                bound.lower(page.value());
            }
        }
    }

    private static void scan(Page page, long nowNanos, Consumer<NettyResponse> due) {
        page.raise();
        long earliest = nowNanos; // what throws leaves calls that are due
        try {
            long later = NONE;
            for (int i = 0; i < PAGE_SIZE; i++) {
                NettyResponse call = page.slots.get(i);
                if (call != null) {
                    long at = call.dueNanos();
                    if (at <= nowNanos) {
                        due.accept(call);
                    } else {
                        later = Math.min(later, at);
                    }
                }
            }
            earliest = later;
        } finally {
            page.lower(earliest);
        }
    }

    /** Hands over all calls; {@code action} may remove them. */
    void forEach(Consumer<NettyResponse> action) {
        for (Page page : pages) {
            for (int i = 0; i < PAGE_SIZE; i++) {
                NettyResponse call = page.slots.get(i);
                if (call != null) {
                    action.accept(call);
                }
            }
        }
    }
}
