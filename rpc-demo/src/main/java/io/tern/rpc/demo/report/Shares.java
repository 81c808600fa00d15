// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who answered which share of the calls in each half second, and what happened to whom meanwhile.
 *
 * @param providers their names, in the order to show them
 */
public record Shares(List<String> providers, List<Outcome> outcomes, List<Mark> marks) {
    /** The share that is drawn as high as anything is drawn. With three providers, 33 % and 50 % are then well apart. */
    static final double TOP_SHARE = 0.6;

    static final int COLUMNS_PER_SECOND = 2;

    private static final double NANOS_PER_COLUMN = 1e9 / COLUMNS_PER_SECOND;

    /**
     * One call.
     *
     * @param at when it ended
     * @param provider who answered; null if the call failed or brought something wrong
     */
    public record Outcome(Duration at, @Nullable String provider) {}

    /** Something that was done to a provider. */
    public record Mark(Duration at, String provider, Event event) {}

    /** What can be done to a provider. */
    public enum Event {
        KILLED("killed"),
        STOPPED("asked to stop"),
        STARTED("started");

        private final String text;

        Event(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    public Shares {
        providers = List.copyOf(providers);
        outcomes = List.copyOf(outcomes);
        marks = List.copyOf(marks);
    }

    /** How many half seconds have begun. */
    int columns() {
        int last = -1;
        for (Outcome outcome : outcomes) {
            last = Math.max(last, column(outcome.at()));
        }
        for (Mark mark : marks) {
            last = Math.max(last, column(mark.at()));
        }
        return last + 1;
    }

    static int column(Duration at) {
        return (int) (at.toNanos() / NANOS_PER_COLUMN);
    }

    /** The provider's part of the calls that were answered, from 0 to 1, for each column. */
    List<Double> shares(String provider) {
        int[] own = new int[columns()];
        int[] all = new int[columns()];
        for (Outcome outcome : outcomes) {
            if (outcome.provider() != null) {
                int column = column(outcome.at());
                all[column]++;
                own[column] += outcome.provider().equals(provider) ? 1 : 0;
            }
        }
        List<Double> shares = new ArrayList<>();
        for (int column = 0; column < own.length; column++) {
            shares.add(all[column] == 0 ? 0.0 : (double) own[column] / all[column]);
        }
        return shares;
    }

    /** How many calls failed, for each column. */
    List<Integer> failures() {
        int[] failed = new int[columns()];
        for (Outcome outcome : outcomes) {
            if (outcome.provider() == null) {
                failed[column(outcome.at())]++;
            }
        }
        List<Integer> failures = new ArrayList<>();
        for (int count : failed) {
            failures.add(count);
        }
        return failures;
    }

    /** How many calls the provider answered. */
    long answers(String provider) {
        return outcomes.stream()
                .filter(outcome -> provider.equals(outcome.provider()))
                .count();
    }

    /** How many calls failed. */
    long failed() {
        return outcomes.stream().filter(outcome -> outcome.provider() == null).count();
    }

    /** What was done to the provider. */
    List<Mark> marks(String provider) {
        return marks.stream().filter(mark -> mark.provider().equals(provider)).toList();
    }
}
