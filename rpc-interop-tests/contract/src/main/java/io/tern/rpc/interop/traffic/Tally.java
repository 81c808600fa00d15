// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The verdict over a history.
 *
 * @param tried calls begun
 * @param failures failed calls by the kind of their error
 * @param lost calls that had no end by their timeout and 250 ms more
 * @param wrong answers that are not the answer to their request, and calls that ended twice
 * @param doubled requests that ran more than once though they must not
 * @param late calls that ended later after their timeout than 250 ms and the longest pause of the caller's process
 * @param slowestMillis from due to end, of the slowest call
 * @param pauseMillis the longest pause of the caller's process
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
        long pauseMillis,
        Map<String, Long> served,
        List<String> samples) {
    private static final long ALLOWANCE_NANOS = Duration.ofMillis(250).toNanos();
    private static final int SAMPLES = 5;

    /**
     * Judges.
     *
     * @param timeout of a call, all its attempts together
     * @param ran the lines of the providers' records, {@link #ran}
     * @param atMostOnce whether a request must not run twice: no retries
     */
    public static Tally of(History history, Duration timeout, Collection<String> ran, boolean atMostOnce) {
        Map<String, Integer> failures = new TreeMap<>();
        List<String> samples = new ArrayList<>();
        int lost = 0;
        int wrong = 0;
        int late = 0;
        long slowest = 0;
        long allowance = ALLOWANCE_NANOS + history.longestPauseNanos();
        List<History.Call> calls = history.calls();
        for (History.Call call : calls) {
            if (!call.ended) {
                lost++;
                continue;
            }
            slowest = Math.max(slowest, call.endedNanos - call.dueNanos);
            if (call.endedNanos - call.begunNanos > timeout.toNanos() + allowance) {
                late++;
            }
            Throwable error = call.error;
            if (error != null) {
                failures.merge(kind(error), 1, Integer::sum);
                if (samples.size() < SAMPLES) {
                    samples.add(String.valueOf(error));
                }
            }
            if (call.wrong) {
                wrong++;
            }
        }
        return new Tally(
                calls.size(),
                failures,
                lost,
                wrong,
                atMostOnce ? doubled(ran, history.client() + ":") : 0,
                late,
                slowest / 1_000_000,
                history.longestPauseNanos() / 1_000_000,
                history.served(),
                samples);
    }

    private static String kind(Throwable error) {
        return error.getClass().getSimpleName();
    }

    private static int doubled(Collection<String> ran, String client) {
        Set<String> ids = new HashSet<>();
        Set<String> doubled = new HashSet<>();
        for (String id : ran) {
            if (id.startsWith(client) && !ids.add(id)) {
                doubled.add(id);
            }
        }
        return doubled.size();
    }

    /** The lines of all records in a directory: files whose names end with {@code .ran}. */
    public static List<String> ran(Path directory) {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> records = Files.newDirectoryStream(directory, "*.ran")) {
            for (Path each : records) {
                lines.addAll(Files.readAllLines(each, StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The providers' records cannot be read", e);
        }
        return lines;
    }

    /** Calls that failed. */
    public int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The line that every run ends with. */
    public String line() {
        return "tried " + tried + ", failed " + failed() + (failures.isEmpty() ? "" : " " + failures) + ", lost " + lost
                + ", wrong " + wrong + ", doubled " + doubled + ", late " + late + ", slowest " + slowestMillis
                + " ms, pause " + pauseMillis + " ms, served " + served;
    }

    /** {@link #line} and some of the errors. */
    @Override
    public String toString() {
        return samples.isEmpty() ? line() : line() + "\n  " + String.join("\n  ", samples);
    }
}
