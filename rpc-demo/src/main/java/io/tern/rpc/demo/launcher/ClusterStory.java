// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.report.Screen;
import io.tern.rpc.demo.report.ShareStrips;
import io.tern.rpc.demo.report.Shares;
import io.tern.rpc.demo.report.Shares.Event;
import io.tern.rpc.demo.report.Stopwatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What happens while the consumer calls: the first provider is killed and comes back, the last one is asked to stop and comes
 * back at another port. Each step waits for the one before to show, so that a slow machine takes longer and sees the same.
 */
final class ClusterStory {
    private static final Duration CALM = Duration.ofMillis(2500);
    private static final Duration ABSENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(20);
    private static final long STEP_MILLIS = 100;

    private final List<ClusterMember> members;
    private final CallLog log;
    private final Screen screen;
    private final List<Shares.Mark> marks = new ArrayList<>();

    /**
     * When what happened, on the clock of the log.
     *
     * @param left when the member was killed or asked to stop
     * @param gone when its process had ended
     * @param started when its next process was started
     * @param ready when that said that it can be called
     * @param serving when its first answer came
     */
    record Comeback(
            String name,
            int exitStatus,
            Duration left,
            Duration gone,
            Duration started,
            Duration ready,
            Duration serving) {}

    /** Both. */
    record Comebacks(Comeback killed, Comeback stopped) {}

    ClusterStory(List<ClusterMember> members, CallLog log, Screen screen) {
        this.members = members;
        this.log = log;
        this.screen = screen;
    }

    /**
     * Runs it to its end.
     *
     * @param newPort where the one that was asked to stop comes back
     */
    Comebacks run(int newPort) throws IOException, InterruptedException {
        pass(CALM);
        ClusterMember first = members.get(0);
        Comeback killed = leaveAndComeBack(first, Event.KILLED, first.port());
        pass(CALM);
        Comeback stopped = leaveAndComeBack(members.get(members.size() - 1), Event.STOPPED, newPort);
        pass(CALM);
        return new Comebacks(killed, stopped);
    }

    private Comeback leaveAndComeBack(ClusterMember member, Event event, int port)
            throws IOException, InterruptedException {
        Duration left = log.now();
        CompletableFuture<Integer> exit = member.process().exit();
        CompletableFuture<Duration> gone = exit.thenApply(status -> log.now());
        if (event == Event.KILLED) {
            member.process().kill();
            mark(left, member, event, "is killed (SIGKILL)");
        } else {
            member.process().askToStop();
            mark(left, member, event, "is asked to stop");
        }
        await(gone, member.name() + " ends");
        say(gone.join(), member.name() + " has ended with exit status " + exit.join());
        pass(ABSENCE);
        return comeBack(member, port, exit.join(), left, gone.join());
    }

    private Comeback comeBack(ClusterMember member, int port, int exitStatus, Duration left, Duration gone)
            throws IOException, InterruptedException {
        Duration started = log.now();
        String place = port == member.port() ? "on its port" : "on another port";
        CompletableFuture<Duration> ready = member.startAgain(port).thenApply(line -> log.now());
        mark(started, member, Event.STARTED, "is started again " + place);
        await(ready, member.name() + " is ready");
        String name = member.name();
        until(() -> log.calls().firstAnswerOf(name, started).isPresent(), name + " answers calls again");
        Duration serving = log.calls().firstAnswerOf(name, started).orElseThrow();
        say(serving, name + " answers calls again");
        return new Comeback(name, exitStatus, left, gone, started, ready.join(), serving);
    }

    /** What there is to see until now. */
    Shares shares() {
        return new Shares(
                members.stream().map(ClusterMember::name).toList(), log.calls().outcomes(), marks);
    }

    private void mark(Duration at, ClusterMember member, Event event, String text) {
        marks.add(new Shares.Mark(at, member.name(), event));
        say(at, member.name() + " " + text);
    }

    private void say(Duration at, String text) {
        screen.line(String.format(Locale.ROOT, "  %8s  %s", Stopwatch.seconds(at), text));
    }

    private void pass(Duration duration) throws InterruptedException {
        Stopwatch watch = new Stopwatch();
        until(() -> watch.elapsed().compareTo(duration) >= 0, "time passes");
    }

    private void await(CompletableFuture<?> event, String what) throws InterruptedException {
        until(event::isDone, what);
    }

    private void until(BooleanSupplier condition, String what) throws InterruptedException {
        Stopwatch watch = new Stopwatch();
        while (!condition.getAsBoolean()) {
            if (watch.elapsed().compareTo(LONGEST_STEP) > 0) {
                throw new IllegalStateException("Not seen within " + LONGEST_STEP.toSeconds() + " s: " + what
                        + log.calls()
                                .firstFault()
                                .map(fault -> "; a call: " + fault)
                                .orElse("."));
            }
            screen.show(new ShareStrips(shares(), screen).lines());
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }
}
