// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Shows how long something has been going on: one line that grows on a terminal, one line a second in a log. */
public final class ProgressLine {
    private static final int WIDTH = 40;

    private final Screen screen;
    private final Duration expected;

    /**
     * @param expected the duration at which the bar is full
     */
    public ProgressLine(Screen screen, Duration expected) {
        this.screen = screen;
        this.expected = expected;
    }

    /**
     * Returns when {@code work} is complete, however it ended.
     *
     * @param state what to say beside the bar
     */
    public void follow(CompletableFuture<?> work, Supplier<String> state) throws InterruptedException {
        long stepNanos = TimeUnit.MILLISECONDS.toNanos(screen.isTerminal() ? 100 : 1000);
        Stopwatch watch = new Stopwatch();
        for (long step = 1; !isDoneAt(work, step * stepNanos - watch.elapsed().toNanos()); step++) {
            show(watch.elapsed(), state.get());
        }
        if (screen.isTerminal()) {
            screen.clear();
        }
    }

    private static boolean isDoneAt(CompletableFuture<?> work, long waitNanos) throws InterruptedException {
        try {
            work.get(waitNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true; // Whoever uses the result sees the error; here only the end counts.
        }
    }

    private void show(Duration elapsed, String state) {
        int filled = (int) Math.min(WIDTH, WIDTH * elapsed.toMillis() / expected.toMillis());
        String text = "  " + screen.glyphs().bar(filled, WIDTH) + "  " + Stopwatch.seconds(elapsed) + "  " + state;
        if (screen.isTerminal()) {
            screen.draw(text);
        } else {
            screen.line(text);
        }
    }
}
