// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that dies in the middle of calls and comes back on its port. */
class KilledProviderTest {
    private static final int SLEEP_MILLIS = 50;
    private static final int QUICK_MILLIS = 100;
    /** Longer than anything that is still on its way to a provider that has just died. */
    private static final int KNOWN_MILLIS = 500;

    /** The longest pause between attempts, and what connecting takes. */
    private static final int BACK_MILLIS = Consumer.RECONNECT_MILLIS + 200;

    @TempDir
    private Path records;

    @Test
    void callsInFlightFailAtOnceOrAreTriedAgainAndTheProviderIsFoundWhenItIsBack() {
        try (Pair pair = Pair.direct(records)) {
            pair.begin(Scale.of("rate", 60, 200), SLEEP_MILLIS);
            List<Long> slowest = new ArrayList<>();
            List<Long> back = new ArrayList<>();
            for (int kill = 0; kill < Scale.of("kills", 3, 20); kill++) {
                killAndRestart(pair, slowest, back);
            }
            assertThat(pair.failuresSince(0)).isNotEmpty().allMatch(Pair::isNetwork);
            // Of the kills that cost calls, since other processes share the processors with this test.
            assertThat(slowest).isNotEmpty();
            assertThat(slowest.stream().sorted().toList().get(slowest.size() / 2))
                    .as("median of the ms from the kill to the last failure: %s", slowest)
                    .isLessThanOrEqualTo(QUICK_MILLIS + TimeUnit.NANOSECONDS.toMillis(pair.pauseNanos()));
            assertThat(Collections.max(back))
                    .as("ms until connected: %s", back)
                    .isLessThanOrEqualTo(BACK_MILLIS + TimeUnit.NANOSECONDS.toMillis(pair.pauseNanos()));
            pair.end(
                    "B1-B2-kill-and-restart",
                    "last failure after " + slowest + " ms",
                    "reconnected after " + back + " ms");
        }
    }

    private static void killAndRestart(Pair pair, List<Long> slowest, List<Long> back) {
        long killed = System.nanoTime();
        pair.victim.kill();
        long dead = System.nanoTime();
        Pair.sleep(KNOWN_MILLIS);
        pair.failuresEndedSince(killed).stream()
                .map(failure -> TimeUnit.NANOSECONDS.toMillis(failure.endedNanos() - killed))
                .max(Comparator.naturalOrder())
                .ifPresent(slowest::add);
        pair.victim.start();
        back.add(pair.untilAllAreConnected());
        pair.awaitVictimInUse();
        long known = dead + TimeUnit.MILLISECONDS.toNanos(KNOWN_MILLIS) + pair.pauseNanos();
        assertThat(pair.failuresSince(known)).as("calls after its death").isEmpty();
    }

    @Test
    void aProviderThatIsAwayIsTriedSeldom() {
        try (Pair pair = Pair.apart(records)) {
            pair.begin(Scale.of("rate", 60, 200), SLEEP_MILLIS);
            pair.network.refuse(true);
            pair.network.reset();
            int before = pair.network.accepted();
            Pair.sleep(3_000);
            int attempts = pair.network.accepted() - before;
            pair.network.refuse(false);
            pair.awaitVictimInUse();
            // Three consumers with pauses of 100, 200, 400, 800, 1000 ms, each cut by up to half.
            assertThat(attempts).isBetween(3, 3 * 7);
            pair.end("B2-attempts-while-away", "attempts of three consumers in 3 s " + attempts);
        }
    }
}
