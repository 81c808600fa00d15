// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import io.tern.rpc.RpcException;
import io.tern.rpc.interop.fixture.Footprint;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.FaultProxy;
import io.tern.rpc.interop.traffic.History;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Two Tern providers: one that things happen to, if wanted behind a network that can be broken, and one that stays; and three consumers
 * of both: one that tries once, one that tries again, one that tries once and waits on no thread.
 */
final class Pair implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);
    private static final int WARM_RATE = 50;
    private static final int IN_USE = 20;

    final Provider victim;
    final FaultProxy network;
    final Consumer once;
    final Consumer again;
    final Consumer async;
    private final Provider other;
    private final Path records;
    /** Before there were consumers, but after the classes and pools that they need. */
    private final Footprint before;

    private History onceHistory;
    private History asyncHistory;

    /** With a network between the consumers and the victim. */
    static Pair apart(Path records) {
        return new Pair(records, true);
    }

    /** With consumers that are connected to the victim itself. */
    static Pair direct(Path records) {
        return new Pair(records, false);
    }

    private Pair(Path records, boolean apart) {
        this.records = records;
        // As many threads as calls that a pause of the machine can hold up: refusing them is not what is tested.
        Map<String, String> threads = Map.of("interop.threads", "1000");
        this.victim = Provider.tern("victim", Provider.NOWHERE, records, threads);
        this.other = Provider.tern("other", Provider.NOWHERE, records, threads);
        victim.start();
        other.start();
        warmUp();
        this.network = FaultProxy.to(victim.port());
        this.before = Footprint.now();
        int port = apart ? network.port() : victim.port();
        this.once = Consumer.direct("once", 0, port, other.port());
        this.again = Consumer.direct("again", 1, port, other.port());
        this.async = Consumer.directAsync("async", 0, port, other.port());
    }

    /** On a busy machine the first calls of a new process may take seconds, which says nothing about the faults to come. */
    private void warmUp() {
        try (Consumer consumer = Consumer.direct("warm", 0, victim.port(), other.port())) {
            History history = consumer.begin(WARM_RATE, 0);
            LocalTern.await("both are warm", SOON.multipliedBy(2), () -> {
                Map<String, Long> served = history.served();
                return served.size() == 2 && served.values().stream().allMatch(calls -> calls >= WARM_RATE);
            });
        }
    }

    /** Begins to call, from each consumer at this rate. */
    void begin(int callsPerSecond, int sleepMillis) {
        onceHistory = once.begin(callsPerSecond, sleepMillis);
        again.begin(callsPerSecond, sleepMillis);
        asyncHistory = async.beginAsync(callsPerSecond, sleepMillis);
        awaitVictimInUse();
    }

    /** Waits until the victim gets its share of the calls; returns how long that took. */
    long awaitVictimInUse() {
        long now = System.nanoTime();
        for (History history : List.of(onceHistory, asyncHistory)) {
            LocalTern.await(
                    "the victim is used",
                    SOON.multipliedBy(2),
                    () -> history.servedSince(now).getOrDefault(victim.name(), 0L) >= IN_USE);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now);
    }

    /** Milliseconds from this moment until all consumers are connected to both providers. */
    long untilAllAreConnected() {
        long now = System.nanoTime();
        for (Consumer consumer : List.of(once, again, async)) {
            LocalTern.await("all are connected", SOON, () -> consumer.openConnections() == 2);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now);
    }

    /** Milliseconds from this moment to the first answer of the victim to a call that was due later. */
    long untilVictimAnswers() {
        long now = System.nanoTime();
        LocalTern.await(
                "the victim answers",
                SOON.multipliedBy(2),
                () -> onceHistory.servedSince(now).containsKey(victim.name()));
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now);
    }

    /** Failures of both consumers that try once, due since this moment. */
    List<History.Failure> failuresSince(long nanos) {
        return List.of(onceHistory, asyncHistory).stream()
                .flatMap(history -> history.failures().stream())
                .filter(failure -> failure.dueNanos() - nanos >= 0)
                .toList();
    }

    /** As {@link #failuresSince}, by when they ended. */
    List<History.Failure> failuresEndedSince(long nanos) {
        return List.of(onceHistory, asyncHistory).stream()
                .flatMap(history -> history.failures().stream())
                .filter(failure -> failure.endedNanos() - nanos >= 0)
                .toList();
    }

    /** Ends all traffic and reports it: only what was under way may have failed, and nothing with another attempt. */
    void end(String test, String... figures) {
        Verdict tried = once.end(records);
        Verdict waited = async.end(records);
        Verdict retried = again.end(records);
        tried.report(test + "-retries-0", figures);
        waited.report(test + "-async", figures);
        retried.report(test + "-failover", figures);
        retried.assertNoneFailed();
        LocalTern.await(
                "files and memory are given back",
                SOON,
                () -> Footprint.now().beyond(before).isEmpty());
    }

    /** How much longer than usual things may take, since the machine itself stood still for so long. */
    long pauseNanos() {
        return Math.max(onceHistory.longestPauseNanos(), asyncHistory.longestPauseNanos());
    }

    static boolean isNetwork(History.Failure failure) {
        return failure.error() instanceof RpcException error && error.isNetwork();
    }

    static boolean isTimeout(History.Failure failure) {
        return failure.error() instanceof RpcException error && error.isTimeout();
    }

    static void sleep(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    public void close() {
        for (Consumer consumer : List.of(once, again, async)) {
            consumer.close();
        }
        network.close();
        victim.close();
        other.close();
    }
}
