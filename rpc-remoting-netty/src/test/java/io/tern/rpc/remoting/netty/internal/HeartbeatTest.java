// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code heartbeat="1000"} does on a connection. */
class HeartbeatTest {
    private static final int INTERVAL = 1_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicLong nanos = new AtomicLong(5);
    private final AtomicInteger beats = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final Heartbeat heartbeat =
            new Heartbeat(channel.eventLoop(), nanos::get, INTERVAL, beats::incrementAndGet, ends::incrementAndGet);

    @BeforeEach
    void start() {
        channel.freezeTime();
        heartbeat.start();
    }

    @AfterEach
    void stop() {
        heartbeat.stop();
        channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void silenceOfThreeIntervalsEndsTheConnection() {
        pass(INTERVAL);
        pass(INTERVAL);
        assertThat(beats).hasValue(2);
        assertThat(ends).hasValue(0);
        pass(INTERVAL);
        assertThat(ends).hasValue(1);
    }

    @Test
    void trafficPutsTheNextBeatOff() {
        pass(INTERVAL - 1);
        heartbeat.traffic();
        pass(INTERVAL - 1);
        assertThat(beats).hasValue(0);
        pass(1);
        assertThat(beats).hasValue(1);
    }

    @Test
    void aProcessThatWasStoppedAsksBeforeItGivesUp() {
        pass(20 * INTERVAL);
        assertThat(ends).as("it has asked nobody").hasValue(0);
        assertThat(beats).hasValue(1);
        pass(INTERVAL);
        pass(INTERVAL);
        assertThat(ends).as("nobody has answered since").hasValue(1);
    }

    @Test
    void beatsBeforeTheLastTrafficDoNotCount() {
        pass(INTERVAL);
        pass(INTERVAL);
        heartbeat.traffic();
        pass(20 * INTERVAL);
        assertThat(ends).hasValue(0);
        heartbeat.traffic();
        pass(INTERVAL);
        pass(INTERVAL);
        assertThat(ends).hasValue(0);
        pass(INTERVAL);
        assertThat(ends).hasValue(1);
    }
}
