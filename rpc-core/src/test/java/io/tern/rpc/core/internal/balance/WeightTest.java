// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.Ticker;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WeightTest {
    private static final long NOW = 1_700_000_000_000L;

    private final FakeTicker ticker = new FakeTicker();

    private Weight weight(Map<String, String> parameters) {
        return Weight.of(Candidate.endpoint(1, parameters), ticker, Instant.ofEpochMilli(NOW), warnings);
    }

    private final LogLimit warnings = new LogLimit(ticker, 2, 60_000);

    private static Map<String, String> started(long millisAgo, Map<String, String> others) {
        Map<String, String> parameters = new HashMap<>(others);
        parameters.put("timestamp", Long.toString(NOW - millisAgo));
        return parameters;
    }

    @Test
    void weightIsThatOfTheEndpointAndOneHundredIfItSaysNothing() {
        assertThat(weight(Map.of()).now()).isEqualTo(100);
        assertThat(weight(Map.of("weight", " 250 ")).now()).isEqualTo(250);
        assertThat(weight(Map.of("weight", "0")).now()).isZero();
        assertThat(weight(Map.of("weight", "-3")).now()).isZero();
    }

    @Test
    void numberThatIsNoneIsLoggedAndTakenAsTheDefault() {
        try (LogCapture log = new LogCapture(Weight.class)) {
            assertThat(weight(Map.of("weight", "heavy\n")).now()).isEqualTo(100);
            assertThat(log.lines()).singleElement().asString().contains("10.0.0.1:20880", "weight", "heavy?");
        }
        try (LogCapture log = new LogCapture(Weight.class)) {
            assertThat(weight(started(1_000, Map.of("warmup", "2147483648"))).now())
                    .isEqualTo(1);
            assertThat(log.lines()).singleElement().asString().contains("warmup");
        }
    }

    @Test
    void thousandsOfBadNumbersAreAFewLines() {
        try (LogCapture log = new LogCapture(Weight.class)) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(weight(Map.of("weight", "heavy")).now()).isEqualTo(100);
            }
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void providerElementOfDubbo26SpeaksForItsServices() {
        assertThat(weight(Map.of("default.weight", "30")).now()).isEqualTo(30);
        assertThat(weight(Map.of("default.weight", "30", "weight", "40")).now()).isEqualTo(40);
        assertThat(weight(started(5_000, Map.of("default.warmup", "10000"))).now())
                .isEqualTo(50);
    }

    @Test
    void shareGrowsWithTheTimeSinceTheStart() {
        Weight weight = weight(started(60_000, Map.of()));
        assertThat(weight.now()).isEqualTo(10);
        ticker.advanceMillis(239_999);
        assertThat(weight.now()).isEqualTo(49);
        ticker.advanceMillis(1);
        assertThat(weight.now()).isEqualTo(50);
        ticker.advanceMillis(299_999);
        assertThat(weight.now()).isEqualTo(99);
        ticker.advanceMillis(1);
        assertThat(weight.now()).isEqualTo(100);
    }

    @Test
    void providerThatHasJustStartedGetsTheSmallestShare() {
        assertThat(weight(started(0, Map.of())).now()).isEqualTo(1);
        assertThat(weight(started(1, Map.of("weight", "7"))).now()).isEqualTo(1);
        assertThat(weight(started(1, Map.of("weight", "0"))).now()).isZero();
    }

    @Test
    void timeIsNotReadOnceTheProviderIsWarm() {
        AtomicInteger reads = new AtomicInteger();
        Ticker counting = () -> {
            reads.incrementAndGet();
            return ticker.nanos();
        };
        Weight weight = Weight.of(
                Candidate.endpoint(1, started(599_999, Map.of())), counting, Instant.ofEpochMilli(NOW), warnings);
        assertThat(weight.now()).isEqualTo(99);
        ticker.advanceMillis(1);
        assertThat(weight.now()).isEqualTo(100);
        int readsWhenWarm = reads.get();
        assertThat(weight.now()).isEqualTo(100);
        assertThat(reads).hasValue(readsWhenWarm);
    }

    @Test
    void startThatIsUnknownOrStillToComeMeansTheFullShare() {
        assertThat(weight(Map.of("timestamp", "0")).now()).isEqualTo(100);
        Weight ahead = weight(started(-5_000, Map.of()));
        assertThat(ahead.now()).isEqualTo(100);
        ticker.advanceMillis(10_000);
        assertThat(ahead.now()).isEqualTo(100);
    }

    @Test
    void warmUpCanBeSetAndSwitchedOff() {
        assertThat(weight(started(5_000, Map.of("warmup", "10000"))).now()).isEqualTo(50);
        assertThat(weight(started(0, Map.of("warmup", "0"))).now()).isEqualTo(100);
    }

    @Test
    void startOfTheProviderWinsOverThatOfTheConsumerInMergedParameters() {
        Map<String, String> merged =
                Map.of("timestamp", Long.toString(NOW), "remote.timestamp", Long.toString(NOW - 300_000));
        assertThat(weight(merged).now()).isEqualTo(50);
    }

    @Property
    void shareIsTheQuotientThatDubboTakes(
            @ForAll @IntRange(min = 1, max = 100_000) int full,
            @ForAll @IntRange(min = 1) int warmUpMillis,
            @ForAll @IntRange(min = 1) int uptimeMillis) {
        int expected = uptimeMillis >= warmUpMillis
                ? full
                : (int) Math.max(1, Math.min(full, (double) uptimeMillis / ((double) warmUpMillis / full)));
        Weight weight = weight(started(
                uptimeMillis, Map.of("weight", Integer.toString(full), "warmup", Integer.toString(warmUpMillis))));
        assertThat(weight.now()).isBetween(expected - 1, expected + 1).isBetween(1, full);
    }
}
