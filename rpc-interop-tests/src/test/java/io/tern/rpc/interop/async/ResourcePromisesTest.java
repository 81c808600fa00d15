// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static io.tern.rpc.interop.async.Bench.asyncCall;
import static io.tern.rpc.interop.async.Bench.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.harness.RecordingProxy;
import io.tern.rpc.interop.peer.PeerLine;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Statement 64, and what the front page promises about memory, full providers and lost connections. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(90)
class ResourcePromisesTest {
    private static final int LARGE = 1 << 20;

    private final LocalProvider provider = LocalProvider.start();
    private final Bench bench = Bench.of(provider.port(), PeerLine.TERN);

    @AfterAll
    void stop() {
        bench.close();
        provider.close();
    }

    private static void collected(String what, List<WeakReference<?>> references) {
        Bench.eventually(what + " can be collected", () -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.get() == null);
        });
    }

    @Test
    void statement64_futureThatWasTakenAndDroppedIsNotHeldByItsIdleThread() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            CallService calls = bench.async();
            List<WeakReference<?>> references = thread.submit(() -> {
                        calls.large(LARGE);
                        CompletableFuture<byte[]> future = saved();
                        byte[] result = future.get();
                        assertThat(result).hasSize(LARGE);
                        return List.<WeakReference<?>>of(new WeakReference<>(future), new WeakReference<>(result));
                    })
                    .get();

            collected("what an idle thread has taken and dropped", references);
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void promise12_threadHoldsNeitherArgumentNorResultOfASynchronousOrOneWayCall() throws Exception {
        CallService calls = bench.calls();
        CallService oneWay = bench.refer(
                CallService.class, reference -> reference.method("length", method -> method.set("return", false)));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            List<WeakReference<?>> references = thread.submit(() -> {
                        byte[] result = calls.large(LARGE);
                        byte[] argument = new byte[LARGE];
                        assertThat(calls.length(argument)).isEqualTo(LARGE);
                        byte[] oneWayArgument = new byte[LARGE];
                        assertThat(oneWay.length(oneWayArgument)).isZero();
                        assertThat(saved()).isNull();
                        return List.<WeakReference<?>>of(
                                new WeakReference<>(result),
                                new WeakReference<>(argument),
                                new WeakReference<>(oneWayArgument));
                    })
                    .get();

            collected("arguments and results", references);
        } finally {
            thread.shutdown();
        }
    }

    /** Used heap after collections that free no more. */
    private static long liveBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** 1 MiB and not 4, for a test heap of 1 GiB: what 100 threads would keep is still ten times the limit. */
    @Test
    void promise17_heapIsBackAfterAThousandLargeResultsOnAHundredThreadsThatLiveOn() throws Exception {
        int threads = 100;
        CallService async = bench.async();
        CallService sync = bench.calls();
        Semaphore atATime = new Semaphore(16);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            onEachThread(pool, threads, () -> assertThat(sync.echo("warm")).isEqualTo("warm"));
            long before = liveBytes();
            onEachThread(pool, threads, () -> {
                for (int i = 0; i < 10; i++) {
                    atATime.acquire();
                    try {
                        if (i % 5 == 0) {
                            assertThat(sync.large(LARGE)).hasSize(LARGE);
                        } else {
                            async.large(LARGE);
                            CompletableFuture<byte[]> future = saved();
                            assertThat(future.get()).hasSize(LARGE);
                        }
                    } finally {
                        atATime.release();
                    }
                }
            });

            Bench.eventually("live heap within 10 MB of the start", () -> liveBytes() - before < 10_000_000);
        } finally {
            pool.shutdown();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Runs the work on every thread of the pool: none begins before all are there. */
    private static void onEachThread(ExecutorService pool, int threads, Work work) throws Exception {
        CountDownLatch there = new CountDownLatch(threads);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            pool.execute(() -> {
                try {
                    there.countDown();
                    there.await();
                    work.run();
                } catch (Throwable e) {
                    failures.add(e);
                } finally {
                    done.countDown();
                }
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void promise18_pendingTableIsEmptyAfterTheLastDeadlineThoughAllCallbacksBlock() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CallService calls = bench.refer(
                CallService.class, reference -> reference.set("async", true).set("timeout", 400));
        try {
            CompletableFuture<String> last = null;
            for (int i = 0; i < 50; i++) {
                calls.never();
                last = saved();
                last.whenComplete((value, error) -> {
                    try {
                        release.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThat(bench.tern().stats().callsInFlight()).isPositive();
            assertThat(last).failsWithin(10, TimeUnit.SECONDS);
            Bench.eventually("no call is pending", () -> bench.tern().stats().callsInFlight() == 0);
        } finally {
            release.countDown();
        }
    }

    @Test
    void promise19_fullProviderRefusesAtOnceWithTheReasonAndDropsNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        try (LocalProvider full = LocalProvider.start(
                        protocol -> protocol.set("threads", 1).set("queues", 0));
                Bench consumer = Bench.of(full.port(), PeerLine.TERN)) {
            full.exportSteps().on("hold", () -> {
                entered.countDown();
                return String.valueOf(release.await(15, TimeUnit.SECONDS));
            });
            StepService steps = consumer.refer(StepService.class, reference -> reference.set("timeout", 30_000));
            CompletableFuture<String> held = asyncCall(() -> steps.run("hold"));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            long fastest = Long.MAX_VALUE;
            // The first rounds load classes; a round is one batch of requests.
            for (int round = 0; round < 5; round++) {
                fastest = Math.min(fastest, fastestOfRefusals(steps));
            }
            assertThat(fastest).isLessThan(50);
            assertThat(held).isNotDone();
            release.countDown();
            assertThat(held.get(10, TimeUnit.SECONDS)).isEqualTo("true");
            Bench.eventually("the thread is free", () -> full.tern().stats().requestsRunning() == 0);
            assertThat(steps.run("hold")).isEqualTo("true");
        }
    }

    /** The time of the fastest refusal among 50 calls, all of which must be refused, in milliseconds. */
    private static long fastestOfRefusals(StepService steps) {
        List<CompletableFuture<Long>> ends = new ArrayList<>();
        List<CompletableFuture<String>> refused = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            CompletableFuture<String> call = asyncCall(() -> steps.run("hold"));
            refused.add(call);
            ends.add(call.handle((value, error) -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        }
        for (CompletableFuture<String> call : refused) {
            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            RpcLimitException.class,
                            e -> assertThat(e.isLimitExceed()).isTrue())
                    // Promise 20: the message says what is full, with what, and what to change.
                    .hasMessageContainingAll("threads=\"1\"", "queues=\"0\"", "StepService#run", "raise threads")
                    // Promise 21: no executor's own exception.
                    .hasNoCause();
        }
        List<Long> millis = ends.stream().map(CompletableFuture::join).toList();
        assertThat(millis).allSatisfy(end -> assertThat(end).isLessThan(OutcomeStatements.LATE_MILLIS));
        return millis.stream().min(Long::compare).orElseThrow();
    }

    @Test
    void promise22_lostConnectionTakesNoCallOfAnotherOneAlong() throws Exception {
        List<AutoCloseable> opened = new ArrayList<>();
        try (RecordingProxy proxy = RecordingProxy.to(provider.port())) {
            List<CompletableFuture<String>> others = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                LocalProvider peer = LocalProvider.start();
                opened.add(peer);
                CallService calls = bench.refer(
                        CallService.class, reference -> reference.set("url", "dubbo://127.0.0.1:" + peer.port()));
                others.add(asyncCall(() -> calls.sleep(1_000, "safe")));
            }
            CallService cut = bench.refer(
                    CallService.class, reference -> reference.set("url", "dubbo://127.0.0.1:" + proxy.port()));
            CompletableFuture<String> lost = asyncCall(() -> cut.sleep(5_000, "lost"));
            Bench.eventually("the request is on its way", () -> !proxy.frames().isEmpty());
            assertThat(lost).isNotDone();

            proxy.close();

            assertThat(lost).failsWithin(10, TimeUnit.SECONDS);
            for (CompletableFuture<String> other : others) {
                assertThat(other).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("safe");
            }
        } finally {
            for (AutoCloseable peer : opened) {
                peer.close();
            }
            RpcContext.removeContext();
        }
    }
}
