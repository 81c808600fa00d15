// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static io.tern.rpc.interop.async.Bench.asyncCall;
import static io.tern.rpc.interop.async.Bench.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.AsyncContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements 18, 19, 57 to 61, 63, 67 and 68: threads, answers from elsewhere, limits, filters and the end. */
@Timeout(60)
class ProviderSideStatementsTest {
    @AfterEach
    void forgetContext() {
        RpcContext.removeContext();
    }

    private static LocalProvider withOneThread() {
        return LocalProvider.start(protocol -> protocol.set("threads", 1).set("queues", 10));
    }

    private static StepService steps(Bench bench) {
        return bench.refer(StepService.class, reference -> {});
    }

    @Test
    void statement18_savedFutureBelongsToTheCallersThreadAndWorksWhereItIsHandedTo() throws Exception {
        try (LocalProvider provider = LocalProvider.start();
                Bench bench = Bench.of(provider.port(), PeerLine.TERN)) {
            bench.async().sleep(100, "a");
            CompletableFuture<String> future = saved();

            assertThat(CompletableFuture.supplyAsync(() -> saved() == null).get())
                    .isTrue();
            assertThat(CompletableFuture.supplyAsync(future::join).get()).isEqualTo("a");
            assertThat(saved()).isSameAs(future);
        }
    }

    @Test
    void statement19_serviceStartsWithoutAFutureOrAttachmentOfAnEarlierRequest() throws Exception {
        try (LocalProvider provider = withOneThread();
                LocalProvider other = LocalProvider.start();
                Bench nested = Bench.of(other.port(), PeerLine.TERN);
                Bench bench = Bench.of(provider.port(), PeerLine.TERN)) {
            CallService calls = nested.async();
            provider.exportSteps()
                    .on("dirty", () -> {
                        calls.sleep(0, "nested");
                        RpcContext.getServerContext().setAttachment("answer", "dirty");
                        return (saved() != null) + " " + RpcContext.getContext().getAttachment("user") + " "
                                + Thread.currentThread().getName();
                    })
                    .on(
                            "look",
                            () -> saved() + " "
                                    + RpcContext.getContext().getAttachment("user") + " "
                                    + RpcContext.getServerContext().getAttachment("answer") + " "
                                    + Thread.currentThread().getName());
            StepService steps = steps(bench);
            RpcContext.getContext().setAttachment("user", "u1");

            String dirty = String.valueOf(steps.run("dirty"));
            String look = steps.run("look");

            assertThat(dirty).startsWith("true u1 tern-worker-");
            assertThat(look).isEqualTo(dirty.replace("true u1", "null null null"));
        }
    }

    @Test
    void statement57_providersThreadIsFreeWhileAnAnswerIsAwaited() throws Exception {
        LinkedBlockingQueue<AsyncContext> promised = new LinkedBlockingQueue<>();
        try (LocalProvider provider = withOneThread();
                Bench bench = Bench.of(provider.port(), PeerLine.TERN)) {
            provider.exportSteps().on("later", () -> {
                promised.add(RpcContext.startAsync());
                return "ignored";
            });
            StepService steps = steps(bench);
            CompletableFuture<String> first = asyncCall(() -> steps.run("later"));
            CompletableFuture<String> second = asyncCall(() -> steps.run("later"));
            AsyncContext one = take(promised);
            AsyncContext two = take(promised);
            assertThat(bench.calls().echo("served meanwhile")).isEqualTo("served meanwhile");
            assertThat(first).isNotDone();

            two.write("2");
            assertThat(second.get()).isEqualTo("2");
            assertThat(first).isNotDone();
            one.write("1");
            assertThat(first.get()).isEqualTo("1");
            assertThatThrownBy(() -> one.write("again")).isInstanceOf(IllegalStateException.class);
        }
    }

    private static AsyncContext take(LinkedBlockingQueue<AsyncContext> promised) throws InterruptedException {
        AsyncContext context = promised.poll(10, TimeUnit.SECONDS);
        if (context == null) {
            throw new AssertionError("The service was not called");
        }
        return context;
    }

    @Test
    void statement60_providerFreesAnAnswerThatNeverComesAtTheDeadlineAndLogsTheMethodOnce() throws Exception {
        LinkedBlockingQueue<AsyncContext> promised = new LinkedBlockingQueue<>();
        try (LocalProvider provider = LocalProvider.start();
                Bench bench = Bench.of(provider.port(), PeerLine.TERN);
                Lines lines = new Lines("io.tern.rpc.provider")) {
            provider.exportSteps().on("never", () -> {
                promised.add(RpcContext.startAsync());
                return "ignored";
            });
            StepService steps = bench.refer(StepService.class, reference -> reference.set("timeout", 1_000));
            CompletableFuture<String> last = asyncCall(() -> steps.run("never"));
            AsyncContext late = take(promised);
            assertThat(provider.tern().stats().requestsRunning()).isPositive();
            for (int i = 0; i < 4; i++) {
                last = asyncCall(() -> steps.run("never"));
                take(promised);
            }
            assertThatThrownBy(last::get).hasCauseInstanceOf(RpcTimeoutException.class);
            Bench.eventually(
                    "the requests are given up", () -> provider.tern().stats().requestsRunning() == 0);
            assertThatThrownBy(() -> late.write("too late")).isInstanceOf(IllegalStateException.class);
            assertThat(lines.with("StepService#run")).singleElement().asString().startsWith("WARN ");
        }
    }

    @Test
    void statement61_resetContextRestoresWhatTheThreadHad() throws Exception {
        LinkedBlockingQueue<AsyncContext> promised = new LinkedBlockingQueue<>();
        try (LocalProvider provider = LocalProvider.start();
                Bench bench = Bench.of(provider.port(), PeerLine.TERN)) {
            provider.exportSteps().on("later", () -> {
                promised.add(RpcContext.startAsync());
                return "ignored";
            });
            StepService steps = steps(bench);
            RpcContext.getContext().setAttachment("moved", "value");
            CompletableFuture<String> answer = asyncCall(() -> steps.run("later"));
            AsyncContext later = take(promised);
            RpcContext own = RpcContext.getContext();
            own.setAttachment("moved", "own");

            later.signalContextSwitch();
            assertThat(RpcContext.getContext().getAttachment("moved")).isEqualTo("value");
            assertThat(RpcContext.getContext().isProviderSide()).isTrue();
            later.resetContext();
            assertThat(RpcContext.getContext().getAttachment("moved")).isEqualTo("own");
            assertThat(RpcContext.getContext().isProviderSide()).isFalse();
            later.write("done");
            assertThat(answer.get()).isEqualTo("done");
        }
    }

    @Test
    void statement63_closingWaitsForPendingCallsAndFailsTheRestWithTheReason() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (LocalProvider provider = LocalProvider.start()) {
            provider.exportSteps().on("stuck", () -> String.valueOf(release.await(30, TimeUnit.SECONDS)));
            ConfigElement application = ConfigElement.of(ElementKind.APPLICATION)
                    .set("name", "closing")
                    .set("shutwait", 1_500);
            try (Tern tern = Tern.builder().element(application).start()) {
                StepService steps = tern.refer(
                                StepService.class,
                                reference -> reference
                                        .set("url", "dubbo://127.0.0.1:" + provider.port())
                                        .set("timeout", 30_000))
                        .get();
                CallService calls = tern.refer(
                                CallService.class,
                                reference -> reference
                                        .set("url", "dubbo://127.0.0.1:" + provider.port())
                                        .set("timeout", 30_000))
                        .get();
                CompletableFuture<String> ending = asyncCall(() -> calls.sleep(500, "in time"));
                CompletableFuture<String> stuck = asyncCall(() -> steps.run("stuck"));
                long start = System.nanoTime();

                tern.close();

                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                assertThat(millis).isBetween(1_400L, 6_000L);
                assertThat(ending.get(5, TimeUnit.SECONDS)).isEqualTo("in time");
                assertThatThrownBy(() -> stuck.get(5, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(RpcException.class)
                        .hasMessageContainingAll("StepService#run", "this process closed");
                assertThatThrownBy(() -> calls.echo("late"))
                        .isInstanceOf(RpcException.class)
                        .hasMessageContaining("losed");
            } finally {
                release.countDown();
            }
        }
    }

    @Test
    void statement67_slotOfActivesIsHeldUntilTheAsyncCallEnds() throws Exception {
        try (LocalProvider provider = LocalProvider.start();
                Bench bench = Bench.of(provider.port(), PeerLine.TERN)) {
            CallService calls = bench.refer(
                    CallService.class,
                    reference -> reference
                            .set("async", true)
                            .method("sleep", method -> method.set("actives", 1).set("timeout", 5_000)));
            long begin = System.nanoTime();
            calls.sleep(1_000, "first");
            CompletableFuture<String> first = saved();
            calls.sleep(0, "waited");
            assertThat(System.nanoTime() - begin)
                    .as("the second call waits for the slot, until the answer of the first is there")
                    .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(1_000));
            assertThat(first.get(1, TimeUnit.SECONDS)).isEqualTo("first");
            assertThat(saved().get()).isEqualTo("waited");

            // Three attempts hold the slot longer than one timeout, so that a second call runs into its limit.
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            provider.exportSteps().on("stuck", () -> {
                entered.countDown();
                return String.valueOf(release.await(30, TimeUnit.SECONDS));
            });
            StepService steps = bench.refer(
                    StepService.class,
                    reference -> reference.set("timeout", 600).set("retries", 2).set("actives", 1));
            CompletableFuture<String> holder = CompletableFuture.supplyAsync(() -> String.valueOf(steps.run("stuck")));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            CompletableFuture<String> second = asyncCall(() -> steps.run("stuck"));
            assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(RpcLimitException.class)
                    .hasMessageContaining("actives=1");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(595));
            release.countDown();
            holder.handle((value, error) -> error).get(10, TimeUnit.SECONDS);
        }
    }

    /** Keeps what it saw of the last call. */
    private static final class Watch implements Filter {
        private volatile @Nullable ResponseFuture<@Nullable Object> returned;
        private volatile @Nullable CompletableFuture<Object> inContext;
        private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();

        @Override
        public String name() {
            return "watch";
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
            ResponseFuture<@Nullable Object> future = next.invoke(call);
            returned = future;
            inContext = saved();
            future.whenComplete((value, error) -> ends.add(value + " " + error));
            return future;
        }
    }

    @Test
    void statement68_filterHasACompletionHookAndSeesTheCallsFuture() throws Exception {
        Watch watch = new Watch();
        try (LocalProvider provider = LocalProvider.start();
                Bench bench = Bench.of(provider.port(), builder -> builder.filter(watch))) {
            CallService calls = bench.refer(
                    CallService.class, reference -> reference.set("async", true).set("filter", "watch"));
            assertThat(calls.sleep(100, "a")).isNull();
            CompletableFuture<String> future = saved();

            assertThat((Object) watch.returned).isSameAs(future);
            assertThat((Object) watch.inContext).isSameAs(future);
            assertThat(future.get()).isEqualTo("a");
            assertThat(watch.ends.poll(10, TimeUnit.SECONDS)).isEqualTo("a null");
            assertThat(watch.ends).isEmpty();
        }
    }
}
