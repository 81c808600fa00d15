// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReconnectorTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<CompletableFuture<ClientHandler>> attempts = new ArrayList<>();
    private final Reconnector reconnector =
            new Reconnector("127.0.0.1:1", new EmbeddedChannel().eventLoop(), clock::get, 0, () -> null, attempts::add);

    private void connectAndLoseAfter(long lifeMillis) {
        reconnector.attemptForCall();
        assertThat(reconnector.connected()).isTrue();
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(lifeMillis));
        reconnector.lost(new LinkFailure("hung up"), TimeUnit.MILLISECONDS.toNanos(lifeMillis));
    }

    @Test
    void callsDoNotHammerAProviderThatAcceptsAndHangsUp() {
        for (int i = 0; i < 10; i++) {
            connectAndLoseAfter(1);
        }
        assertThat(attempts).hasSize(10);
        for (int i = 0; i < 100; i++) {
            assertThat(reconnector.attemptForCall()).isCompletedExceptionally();
        }
        assertThat(attempts).hasSize(10);
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(reconnector.attemptForCall()).isNotDone();
        assertThat(attempts).hasSize(11);
    }

    @Test
    void aCallConnectsAtOnceAfterAConnectionThatLived() {
        for (int i = 0; i < 30; i++) {
            connectAndLoseAfter(i % 2 == 0 ? 1 : 1_000);
        }
        assertThat(reconnector.attemptForCall()).isNotDone();
        assertThat(attempts).hasSize(31);
    }

    @Test
    void whoHasReasonToHopeConnectsAtOnceAndPausesStartSmallAgain() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Reconnector retrying =
                new Reconnector("127.0.0.1:1", channel.eventLoop(), clock::get, 30_000, () -> null, attempts::add);
        for (int i = 0; i < 10; i++) {
            retrying.attempt();
            retrying.failed(new LinkFailure("down"));
        }
        retrying.attemptAnew();
        assertThat(attempts).hasSize(11);
        retrying.failed(new LinkFailure("down"));

        channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(attempts).hasSize(12);
        retrying.close();
    }
}
