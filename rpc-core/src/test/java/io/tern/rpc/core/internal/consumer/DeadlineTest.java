// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.fixture.FakeProvider.Received;
import io.tern.rpc.core.internal.cluster.FailbackCluster;
import io.tern.rpc.core.internal.cluster.ForkingCluster;
import io.tern.rpc.core.internal.mock.Mocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines on their way from a request to the calls that are made for it. */
class DeadlineTest {
    private final Consumer consumer = new Consumer();
    private final RpcContext context = RpcContext.getContext();

    DeadlineTest() {
        consumer.defaults.timeoutMillis = 1_000;
        consumer.defaults.retries = 0;
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    /** Lets this thread serve a request whose consumer waits so long from now. */
    private void serve(long leftMillis, boolean countsDown) {
        InternalRpcContext.enter(context, request(leftMillis, countsDown));
    }

    private InternalRpcContext.Request request(long leftMillis, boolean countsDown) {
        try {
            return new InternalRpcContext.Request(
                    Runnable.class.getMethod("run"),
                    new Peer(null, null),
                    "shop",
                    Map.of(),
                    consumer.ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(leftMillis),
                    countsDown,
                    consumer.ticker);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private List<Received> received() {
        return consumer.provider().received();
    }

    private Received only() {
        assertThat(received()).hasSize(1);
        return received().get(0);
    }

    private long grantedMillis(Received received) {
        return TimeUnit.NANOSECONDS.toMillis(
                received.call().deadlineNanos() - received.call().startNanos());
    }

    private void countDown() {
        consumer.defaults.parameters = Map.of("enable-timeout-countdown", "true");
    }

    @Test
    void withoutARequestAndACountdownNothingIsSaidAndNothingIsMade() {
        consumer.provider().returns("x");
        consumer.reference().find("a");

        assertThat(only().attachments()).isEmpty();
        assertThat(only().call().options().terms()).isNull();
    }

    @Test
    void aCountdownSaysWhatIsLeftWithEachAttempt() {
        countDown();
        consumer.defaults.retries = 2;
        consumer.addresses("10.0.0.1:20880", "10.0.0.2:20880");
        consumer.transport.provider("10.0.0.1:20880").silent();
        consumer.transport.provider("10.0.0.2:20880").silent();
        DemoService demo = consumer.reference();

        assertThatThrownBy(() -> demo.find("a")).isInstanceOf(RpcTimeoutException.class);

        for (String address : List.of("10.0.0.1:20880", "10.0.0.2:20880")) {
            assertThat(consumer.transport.provider(address).received())
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.attachments()).isEqualTo(Map.of("_TO", 1_000)));
        }
    }

    @Test
    void aOneWayCallHasNobodyWhoWaits() {
        countDown();
        consumer.defaults.oneWay = true;
        serve(200, true);
        consumer.ticker.advanceMillis(300);

        consumer.reference().find("a");

        assertThat(only().attachments()).isEmpty();
    }

    @Test
    void aNestedCallEndsWithItsConsumersPatienceAndPassesOnWhatIsLeft() {
        serve(400, true);
        consumer.provider().silent();
        DemoService demo = consumer.reference();
        consumer.ticker.advanceMillis(150);
        long start = consumer.ticker.nanos();

        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isTimeout()).isTrue());

        assertThat(consumer.ticker.nanos() - start).isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(only().attachments()).isEqualTo(Map.of("_TO", 250, "timeout", "250"));
    }

    @Test
    void withoutACountdownItIsCutAllTheSameAndSaysItsOwnShorterTimeout() {
        serve(400, false);
        consumer.provider().returns("x");
        consumer.reference().find("a");

        assertThat(only().attachments()).isEqualTo(Map.of("timeout", "400"));
        assertThat(grantedMillis(only())).isEqualTo(400);
    }

    @Test
    void itsOwnShorterTimeoutStays() {
        serve(5_000, true);
        consumer.provider().returns("x");
        consumer.reference().find("a");

        assertThat(only().attachments()).isEqualTo(Map.of("_TO", 1_000));
        assertThat(grantedMillis(only())).isEqualTo(1_000);
    }

    @Test
    void withNothingLeftNothingIsSentAndTheErrorSaysWhy() {
        serve(400, false);
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        consumer.ticker.advanceMillis(400);

        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOfSatisfying(RpcTimeoutException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(RpcException.TIMEOUT_TERMINATE);
                    assertThat(e.delivery()).isEqualTo(RpcException.Delivery.NOT_SENT);
                })
                .hasMessageContainingAll(
                        "No time left", "DemoService#find(String)", "10.0.0.1:20880", "tern.deadline=off");
        assertThat(received()).isEmpty();
    }

    @Test
    void lessThanAMillisecondIsNothing() {
        InternalRpcContext.enter(context, request(1, true));
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        assertThat(demo.find("a")).isEqualTo("x");
        InternalRpcContext.enter(context, request(0, true));

        assertThatThrownBy(() -> demo.find("a")).hasMessageContaining("No time left");
        assertThat(only().attachments()).containsEntry("_TO", 1);
    }

    @Test
    void retriesShareWhatIsLeft() {
        consumer.defaults.retries = 5;
        serve(2_500, false);
        consumer.provider().silent();
        DemoService demo = consumer.reference();
        long start = consumer.ticker.nanos();

        assertThatThrownBy(() -> demo.find("a")).hasMessageContaining("Tried 3 times");

        assertThat(consumer.ticker.nanos() - start).isEqualTo(TimeUnit.MILLISECONDS.toNanos(2_500));
        assertThat(received())
                .extracting(Received::attachments)
                .containsExactly(Map.of(), Map.of(), Map.of("timeout", "500"));
    }

    @Test
    void asynchronousCallsAreCutTooAndFailInTheirFutures() throws Exception {
        serve(300, true);
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> pending = Consumer.saved();
        consumer.ticker.advanceMillis(299);
        assertThat(pending).isNotDone();
        consumer.ticker.advanceMillis(1);
        assertThatThrownBy(() -> pending.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RpcTimeoutException.class);

        CompletableFuture<String> late = RpcContext.getContext().asyncCall(() -> demo.find("b"));
        assertThatThrownBy(late::get)
                .cause()
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.getCode()).isEqualTo(RpcException.TIMEOUT_TERMINATE));
        assertThatThrownBy(() -> demo.find("c"))
                .as("a plain asynchronous call fails at the call")
                .hasMessageContaining("No time left");
        assertThat(received()).hasSize(1);
    }

    @Test
    void severalProvidersAtATimeAreAllCut() {
        consumer.cluster = new ForkingCluster(consumer.clusters);
        consumer.addresses("10.0.0.1:20880", "10.0.0.2:20880");
        serve(300, true);
        for (String address : List.of("10.0.0.1:20880", "10.0.0.2:20880")) {
            consumer.transport.provider(address).returns("x");
        }
        assertThat(consumer.reference().find("a")).isEqualTo("x");

        for (String address : List.of("10.0.0.1:20880", "10.0.0.2:20880")) {
            assertThat(consumer.transport.provider(address).received())
                    .singleElement()
                    .satisfies(call -> assertThat(call.attachments()).containsEntry("_TO", 300));
        }
    }

    @Test
    void wrappedThreadsAndCallbacksObeyTheSameDeadline() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            consumer.provider().on(call -> call.arguments()[0].equals("outer") ? Answer.HELD : Answer.value("x"));
            DemoService demo = consumer.reference();
            serve(500, true);
            Callable<String> nested = RpcContext.wrap(() -> demo.find("wrapped"));
            CompletableFuture<Void> callback =
                    context.asyncCall(() -> demo.find("outer")).thenRun(() -> demo.find("in callback"));
            consumer.provider().replyTo("outer", "x");
            callback.get(10, TimeUnit.SECONDS);
            InternalRpcContext.leave(context);
            consumer.ticker.advanceMillis(100);

            pool.submit(nested).get();
            pool.submit(() -> demo.find("not wrapped")).get();

            assertThat(received())
                    .extracting(call -> call.call().arguments()[0] + " "
                            + call.attachments().get("_TO"))
                    .containsExactly("outer 500", "in callback 500", "wrapped 400", "not wrapped null");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aMethodCanBeToldToGoOnWithoutItsConsumer() {
        consumer.method("find").parameters = Map.of("tern.deadline", "OFF");
        consumer.method("find").retries = 0;
        serve(10, true);
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        consumer.ticker.advanceMillis(500);

        assertThat(demo.find("a")).isEqualTo("x");
        assertThat(only().attachments()).isEmpty();
        assertThatThrownBy(() -> demo.sum(1, 2)).hasMessageContaining("No time left");
    }

    @Test
    void aMockStandsInForACallThatHadNoTime() {
        consumer.defaults.mock = "return mocked";
        consumer.mocked = new Mocks(consumer.ticker, () -> false).of(consumer.settings());
        DemoService demo = consumer.reference();
        serve(0, false);

        assertThat(demo.find("a")).isEqualTo("mocked");
        assertThat(received()).isEmpty();
    }

    @Test
    void whatIsTriedAgainInTheBackgroundIsForNobody() {
        consumer.cluster = new FailbackCluster(new io.tern.rpc.core.internal.cluster.ClusterContext(
                consumer.ticker,
                new io.tern.rpc.spi.RpcObserver() {},
                (task, delayNanos) -> {
                    consumer.ticker.advanceMillis(5_000);
                    task.run();
                },
                () -> false));
        consumer.defaults.retries = 1;
        serve(100, true);
        consumer.provider().on(call -> received().isEmpty() ? Answer.SILENCE : Answer.value("x"));

        assertThat(consumer.reference().find("a")).isNull();

        assertThat(received()).hasSize(2);
        assertThat(received().get(0).attachments()).isEqualTo(Map.of("_TO", 100, "timeout", "100"));
        assertThat(received().get(1).call().options().terms()).satisfies(terms -> {
            assertThat(terms.limited()).isFalse();
            assertThat(terms.countsDown()).isFalse();
        });
    }

    @Test
    void aProviderIsNotBlamedForTimeThatWasNotItsOwn() {
        consumer.addresses("10.0.0.1:20880", "10.0.0.2:20880");
        consumer.transport.provider("10.0.0.1:20880").silent();
        consumer.transport.provider("10.0.0.2:20880").silent();
        DemoService demo = consumer.reference();
        for (int i = 0; i < 40; i++) {
            serve(10, true);
            assertThatThrownBy(() -> demo.find("a")).isInstanceOf(RpcTimeoutException.class);
        }
        int first = consumer.transport.provider("10.0.0.1:20880").received().size();
        int second = consumer.transport.provider("10.0.0.2:20880").received().size();

        // After five failures in a row one of the two would get no calls for seconds of fake time.
        assertThat(Math.min(first, second)).as("%s and %s", first, second).isGreaterThan(6);
    }

    @Test
    void timeLeftIsWhatTheConsumerStillWaits() {
        serve(400, false);
        assertThat(context.timeLeft()).isEqualTo(Duration.ofMillis(400));
        consumer.ticker.advanceMillis(150);
        assertThat(context.timeLeft()).isEqualTo(Duration.ofMillis(250));
        consumer.ticker.advanceMillis(500);
        assertThat(context.timeLeft()).isZero();
    }

    @Test
    void wrongParametersAreReportedAndCountAsTheDefault() {
        consumer.defaults.parameters = Map.of("enable-timeout-countdown", "maybe", "tern.deadline", "sometimes");

        assertThat(consumer.assembler().problems(consumer.settings()))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).startsWith("CFG-04"))
                .anySatisfy(problem -> assertThat(problem.message()).contains("enable-timeout-countdown", "\"maybe\""))
                .anySatisfy(problem -> assertThat(problem.message()).contains("tern.deadline", "\"sometimes\""));
        assertThat(DeadlineRules.of(consumer.defaults.settings("*"))).isEqualTo(new DeadlineRules(false, true));
        consumer.defaults.parameters = Map.of("enable-timeout-countdown", " ", "tern.deadline", " ");
        assertThat(consumer.assembler().problems(consumer.settings())).isEmpty();
        consumer.defaults.parameters = Map.of("enable-timeout-countdown", " Yes ", "tern.deadline", "0");
        assertThat(consumer.assembler().problems(consumer.settings())).isEmpty();
        assertThat(DeadlineRules.of(consumer.defaults.settings("*"))).isEqualTo(new DeadlineRules(true, false));
    }
}
