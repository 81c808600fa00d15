// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and what came back, call by call. An answer is compared with its request when it comes, so that a long run
 * keeps no payloads. Thread-safe.
 */
public final class History {
    private static final long POLL_MILLIS = 20;

    private final long client;
    private final Map<Long, Call> calls = new ConcurrentHashMap<>();
    /** Written by the one thread that begins calls. */
    private volatile long longestPauseNanos;

    History(long client) {
        this.client = client;
    }

    /** One call. Written under its lock. */
    static final class Call {
        final long dueNanos;
        /** When it really began: its thread had to be given a processor first. */
        volatile long begunNanos = System.nanoTime();

        volatile long endedNanos;
        volatile boolean ended;
        /** Who answered rightly. */
        volatile @Nullable String provider;

        volatile @Nullable Throwable error;
        /** The answer belongs to another request, or there were two of them. */
        volatile boolean wrong;

        Call(long dueNanos) {
            this.dueNanos = dueNanos;
        }

        void begin() {
            begunNanos = System.nanoTime();
        }

        synchronized void end(@Nullable String rightProvider, @Nullable Throwable failure) {
            wrong = ended || (failure == null && rightProvider == null);
            provider = rightProvider;
            error = failure;
            endedNanos = System.nanoTime();
            ended = true;
        }
    }

    /**
     * A call that failed. Times are {@link System#nanoTime()}.
     *
     * @param dueNanos when it was to begin
     * @param endedNanos when its caller knew
     */
    public record Failure(long dueNanos, long endedNanos, Throwable error) {}

    Call began(Ask ask, long dueNanos) {
        Call call = new Call(dueNanos);
        calls.put(ask.getSequence(), call);
        return call;
    }

    void ended(Ask ask, @Nullable Told told, @Nullable Throwable error) {
        Call call = calls.get(ask.getSequence());
        if (call != null) {
            boolean right = told != null && told.getSequence() == ask.getSequence() && told.getAnswer() == ask.answer();
            call.end(right ? told.getProvider() : null, error == null ? null : bare(error));
        }
    }

    private static Throwable bare(Throwable error) {
        boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
        Throwable cause = error.getCause();
        return wrapper && cause != null ? bare(cause) : error;
    }

    /** The process itself was late by this: for want of a processor, for a collection of garbage, because it was stopped. */
    void paused(long nanos) {
        longestPauseNanos = Math.max(longestPauseNanos, nanos);
    }

    /** The longest pause of the process that was noticed. */
    public long longestPauseNanos() {
        return longestPauseNanos;
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

    /** Part of the id of every request in it. */
    long client() {
        return client;
    }

    /** Calls begun so far. */
    public int tried() {
        return calls.size();
    }

    /** Calls that failed so far, in the order in which they were due. */
    public List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        for (Call call : calls.values()) {
            Throwable error = call.error;
            if (error != null) {
                failures.add(new Failure(call.dueNanos, call.endedNanos, error));
            }
        }
        long origin = System.nanoTime();
        failures.sort(Comparator.comparingLong(failure -> failure.dueNanos() - origin));
        return failures;
    }

    /** Right answers so far, by provider. */
    public Map<String, Long> served() {
        return served(call -> true);
    }

    /** Right answers to calls that were due after this {@link System#nanoTime()}, by provider. */
    public Map<String, Long> servedSince(long nanos) {
        return served(call -> call.dueNanos - nanos >= 0);
    }

    private Map<String, Long> served(Predicate<Call> counted) {
        Map<String, Long> served = new TreeMap<>();
        for (Call call : calls.values()) {
            String provider = call.provider;
            if (provider != null && counted.test(call)) {
                served.merge(provider, 1L, Long::sum);
            }
        }
        return served;
    }
}
