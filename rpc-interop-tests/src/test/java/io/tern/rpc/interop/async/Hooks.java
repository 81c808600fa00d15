// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The bean that {@code oninvoke}, {@code onreturn} and {@code onthrow} of the tests name: keeps what it is told. */
public final class Hooks {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile @Nullable Runnable next;

    /** What a hook was told, and where it ran. */
    record Event(String kind, @Nullable Object outcome, Thread thread) {}

    /** For {@code oninvoke} of {@code sleep}; hooks of this kind take the method's own parameters. */
    public void before(int millis, String answer) {
        add(new Event("oninvoke", answer, Thread.currentThread()));
    }

    /** For {@code onreturn} of any method. */
    public void returned(@Nullable Object result, Object[] arguments) {
        add(new Event("onreturn", result, Thread.currentThread()));
    }

    /** For {@code onthrow} of any method. */
    public void thrown(Throwable error, Object[] arguments) {
        add(new Event("onthrow", error, Thread.currentThread()));
    }

    private void add(Event event) {
        Runnable action = next;
        next = null;
        events.add(event);
        if (action != null) {
            action.run();
        }
    }

    /** Runs in the next hook, after it was recorded. */
    void inNext(Runnable action) {
        next = action;
    }

    /** The next event; waits for it. */
    Event take() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("No hook ran");
        }
        return event;
    }

    int waiting() {
        return events.size();
    }

    void clear() {
        events.clear();
        next = null;
    }
}
