// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.consumer.CallReport;
import io.tern.rpc.demo.consumer.CallReport.Kind;
import io.tern.rpc.demo.report.Shares;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The calls that have ended so far, in the order of their ends, and what can be read from them. Immutable. */
record Calls(List<Call> all) {
    /**
     * One of them.
     *
     * @param end on the launcher's clock
     */
    record Call(Duration end, CallReport report) {
        Duration begin() {
            return end.minus(report.took());
        }

        boolean isAnsweredBy(String provider) {
            return report.kind() == Kind.RIGHT && report.text().equals(provider);
        }

        private Shares.Outcome outcome() {
            return new Shares.Outcome(end, report.kind() == Kind.RIGHT ? report.text() : null);
        }
    }

    Calls {
        all = List.copyOf(all);
    }

    long count(Kind kind) {
        return all.stream().filter(call -> call.report().kind() == kind).count();
    }

    /** What went wrong with the first call that failed or brought something wrong. */
    Optional<String> firstFault() {
        return all.stream()
                .map(Call::report)
                .filter(report -> report.kind() != Kind.RIGHT)
                .map(CallReport::text)
                .findFirst();
    }

    /** Those that had begun and not ended at this time. */
    Calls underWayAt(Duration time) {
        return new Calls(all.stream()
                .filter(call -> call.begin().compareTo(time) <= 0 && call.end().compareTo(time) > 0)
                .toList());
    }

    /** Those that ended from one time on and before another. */
    Calls endedBetween(Duration from, Duration to) {
        return new Calls(all.stream()
                .filter(call -> call.end().compareTo(from) >= 0 && call.end().compareTo(to) < 0)
                .toList());
    }

    long answersOf(String provider) {
        return all.stream().filter(call -> call.isAnsweredBy(provider)).count();
    }

    /** When the provider's first answer came after this time. */
    Optional<Duration> firstAnswerOf(String provider, Duration after) {
        return all.stream()
                .filter(call -> call.isAnsweredBy(provider) && call.end().compareTo(after) > 0)
                .map(Call::end)
                .findFirst();
    }

    /** When the last of them ended; 0 if there is none. */
    Duration lastEnd() {
        return all.isEmpty() ? Duration.ZERO : all.get(all.size() - 1).end();
    }

    /** How long the longest one took; 0 if there is none. */
    Duration longest() {
        return all.stream()
                .map(call -> call.report().took())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** How long half of them took at most; 0 if there is none. */
    Duration median() {
        List<Duration> sorted =
                all.stream().map(call -> call.report().took()).sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
    }

    List<Shares.Outcome> outcomes() {
        return all.stream().map(Call::outcome).toList();
    }
}
