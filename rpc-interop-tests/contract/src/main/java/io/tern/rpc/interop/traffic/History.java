// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What was asked and what came back, kept call by call until it is judged. Thread-safe. */
public final class History {
    private static final long POLL_MILLIS = 20;

    private final Map<Long, Call> calls = new ConcurrentHashMap<>();

    /** One call. Times are {@link System#nanoTime()}. */
    static final class Call {
        final Ask ask;
        final long dueNanos;
        volatile long endedNanos;
        volatile @Nullable Told told;
        volatile @Nullable Throwable error;
        volatile boolean ended;
        /** More than one end of the same call is a mistake of its own. */
        volatile int ends;

        Call(Ask ask, long dueNanos) {
            this.ask = ask;
            this.dueNanos = dueNanos;
        }
    }

    void began(Ask ask, long dueNanos) {
        calls.put(ask.getSequence(), new Call(ask, dueNanos));
    }

    void ended(Ask ask, @Nullable Told told, @Nullable Throwable error) {
        Call call = calls.get(ask.getSequence());
        if (call == null) {
            return;
        }
        synchronized (call) {
            call.ends++;
            call.told = told;
            call.error = error == null ? null : bare(error);
            call.endedNanos = System.nanoTime();
            call.ended = true;
        }
    }

    private static Throwable bare(Throwable error) {
        boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
        Throwable cause = error.getCause();
        return wrapper && cause != null ? bare(cause) : error;
    }

    void awaitAll(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - deadline < 0 && calls.values().stream().anyMatch(call -> !call.ended)) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    List<Call> calls() {
        return new ArrayList<>(calls.values());
    }

    /** Calls begun so far. */
    public int tried() {
        return calls.size();
    }

    /** Calls that failed so far. */
    public long failed() {
        return calls.values().stream().filter(call -> call.error != null).count();
    }

    /** Answers so far, by provider. */
    public Map<String, Long> served() {
        Map<String, Long> served = new ConcurrentHashMap<>();
        for (Call call : calls.values()) {
            Told told = call.told;
            if (told != null) {
                served.merge(told.getProvider(), 1L, Long::sum);
            }
        }
        return served;
    }
}
