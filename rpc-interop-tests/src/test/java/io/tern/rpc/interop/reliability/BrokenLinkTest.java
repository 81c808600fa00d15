// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.harness.FaultProxy.Way;
import io.tern.rpc.interop.traffic.History;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are cut within a frame, closed on one side, or silent. */
class BrokenLinkTest {
    private static final int SLEEP_MILLIS = 20;
    /** Three heartbeats, and what the calls after the last one need. */
    private static final int DEAD_MILLIS = 3 * Consumer.HEARTBEAT_MILLIS + 500;

    @TempDir
    private Path records;

    private Pair pair;

    @BeforeEach
    void start() {
        pair = Pair.apart(records);
        pair.begin(Scale.of("rate", 60, 200), SLEEP_MILLIS);
    }

    @AfterEach
    void stop() {
        pair.close();
    }

    @Test
    void aConnectionThatIsCutWithinAFrameIsReplaced() {
        int rounds = Scale.of("rounds", 2, 20);
        long back = 0;
        for (int round = 0; round < rounds; round++) {
            pair.network.resetWithinNext(Way.REQUESTS);
            back = Math.max(back, pair.awaitVictimInUse());
            pair.network.resetWithinNext(Way.ANSWERS);
            back = Math.max(back, pair.awaitVictimInUse());
        }
        assertThat(pair.failuresSince(0)).allMatch(Pair::isNetwork);
        pair.end("B3-reset-within-a-frame", "resets " + 2 * rounds, inUse(back));
    }

    @Test
    void aConnectionThatIsHalfClosedIsReplaced() {
        int rounds = Scale.of("rounds", 2, 20);
        long back = 0;
        for (int round = 0; round < rounds; round++) {
            pair.network.halfClose();
            back = Math.max(back, pair.awaitVictimInUse());
        }
        assertThat(pair.failuresSince(0)).allMatch(Pair::isNetwork);
        pair.end("B6-half-close", "half closes " + rounds, inUse(back));
    }

    private static String inUse(long millis) {
        return "in use again at most " + millis + " ms later";
    }

    @Test
    void aNetworkThatSwallowsEverythingCostsOnlyTheCallsInIt() {
        blackHole("B4-black-hole", Way.REQUESTS, Way.ANSWERS);
    }

    @Test
    void aNetworkThatSwallowsAnswersCostsOnlyTheCallsInItAndRunsEachOnce() {
        blackHole("B5-one-way-black-hole", Way.ANSWERS);
    }

    private void blackHole(String test, Way... ways) {
        long begun = System.nanoTime();
        pair.network.hang(true);
        for (Way way : ways) {
            pair.network.swallow(way, true);
        }
        Pair.sleep(TimeUnit.SECONDS.toMillis(Scale.of("black-hole-seconds", 4, 30)));
        long dead = begun + TimeUnit.MILLISECONDS.toNanos(DEAD_MILLIS) + pair.pauseNanos();
        List<History.Failure> late = pair.failuresSince(dead);
        for (Way way : ways) {
            pair.network.swallow(way, false);
        }
        pair.network.hang(false);
        long back = pair.untilVictimAnswers();
        assertThat(late).as("calls to a provider that is known to be dead").isEmpty();
        assertThat(pair.failuresSince(0)).allMatch(failure -> Pair.isTimeout(failure) || Pair.isNetwork(failure));
        assertThat(back).as("ms from healing to the first answer").isLessThanOrEqualTo(5_000);
        pair.end(test, "back " + back + " ms after healing");
    }
}
