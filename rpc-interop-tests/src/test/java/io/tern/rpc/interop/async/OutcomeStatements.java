// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static io.tern.rpc.interop.async.Bench.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.UncheckedFailure;
import io.tern.rpc.spi.RpcObserver.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Statements 20 to 28, 31 and 32: how calls end. */
interface OutcomeStatements extends StatementsOnAny {
    /** Later than the deadline, on a machine with more to do than cores. */
    long LATE_MILLIS = 2_000;

    @Test
    default void statement20_declaredExceptionIsTheDirectCauseWithItsFields() {
        failChecked(bench().async());
        CompletableFuture<String> future = saved();

        assertThatThrownBy(future::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(CheckedFailure.class)
                .hasMessage("no paper")
                .asInstanceOf(InstanceOfAssertFactories.type(CheckedFailure.class))
                .satisfies(failure -> {
                    assertThat(failure.detail()).isEqualTo(17);
                    assertThat(failure.place()).usingRecursiveComparison().isEqualTo(new Point(3, 4));
                });
    }

    private static void failChecked(CallService calls) {
        try {
            calls.failChecked("no paper", 17);
        } catch (CheckedFailure e) {
            throw new AssertionError("thrown instead of put into the future", e);
        }
    }

    @Test
    default void statement21_uncheckedExceptionIsTheDirectCauseOfBothGets() {
        bench().async().failUnchecked("closed", 5L);
        CompletableFuture<String> future = saved();

        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(UncheckedFailure.class)
                .hasMessage("closed");
        assertThatThrownBy(future::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        UncheckedFailure.class, e -> assertThat(e.detail()).isEqualTo(5L));
    }

    @Test
    default void statement22_futureFailsAtTheDeadlineWithTheTimeoutType() {
        CallService calls = bench().hurriedAsync();
        calls.echo("warm");
        List<CompletableFuture<Long>> ends = new ArrayList<>();
        CompletableFuture<String> last = saved();
        for (int i = 0; i < 5; i++) {
            // Apart, so that a pause of the machine at the deadline of one leaves those of others alone.
            Bench.pause(i == 0 ? 0 : 150);
            long start = System.nanoTime();
            calls.sleep(3_000, "a");
            last = saved();
            ends.add(last.handle((value, error) -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        }

        List<Long> millis = ends.stream().map(CompletableFuture::join).toList();
        assertThat(millis)
                .allSatisfy(end -> assertThat(end).isBetween(Bench.HURRIED - 1L, Bench.HURRIED + LATE_MILLIS));
        // A busy machine can delay some of them, not a wrong deadline all.
        assertThat(millis).anySatisfy(end -> assertThat(end).isLessThanOrEqualTo(Bench.HURRIED + 50L));
        assertThatThrownBy(last::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(RpcTimeoutException.class)
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.getCode()).isEqualTo(RpcException.TIMEOUT_EXCEPTION));
    }

    @Test
    default void statement23_timedGetDoesNotEndTheCall() throws Exception {
        bench().async().sleep(1_000, "a");
        CompletableFuture<String> future = saved();

        assertThatThrownBy(() -> future.get(50, TimeUnit.MILLISECONDS)).isExactlyInstanceOf(TimeoutException.class);
        assertThat(future).isNotDone();
        assertThat(future.get()).isEqualTo("a");
    }

    @Test
    default void statement24_synchronousCallOverTheTimeoutThrowsWithTheCode() {
        CallService calls = bench().refer(CallService.class, reference -> reference.set("timeout", 200));
        long start = System.nanoTime();

        assertThatThrownBy(() -> calls.sleep(3_000, "a"))
                .isInstanceOf(RpcTimeoutException.class)
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.getCode()).isEqualTo(RpcException.TIMEOUT_EXCEPTION))
                .hasMessageContaining("CallService#sleep");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(millis).isBetween(200L, 200 + LATE_MILLIS);
    }

    @Test
    default void statement25_cancelledFutureFreesItsEntryAndTheLateReplyIsIgnored() throws Exception {
        CallService calls = bench().refer(
                        CallService.class,
                        reference -> reference.method(
                                "counted", method -> method.set("async", true).set("onthrow", "hooks.thrown")));
        bench().hooks().clear();
        long lateBefore = bench().tern().stats().count(Event.LATE_REPLY);
        String key = UUID.randomUUID().toString();
        calls.counted(key, 1_000);
        CompletableFuture<Integer> future = saved();
        // Cancelled before it was written, the request would never leave.
        Bench.eventually("the request arrived", () -> bench().calls().count(key) == 1);
        assertThat(future).isNotDone();
        assertThat(bench().tern().stats().callsInFlight()).isEqualTo(1);

        assertThat(future.cancel(true)).isTrue();

        assertThat(future).isCancelled().isDone();
        assertThatThrownBy(future::get).isExactlyInstanceOf(CancellationException.class);
        assertThat(bench().tern().stats().callsInFlight()).isZero();
        assertThat(bench().hooks().take().outcome()).isInstanceOf(CancellationException.class);
        Bench.eventually("the reply came late", () -> bench().tern().stats().count(Event.LATE_REPLY) == lateBefore + 1);
        assertThatThrownBy(future::get).isExactlyInstanceOf(CancellationException.class);
        assertThat(bench().hooks().waiting()).isZero();
        assertThat(bench().calls().echo("still works")).isEqualTo("still works");
    }

    @Test
    default void statement26_interruptedGetThrowsAndTheCallGoesOn() throws Exception {
        bench().async().sleep(300, "a");
        CompletableFuture<String> future = saved();

        Thread.currentThread().interrupt();
        assertThatThrownBy(future::get).isExactlyInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(future.get()).isEqualTo("a");
    }

    @Test
    default void statement27_futureMethodReturnsTheSavedFutureWhateverAsyncSays() throws Exception {
        for (Boolean async : new Boolean[] {null, true, false}) {
            FutureService futures = bench().refer(FutureService.class, reference -> reference.set("async", async));
            CompletableFuture<String> future = futures.sleep(300, "a");
            assertThat(future).as("async=%s", async).isNotNull().isNotDone().isSameAs(saved());
            assertThat(future.get()).isEqualTo("a");
        }
        int port = Bench.deadPort();
        FutureService dead = bench().refer(FutureService.class, reference -> Bench.dead(reference, port));
        CompletableFuture<String> failed = dead.sleep(0, "a");
        assertThat(failed).isNotNull().isSameAs(saved());
        assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcConnectionException.class);
    }

    @Test
    default void statement28_futureMethodCarriesTheServicesErrorAndTheTimeout() {
        FutureService futures = bench().refer(FutureService.class, reference -> reference.set("timeout", 300));
        CompletableFuture<String> failing = fail(bench().futures());
        CompletableFuture<String> slow = futures.sleep(3_000, "a");

        assertThatThrownBy(failing::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(CheckedFailure.class)
                .hasMessage("why");
        assertThatThrownBy(slow::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RpcTimeoutException.class);
    }

    private static CompletableFuture<String> fail(FutureService futures) {
        try {
            return futures.fail(20, "why");
        } catch (CheckedFailure e) {
            throw new AssertionError("thrown instead of put into the future", e);
        }
    }

    @Test
    default void statement31_asynchronousCallIsSentOnceWhateverRetriesSays() throws Exception {
        CallService calls = bench().refer(
                        CallService.class,
                        reference ->
                                reference.set("async", true).set("timeout", 200).set("retries", 2));
        String key = UUID.randomUUID().toString();
        calls.counted(key, 3_000);
        CompletableFuture<Integer> future = saved();

        assertThatThrownBy(future::get).hasCauseInstanceOf(RpcTimeoutException.class);
        // Requests of one connection are started in order: a second attempt would have been counted before this one.
        assertThat(bench().calls().echo("after")).isEqualTo("after");
        assertThat(bench().calls().count(key)).isEqualTo(1);
    }

    @Test
    default void statement32_synchronousCallIsTriedThreeTimesWithOneDirectUrl() {
        CallService calls = bench().refer(
                        CallService.class,
                        reference -> reference.set("timeout", 200).set("retries", 2));
        String key = UUID.randomUUID().toString();

        assertThatThrownBy(() -> calls.counted(key, 3_000))
                .isInstanceOf(RpcTimeoutException.class)
                .hasMessageContaining("ried 3 times");
        Bench.eventually("three attempts came", () -> bench().calls().count(key) == 3);
    }
}
