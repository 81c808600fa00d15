// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ProtocolSettings.Dispatcher;
import io.tern.rpc.config.ProtocolSettings.ThreadPool;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerPoolTest {
    private final Bench bench = new Bench();
    private final AtomicInteger highest = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

    interface Job {
        String run();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void serve(ProtocolSettings protocol) {
        Job job = () -> {
            highest.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                gate.get().await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                now.decrementAndGet();
            }
            return Thread.currentThread().getName();
        };
        bench.export(Bench.service(Job.class, job).on(protocol).settings());
    }

    private FakeCall send() {
        return bench.send(bench.call(Job.class, "run"));
    }

    private static ProtocolSettings pool(ThreadPool kind, int threads, int queues) {
        return Bench.protocol("p", 20_880, kind, threads, queues, Dispatcher.ALL);
    }

    @ParameterizedTest
    @EnumSource(ThreadPool.class)
    void neverMoreRequestsRunThanThreadsAndNeverMoreAreKeptThanTheQueueAllows(ThreadPool kind) {
        serve(pool(kind, 3, 2));
        gate.set(new CountDownLatch(1));
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(send());
        }
        List<FakeCall> kept = calls.subList(0, 5);
        assertThat(calls.subList(5, 8))
                .allSatisfy(call -> assertThat(call.reply().status()).isEqualTo(ReplyStatus.THREADPOOL_EXHAUSTED));
        gate.get().countDown();

        assertThat(kept)
                .allSatisfy(call -> assertThat((String) call.reply().value()).startsWith("tern-worker-bench-20880-"));
        if (kind != ThreadPool.VIRTUAL) {
            assertThat(highest.get()).isLessThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(ThreadPool.class)
    void aConsumerThatWaitsForEachReplyIsNeverRefusedByOneThread(ThreadPool kind) {
        serve(pool(kind, 1, 0));

        for (int i = 0; i < 2_000; i++) {
            assertThat(send().reply().status()).isEqualTo(ReplyStatus.OK);
        }
    }

    @Test
    void aFixedPoolHasItsThreadsAndACachedOneReusesThem() {
        serve(pool(ThreadPool.CACHED, 50, 0));
        Set<Object> names = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            names.add(send().reply().value());
        }

        assertThat(names).hasSizeLessThan(50);
    }

    @Test
    void anUnboundedQueueTakesEverything() {
        serve(pool(ThreadPool.FIXED, 1, -1));
        gate.set(new CountDownLatch(1));
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            calls.add(send());
        }
        gate.get().countDown();

        assertThat(calls).allSatisfy(call -> assertThat(call.reply().status()).isEqualTo(ReplyStatus.OK));
    }

    @Test
    void virtualThreadsAreLimitedByThreadsOnlyWhereThatWasWritten() {
        ProtocolSettings written = pool(ThreadPool.VIRTUAL, 1, 0);
        serve(new ProtocolSettings(
                written.id(),
                written.name(),
                written.host(),
                written.port(),
                false,
                ThreadPool.VIRTUAL,
                1,
                0,
                60_000,
                0,
                0,
                Dispatcher.ALL,
                ServerSettings.DEFAULT,
                true,
                null,
                Map.of()));
        gate.set(new CountDownLatch(1));
        FakeCall first = send();
        FakeCall second = send();
        gate.get().countDown();

        assertThat(first.reply().status()).isEqualTo(ReplyStatus.OK);
        boolean virtual = VirtualThreads.factory("x") != null;
        assertThat(virtual).isEqualTo(Runtime.version().feature() >= 21);
        assertThat(second.reply().status()).isEqualTo(virtual ? ReplyStatus.OK : ReplyStatus.THREADPOOL_EXHAUSTED);
    }

    @Test
    void closingInterruptsWhatRunsAndRefusesWhatComes() {
        serve(pool(ThreadPool.FIXED, 1, 0));
        gate.set(new CountDownLatch(1));
        FakeCall running = send();
        FakeCall late = bench.call(Job.class, "run");
        while (now.get() == 0) {
            Thread.onSpinWait();
        }
        bench.exporter.close();

        assertThat(running.reply().error()).isInstanceOf(IllegalStateException.class);
        assertThat(bench.send(late).reply().status()).isEqualTo(ReplyStatus.THREADPOOL_EXHAUSTED);
    }

    @Test
    void closingDropsWhatStillWaitsForAThread() {
        serve(pool(ThreadPool.FIXED, 1, 5));
        gate.set(new CountDownLatch(1));
        FakeCall running = send();
        while (now.get() == 0) {
            Thread.onSpinWait();
        }
        FakeCall waiting = send();
        bench.exporter.close();

        assertThat(waiting.reply().status())
                .as("no reply: the connection is closed")
                .isNull();
        assertThat(running.reply().error()).isInstanceOf(IllegalStateException.class);
        assertThat(waiting.isDecoded()).isFalse();
    }
}
