// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.TernProcess;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.LocalProcess;
import io.tern.rpc.interop.process.TrafficProcess;
import io.tern.rpc.interop.traffic.History;
import io.tern.rpc.spi.RpcObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that stand still and go on, as under a long collection of garbage: their sockets stay open. */
class FrozenProcessTest {
    private static final int SLEEP_MILLIS = 20;
    private static final int DEAD_MILLIS = 3 * Consumer.HEARTBEAT_MILLIS + 500;
    /** A provider that is set aside is asked after 5 s, then after 10 s: each probe may cost each consumer a call. */
    private static final int PROBES = 4;

    /** Calls time out, but the connection lives on, so that their answers come. */
    private static final int LATE_MILLIS = (int) Consumer.TIMEOUT.toMillis() + Consumer.HEARTBEAT_MILLIS / 2;

    private static final int WARM = 50;
    private static final int UNDER_WAY = 3;

    private static final Duration ANSWER = Duration.ofSeconds(20);

    @TempDir
    private Path records;

    @Test
    void aFrozenProviderLosesItsCallsToTheOtherAndItsLateAnswersAreDropped() {
        try (Pair pair = Pair.direct(records)) {
            pair.begin(Scale.of("rate", 60, 200), SLEEP_MILLIS);
            long back = 0;
            for (int millis : List.of(1_000, LATE_MILLIS, 5_000, Scale.of("freeze-seconds", 0, 20) * 1_000)) {
                back = Math.max(back, freeze(pair, millis));
            }
            // A freeze that the machine made half a second longer has cost the connection, and its answers with it.
            for (int again = 0; again < 2 && lateReplies(pair) == 0; again++) {
                back = Math.max(back, freeze(pair, LATE_MILLIS));
            }
            List<History.Failure> failures = pair.failuresSince(0);
            assertThat(failures).allMatch(failure -> Pair.isTimeout(failure) || Pair.isNetwork(failure));
            long late = lateReplies(pair);
            assertThat(late).as("answers after their calls' timeout, dropped").isPositive();
            pair.end("B7-frozen-provider", "in use at most " + back + " ms after it went on", "late answers " + late);
        }
    }

    /** Returns how long it took until the victim was used again. */
    private static long freeze(Pair pair, int millis) {
        long begun = System.nanoTime();
        pair.victim.freeze();
        Pair.sleep(millis);
        pair.victim.thaw();
        long dead = begun + TimeUnit.MILLISECONDS.toNanos(DEAD_MILLIS) + pair.pauseNanos();
        long back = pair.awaitVictimInUse();
        assertThat(pair.failuresSince(dead))
                .as("calls to a provider that is known to be silent")
                .hasSizeLessThanOrEqualTo(2 * PROBES);
        return back;
    }

    private static long lateReplies(Pair pair) {
        return pair.once.count(RpcObserver.Event.LATE_REPLY);
    }

    @Test
    void aFrozenConsumerKeepsItsProviders() {
        try (Zookeeper zookeeper = new Zookeeper(records);
                Provider one = Provider.tern("one", zookeeper.address(), records, Map.of("interop.threads", "1000"));
                Provider two = Provider.tern("two", zookeeper.address(), records, Map.of("interop.threads", "1000"))) {
            one.start();
            two.start();
            Map<String, String> properties = Map.of(
                    "interop.registry", zookeeper.address(),
                    "interop.timeout", String.valueOf(Consumer.TIMEOUT.toMillis()),
                    "interop.consumer.heartbeat", String.valueOf(Consumer.HEARTBEAT_MILLIS));
            try (LocalProcess consumer = TernProcess.of("consumer", TrafficProcess.class, properties, List.of())) {
                consumer.tell("start " + Scale.of("frozen-rate", 50, 50) + " " + SLEEP_MILLIS);
                // The first calls of a new process may take a second, and would stand still with it.
                LocalTern.await("it is warm", ANSWER, () -> {
                    String[] count = consumer.ask("count", ANSWER).split(" ");
                    int tried = Integer.parseInt(count[1]);
                    return tried >= WARM && tried - Integer.parseInt(count[3]) <= UNDER_WAY;
                });
                consumer.freeze();
                Pair.sleep(TimeUnit.SECONDS.toMillis(Scale.of("freeze-seconds", 4, 20)));
                consumer.thaw();
                // The calls that were due meanwhile are made now.
                Pair.sleep(3_000);
                String failedBefore = consumer.ask("count", ANSWER).split(" ")[2];
                Pair.sleep(2_000);
                String failedAfter = consumer.ask("count", ANSWER).split(" ")[2];
                String verdict = consumer.ask("end " + Consumer.TIMEOUT.toMillis() + " " + records, ANSWER);
                String stuck = consumer.ask("close", ANSWER).substring("CLOSED ".length());
                Verdict.write("B8-frozen-consumer", verdict.substring("TALLY ".length()) + ", stuck " + stuck);
                assertThat(verdict).contains("lost 0, wrong 0, doubled 0, late 0");
                assertThat(stuck).as("threads that outlived the consumer").isEqualTo("0");
                assertThat(failedAfter).as("failures when it is awake again").isEqualTo(failedBefore);
                assertThat(consumer.errors()).as("false verdicts").doesNotContain("no sign of life");
                consumer.tell("stop");
                consumer.awaitEnd();
            }
        }
    }
}
