// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.consumer.CallReport.Kind;
import io.tern.rpc.demo.consumer.SteadyConsumerMain;
import io.tern.rpc.demo.launcher.ClusterStory.Comeback;
import io.tern.rpc.demo.launcher.ClusterStory.Comebacks;
import io.tern.rpc.demo.report.Claims;
import io.tern.rpc.demo.report.Stopwatch;
import java.time.Duration;
import java.util.Locale;

/** What the demo with a registry claims, from the calls that were made. */
final class ClusterClaims {
    private static final Duration LONGEST_HANDOVER = Duration.ofSeconds(1);
    private static final Duration LONGEST_DISCOVERY = Duration.ofSeconds(5);
    private static final double LOWEST_RATE = 0.9 * SteadyConsumerMain.CALLS_PER_SECOND;

    private final Calls calls;
    private final Comebacks comebacks;

    ClusterClaims(Calls calls, Comebacks comebacks) {
        this.calls = calls;
        this.comebacks = comebacks;
    }

    /**
     * Checks them all.
     *
     * @param oldPort where the one that was asked to stop was before
     * @param newPort where it is now
     */
    void check(Claims claims, int oldPort, int newPort) {
        long failed = calls.count(Kind.FAILED);
        long wrong = calls.count(Kind.WRONG);
        claims.check(
                failed == 0 && !calls.all().isEmpty(),
                "no call fails",
                calls.all().size() + " tried, " + failed + " failed");
        claims.check(wrong == 0, "each answer checked: none is wrong", wrong + " wrong");
        killed(claims, comebacks.killed());
        stopped(claims, comebacks.stopped());
        Comeback moved = comebacks.stopped();
        claims.check(
                oldPort != newPort && isSoon(moved),
                moved.name() + " comes back at another port; no configuration was changed",
                "from " + oldPort + " to " + newPort + ", " + firstCall(moved));
        claims.check(
                calls.longest().compareTo(LONGEST_HANDOVER) < 0,
                "no call takes longer than 1 s, of which 40 ms are work",
                "longest " + Stopwatch.millis(calls.longest()) + ", half below " + Stopwatch.millis(calls.median()));
    }

    private void killed(Claims claims, Comeback killed) {
        Calls underWay = calls.underWayAt(killed.left());
        Duration handover = underWay.lastEnd().minus(killed.left());
        claims.check(
                !underWay.all().isEmpty()
                        && underWay.count(Kind.RIGHT) == underWay.all().size()
                        && handover.compareTo(LONGEST_HANDOVER) < 0,
                killed.name() + " killed: calls under way are answered within 1 s",
                underWay.count(Kind.RIGHT) + " of " + underWay.all().size() + ", the last one "
                        + Stopwatch.millis(handover) + " after the kill");
        Duration from = underWay.lastEnd().plusNanos(1);
        Calls without = calls.endedBetween(from, killed.started());
        double rate =
                without.count(Kind.RIGHT) * 1e9 / killed.started().minus(from).toNanos();
        claims.check(
                rate > LOWEST_RATE && without.answersOf(killed.name()) == 0,
                "from then on the others have its share",
                String.format(
                        Locale.ROOT, "%.0f calls/s, %d of %s", rate, without.answersOf(killed.name()), killed.name()));
        claims.check(
                isSoon(killed),
                killed.name() + " started again: it gets calls within 5 s of being ready",
                firstCall(killed));
    }

    private void stopped(Claims claims, Comeback stopped) {
        long answers = calls.endedBetween(stopped.left(), stopped.started()).answersOf(stopped.name());
        claims.check(
                stopped.exitStatus() == 0,
                stopped.name() + " asked to stop: it answers what it has, and ends by itself",
                answers + " more answers, ended after "
                        + Stopwatch.millis(stopped.gone().minus(stopped.left())));
    }

    private static boolean isSoon(Comeback comeback) {
        return comeback.serving().minus(comeback.ready()).compareTo(LONGEST_DISCOVERY) < 0;
    }

    private static String firstCall(Comeback comeback) {
        return "ready in " + Stopwatch.seconds(comeback.ready().minus(comeback.started())) + ", first call "
                + Stopwatch.seconds(comeback.serving().minus(comeback.ready())) + " later";
    }
}
