// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.AsyncContext;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A calls B, and B calls C for it: promise 14, over real sockets. */
@Timeout(60)
class TernChainTest {
    /** How long A waits. */
    private static final int PATIENCE = 2_000;
    /** How much later than it should something may be noticed on a machine with more to do than cores. */
    private static final int LATE = 2_000;

    private final Node a = Node.start();
    private final Node b = Node.start();
    private final Node c = Node.start();
    private final Hop toB = a.refer(Hop.class, b.port(), reference -> reference.set("timeout", PATIENCE));
    private final Hop toBCounting = a.refer(
            Hop.class,
            b.port(),
            reference -> reference.set("timeout", PATIENCE).parameter("enable-timeout-countdown", "true"));
    /** Would wait 10 s, and C takes longer. */
    private final Hop toC = b.refer(Hop.class, c.port(), reference -> {});
    /** Holds what shall not end before the test does: no time that is slept is long enough for any machine. */
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void prepare() {
        c.on("slow", () -> {
            awaitRelease();
            return "slow";
        });
        c.on("quick", () -> "quick");
        b.on("warm up", () -> toC.go("quick"));
        for (Hop reference : List.of(toB, toBCounting)) {
            // The first call loads classes, which can take longer than A waits.
            RpcContext.nextCall().timeout(Duration.ofSeconds(20));
            assertThat(reference.go("warm up")).isEqualTo("quick");
        }
        c.arrivals().clear();
        b.arrivals().clear();
    }

    @AfterEach
    void stop() {
        release.countDown();
        RpcContext.removeContext();
        a.close();
        b.close();
        c.close();
    }

    private void awaitRelease() {
        try {
            release.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** How a nested call ended, and how long after the request came to B. */
    private record End(@Nullable Throwable error, long millis) {}

    private static End ended(Callable<?> call) {
        long start = System.nanoTime();
        Throwable error = null;
        try {
            call.call();
        } catch (Throwable e) {
            error = e;
        }
        return new End(error, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static void assertCut(End end) {
        assertThat(end.error()).isInstanceOf(RpcTimeoutException.class);
        assertThat(end.millis()).isLessThan(PATIENCE + LATE);
    }

    private Node.Arrival atC() {
        assertThat(c.arrivals()).hasSize(1);
        return c.arrivals().get(0);
    }

    @Test
    void aNestedCallEndsWhenNobodyWaitsForItAnyMore() throws Exception {
        CompletableFuture<End> end = new CompletableFuture<>();
        b.on("nested", () -> {
            end.complete(ended(() -> toC.go("slow")));
            awaitRelease(); // the consumer gives up a moment later
            return null;
        });
        assertThatThrownBy(() -> toB.go("nested")).isInstanceOf(RpcTimeoutException.class);

        assertCut(end.get(10, TimeUnit.SECONDS));
        assertThat(atC().attachments()).doesNotContainKey("_TO");
        assertThat(Integer.parseInt((String) atC().attachments().get("timeout")))
                .isBetween(1, PATIENCE);
        assertThat(atC().left()).isBetween(Duration.ZERO, Duration.ofMillis(PATIENCE));
    }

    @Test
    void aCountdownGoesOnToTheThird() throws Exception {
        CompletableFuture<End> end = new CompletableFuture<>();
        b.on("nested", () -> {
            pause(100);
            end.complete(ended(() -> toC.go("slow")));
            awaitRelease(); // the consumer gives up a moment later
            return null;
        });
        assertThatThrownBy(() -> toBCounting.go("nested")).isInstanceOf(RpcTimeoutException.class);

        assertCut(end.get(10, TimeUnit.SECONDS));
        assertThat(b.arrivals().get(0).remainingMillis()).isBetween(1, PATIENCE);
        assertThat(atC().remainingMillis()).isBetween(1, PATIENCE - 100);
    }

    @Test
    void whatComesTooLateIsNotSentAtAllButNoticesAre() throws Exception {
        CompletableFuture<End> end = new CompletableFuture<>();
        CompletableFuture<String> told = new CompletableFuture<>();
        c.on("told", () -> {
            told.complete("told");
            return null;
        });
        b.on("nested", () -> {
            pause(PATIENCE + 50);
            end.complete(ended(() -> toC.go("quick")));
            RpcContext.getContext().asyncCall(() -> toC.tell("told"));
            awaitRelease();
            return null;
        });
        assertThatThrownBy(() -> toBCounting.go("nested")).isInstanceOf(RpcTimeoutException.class);

        assertThat(end.get(10, TimeUnit.SECONDS).error())
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.getCode()).isEqualTo(RpcException.TIMEOUT_TERMINATE))
                .hasMessageContaining("No time left");
        assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo("told");
        assertThat(c.arrivals()).extracting(Node.Arrival::method).containsExactly("tell");
    }

    @Test
    void wrappedTasksAndServicesThatAnswerLaterAreBoundTheSameWay() throws Exception {
        for (Callable<?> request : List.<Callable<?>>of(
                () -> toBCounting.go("wrapped"),
                () -> toBCounting.goLater("direct").get())) {
            CompletableFuture<End> end = new CompletableFuture<>();
            b.on("direct", () -> {
                end.complete(ended(() -> toC.go("slow")));
                awaitRelease(); // the consumer gives up a moment later
                return null;
            });
            b.on(
                    "wrapped",
                    () -> RpcContext.wrap(b.threads())
                            .submit(() -> b.step("direct"))
                            .get());
            assertThatThrownBy(request::call).isInstanceOf(Exception.class);

            assertCut(end.get(10, TimeUnit.SECONDS));
        }
        assertThat(c.arrivals())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.remainingMillis()).isBetween(1, PATIENCE));
    }

    @Test
    void aThreadThatIsNotToldOfTheRequestIsNotBound() throws Exception {
        b.on("apart", () -> b.threads().submit(() -> toC.go("quick")).get());
        assertThat(toBCounting.go("apart")).isEqualTo("quick");

        assertThat(atC().remainingMillis()).isNegative();
        assertThat(atC().left()).isBetween(Duration.ofMillis(PATIENCE), Duration.ofSeconds(10));
    }

    @Test
    void anAsyncContextBringsTheDeadlineToAnotherThread() throws Exception {
        CompletableFuture<End> end = new CompletableFuture<>();
        b.on("later", () -> {
            AsyncContext later = RpcContext.startAsync();
            b.threads().execute(() -> {
                later.signalContextSwitch();
                try {
                    end.complete(ended(() -> toC.go("slow")));
                } finally {
                    later.resetContext();
                }
            });
            return null;
        });
        assertThatThrownBy(() -> toBCounting.go("later")).isInstanceOf(RpcTimeoutException.class);

        assertCut(end.get(10, TimeUnit.SECONDS));
    }

    @Test
    void callbacksOfNestedCallsAreBoundAndPassTheRequestsAttachmentsOn() throws Exception {
        b.on(
                "staged",
                () -> RpcContext.getContext()
                        .asyncCall(() -> toC.go("quick"))
                        .thenApply(value -> value + " " + toC.go("quick"))
                        .get());
        RpcContext.getContext().setAttachment("trace", "t1");
        assertThat(toBCounting.go("staged")).isEqualTo("quick quick");

        assertThat(c.arrivals()).hasSize(2).allSatisfy(call -> {
            assertThat(call.remainingMillis()).isBetween(1, PATIENCE);
            assertThat(call.attachments()).containsEntry("trace", "t1");
        });
    }

    @Test
    void aReferenceCanBeToldToGoOnWithoutItsConsumer() throws Exception {
        Hop stubborn = b.refer(Hop.class, c.port(), reference -> reference.parameter("tern.deadline", "off"));
        CompletableFuture<String> done = new CompletableFuture<>();
        b.on("nested", () -> {
            pause(PATIENCE + 50);
            done.complete(stubborn.go("quick"));
            awaitRelease();
            return null;
        });
        assertThatThrownBy(() -> toBCounting.go("nested")).isInstanceOf(RpcTimeoutException.class);

        assertThat(done.get(10, TimeUnit.SECONDS)).isEqualTo("quick");
    }

    @Test
    void settingsOfOneCallReachTheProviderWithThatCallOnly() {
        RpcContext.nextCall().timeout(Duration.ofMillis(4_321)).address("127.0.0.1:" + b.port());
        toB.go("warm up");
        RpcContext.getContext().setAttachment("timeout", 4_000);
        toB.go("warm up");
        toB.go("warm up");

        assertThat(b.arrivals())
                .extracting(call -> call.attachments().get("timeout"))
                .containsExactly("4321", "4000", String.valueOf(PATIENCE));
        RpcContext.nextCall().address("127.0.0.1:" + c.port());
        assertThatThrownBy(() -> toB.go("warm up")).hasMessageContaining("127.0.0.1:" + c.port());
        assertThat(toB.go("warm up")).isEqualTo("quick");
    }
}
