// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.scenario.CaseResult.Outcome;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the cases of one scenario and turns what they throw into results. */
final class Cases {
    /** What a call that waits for nobody may take on a busy machine; one that waits for a held answer takes double. */
    static final int PROMPT_MILLIS = 5_000;

    private static final int LONGEST_TEXT = 600;
    private static final long LONGEST_WAIT_SECONDS = 15;

    private final CallContext context;
    private final Consumer<CaseResult> results;

    Cases(CallContext context, Consumer<CaseResult> results) {
        this.context = context;
        this.results = results;
    }

    /** Runs a case that must pass. */
    void check(String name, Body body) {
        check(name, null, body);
    }

    /**
     * Runs a case.
     *
     * @param limit why it may fail between these two peers, or null if it must pass
     */
    void check(String name, @Nullable String limit, Body body) {
        context.clear();
        try {
            body.run();
            results.accept(new CaseResult(name, Outcome.PASSED, ""));
        } catch (Throwable e) {
            String detail = chain(e);
            results.accept(
                    limit == null
                            ? new CaseResult(name, Outcome.FAILED, detail)
                            : new CaseResult(name, Outcome.LIMIT, limit + ": " + detail));
        } finally {
            context.clear();
        }
    }

    /** Notes a case that cannot even be tried between these two peers. */
    void limit(String name, String reason) {
        results.accept(new CaseResult(name, Outcome.LIMIT, reason));
    }

    static void equal(@Nullable Object actual, @Nullable Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError("expected <" + expected + "> but was <" + actual + ">");
        }
    }

    static void holds(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("does not hold: " + what);
        }
    }

    /** The exception that the body throws; it must be of this type. */
    static <E extends Throwable> E thrownBy(Class<E> type, Body body) {
        Throwable thrown = null;
        try {
            body.run();
        } catch (Throwable e) {
            thrown = e;
        }
        if (thrown == null) {
            throw new AssertionError("expected " + type.getName() + " but nothing was thrown");
        }
        return instance(type, thrown);
    }

    /** The direct cause with which a future fails; it must be of this type. */
    static <E extends Throwable> E failureOf(Future<?> future, Class<E> type) {
        Throwable cause = thrownBy(ExecutionException.class, () -> get(future)).getCause();
        if (cause == null) {
            throw new AssertionError("the ExecutionException has no cause");
        }
        return instance(type, cause);
    }

    /** The value of a future, with a bounded wait. */
    static @Nullable Object get(@Nullable Future<?> future) throws InterruptedException, ExecutionException {
        if (future == null) {
            throw new AssertionError("there is no saved future");
        }
        try {
            return future.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the future did not complete within " + LONGEST_WAIT_SECONDS + " s", e);
        }
    }

    /** Waits until the condition holds. */
    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (!condition.getAsBoolean()) {
            holds(System.nanoTime() < deadline, what + " within " + LONGEST_WAIT_SECONDS + " s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Runs the body, which must take no longer. */
    static void within(int millis, Body body) throws Throwable {
        long begin = System.nanoTime();
        body.run();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        holds(took <= millis, "took " + took + " ms, at most " + millis + " ms");
    }

    private static <E extends Throwable> E instance(Class<E> type, Throwable thrown) {
        if (!type.isInstance(thrown)) {
            throw new AssertionError("expected " + type.getName() + " but was " + chain(thrown), thrown);
        }
        return type.cast(thrown);
    }

    private static String chain(Throwable failure) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (Throwable e = failure; e != null && depth < 5; e = e.getCause()) {
            text.append(depth++ == 0 ? "" : " <- ").append(shorten(e.toString()));
        }
        return text.toString();
    }

    private static String shorten(String text) {
        int half = LONGEST_TEXT / 2;
        return text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, half) + " ... " + text.substring(text.length() - half);
    }

    /** What a case does. */
    @FunctionalInterface
    interface Body {
        void run() throws Throwable;
    }
}
