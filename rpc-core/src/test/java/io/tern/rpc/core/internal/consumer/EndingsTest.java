// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.FakeTransport;
import io.tern.rpc.core.internal.consumer.Endings.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndingsTest {
    private final FakeTicker ticker = new FakeTicker();
    private final FakeTransport transport = new FakeTransport(ticker);
    private final AtomicInteger ended = new AtomicInteger();

    private void end(List<Ending> endings, long drainMillis, Executor executor) {
        Endings.end(
                endings,
                drainMillis,
                new Callers.Environment(
                        transport,
                        new SharedConnections(transport),
                        ticker,
                        "test",
                        new Consumer().gate,
                        executor,
                        CallbackSender.Factory.NONE));
    }

    @Test
    void peersThatDoNotReadAreWaitedForSideBySide() {
        // Each waits until all are there: one after the other, they would wait for ever.
        CyclicBarrier all = new CyclicBarrier(20);
        List<Ending> endings = IntStream.range(0, 20)
                .mapToObj(i -> new Ending(() -> true, drainMillis -> {
                    try {
                        all.await(20, TimeUnit.SECONDS);
                        ended.incrementAndGet();
                    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        end(endings, 0, task -> new Thread(task, "test").start());
        assertThat(ended).hasValue(20);
    }

    @Test
    void oneTimeLimitIsForAllAndThoseWithoutCallsGoFirst() {
        List<String> log = new ArrayList<>();
        Ending busy = new Ending(() -> false, drainMillis -> {
            log.add("busy " + drainMillis);
            ticker.advanceMillis(300);
        });
        Ending idle = new Ending(() -> true, drainMillis -> log.add("idle " + drainMillis));
        end(List.of(busy, idle, busy), 500, Runnable::run);
        assertThat(log).containsExactly("idle 500", "busy 500", "busy 200");
    }

    @Test
    void withoutAHelperWhoAsksDoesIt() {
        Ending ending = new Ending(() -> true, drainMillis -> ended.incrementAndGet());
        end(Stream.generate(() -> ending).limit(100).toList(), 0, task -> {
            throw new RejectedExecutionException("closing");
        });
        assertThat(ended).hasValue(100);
        end(List.of(), 0, task -> {});
    }
}
