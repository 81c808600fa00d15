// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The verdict over a history.
 *
 * @param tried calls begun
 * @param failures failed calls by the kind of their error
 * @param lost calls that had no end by their timeout and 250 ms more
 * @param wrong answers that are not the answer to their request, and calls that ended twice
 * @param doubled requests that ran more than once though they must not
 * @param late calls that ended more than 250 ms after their timeout
 * @param slowestMillis from due to end, of the slowest call
 * @param served answers by provider
 * @param samples the first few errors, as texts
 */
public record Tally(
        int tried,
        Map<String, Integer> failures,
        int lost,
        int wrong,
        int doubled,
        int late,
        long slowestMillis,
        Map<String, Long> served,
        List<String> samples) {
    private static final long ALLOWANCE_NANOS = Duration.ofMillis(250).toNanos();
    private static final int SAMPLES = 5;

    /**
     * Judges.
     *
     * @param timeout of a call, all its attempts together
     * @param ran the lines of the providers' records
     * @param atMostOnce whether a request must not run twice: no retries
     */
    public static Tally of(History history, Duration timeout, Collection<String> ran, boolean atMostOnce) {
        Map<String, Integer> failures = new TreeMap<>();
        List<String> samples = new ArrayList<>();
        int lost = 0;
        int wrong = 0;
        int late = 0;
        long slowest = 0;
        List<History.Call> calls = history.calls();
        for (History.Call call : calls) {
            if (!call.ended) {
                lost++;
                continue;
            }
            long took = call.endedNanos - call.dueNanos;
            slowest = Math.max(slowest, took);
            if (took > timeout.toNanos() + ALLOWANCE_NANOS) {
                late++;
            }
            Throwable error = call.error;
            if (error != null) {
                failures.merge(kind(error), 1, Integer::sum);
                if (samples.size() < SAMPLES) {
                    samples.add(String.valueOf(error));
                }
            }
            if (call.ends != 1 || (error == null && !isRight(call.ask, call.told))) {
                wrong++;
            }
        }
        return new Tally(
                calls.size(),
                failures,
                lost,
                wrong,
                atMostOnce ? doubled(ran) : 0,
                late,
                slowest / 1_000_000,
                new TreeMap<>(history.served()),
                samples);
    }

    private static boolean isRight(Ask ask, @Nullable Told told) {
        return told != null && told.getSequence() == ask.getSequence() && told.getAnswer() == ask.answer();
    }

    private static String kind(Throwable error) {
        return error.getClass().getSimpleName();
    }

    private static int doubled(Collection<String> ran) {
        Map<String, Integer> counts = new HashMap<>();
        ran.forEach(id -> counts.merge(id, 1, Integer::sum));
        return (int) counts.values().stream().filter(count -> count > 1).count();
    }

    /** Calls that failed. */
    public int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The line that every run ends with. */
    public String line() {
        return "tried " + tried + ", failed " + failed() + (failures.isEmpty() ? "" : " " + failures) + ", lost " + lost
                + ", wrong " + wrong + ", doubled " + doubled + ", late " + late + ", slowest " + slowestMillis
                + " ms, served " + served;
    }

    /** {@link #line} and some of the errors. */
    @Override
    public String toString() {
        return samples.isEmpty() ? line() : line() + "\n  " + String.join("\n  ", samples);
    }
}
