// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static io.tern.rpc.core.internal.consumer.Consumer.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.internal.consumer.DemoService.OutOfPaper;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements 20 to 38 and 52 to 54: how futures end; each test is named after its number. */
@Timeout(30)
class FutureStatementsTest {
    private final Consumer consumer = new Consumer();

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void s20CheckedExceptionIsTheDirectCauseAndIntact() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();
        consumer.provider().fail(new OutOfPaper(42));

        assertThatThrownBy(future::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        OutOfPaper.class, e -> assertThat(e.sheets).isEqualTo(42));
    }

    @Test
    void s21UncheckedExceptionIsTheDirectCauseOfBothGets() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();
        consumer.provider().fail(new IllegalStateException("closed today"));

        assertThatThrownBy(future::get).hasCauseExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> future.get(1, TimeUnit.SECONDS))
                .hasCauseExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void s22FutureFailsAtTheDeadlineWithTheTimeoutType() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();
        consumer.ticker.advanceMillis(699);
        assertThat(future).isNotDone();
        consumer.ticker.advanceMillis(1);

        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RpcTimeoutException.class,
                        e -> assertThat(e.isTimeout()).isTrue());
    }

    @Test
    void s23TimedGetDoesNotEndTheCall() throws Exception {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();

        assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        consumer.provider().reply("late enough");
        assertThat(future.get()).isEqualTo("late enough");
    }

    @Test
    void s24SynchronousCallOverTheTimeoutThrowsRpcExceptionWithItsCode() {
        consumer.defaults.retries = 0;
        DemoService demo = consumer.reference();
        consumer.provider().silent();

        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOf(RpcTimeoutException.class)
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.getCode()).isEqualTo(RpcException.TIMEOUT_EXCEPTION));
    }

    @Test
    void s25CancellingFreesThePendingEntryAndGetThrowsCancellation() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();

        assertThat(future.cancel(true)).isTrue();

        assertThat(future).isCancelled().isDone();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        assertThat(consumer.provider().pending()).isZero();
    }

    @Test
    void s26InterruptedGetThrowsInterruptedAndTheCallGoesOn() throws Exception {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();

        Thread.currentThread().interrupt();
        assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
        consumer.provider().reply("anyway");
        assertThat(future.get()).isEqualTo("anyway");
    }

    @Test
    void s27FutureMethodReturnsTheSavedFutureWhateverAsyncSays() throws Exception {
        DemoService unset = consumer.reference();
        CompletableFuture<String> first = unset.findLater("a");
        assertThat(first).isNotDone().isSameAs(saved());

        DemoService async = consumer.asyncReference();
        CompletableFuture<String> second = async.findLater("b");
        assertThat(second).isNotDone().isSameAs(saved());

        consumer.provider().replyTo("b", "2");
        consumer.provider().replyTo("a", "1");
        assertThat(first.get()).isEqualTo("1");
        assertThat(second.get()).isEqualTo("2");
    }

    @Test
    void s27FutureMethodReturnsAFailedFutureWhenSendingFails() {
        DemoService demo = consumer.reference();
        consumer.provider().goDown("refused");

        CompletableFuture<String> future = demo.findLater("a");

        assertThat(future).isCompletedExceptionally().isSameAs(saved());
        assertThatThrownBy(future::get)
                .cause()
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isNetwork()).isTrue());
    }

    @Test
    void s27FutureMethodThatIsOneWayReturnsADoneFutureAndSavesNone() {
        consumer.defaults.oneWay = true;
        DemoService demo = consumer.reference();

        assertThat(demo.findLater("a")).isCompletedWithValue(null);
        assertThat(saved()).isNull();
    }

    @Test
    void s28FutureMethodCarriesTheServicesErrorAndTheTimeout() {
        DemoService demo = consumer.reference();
        CompletableFuture<String> failing = demo.findLater("a");
        consumer.provider().fail(new OutOfPaper(1));
        CompletableFuture<String> slow = demo.findLater("b");
        consumer.ticker.advanceMillis(700);

        assertThatThrownBy(failing::get).hasCauseInstanceOf(OutOfPaper.class);
        assertThatThrownBy(slow::get).hasCauseInstanceOf(RpcTimeoutException.class);
    }

    @Test
    void s29PlainAsyncCallToADeadServerThrowsAtTheCall() {
        DemoService demo = consumer.asyncReference();
        consumer.provider().goDown("refused");

        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isNetwork()).isTrue());
        assertThat(RpcContext.getContext().asyncCall(() -> demo.find("a"))).isCompletedExceptionally();
    }

    @Test
    void s29ServicesOwnRpcExceptionGoesToTheFutureEvenIfItIsThereBeforeTheCallReturns() {
        consumer.filters = List.of(new Filter() {
            @Override
            public String name() {
                return "quick";
            }

            @Override
            public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
                return ResponseFuture.failed(new RpcException("made by the service"));
            }
        });
        DemoService demo = consumer.asyncReference();

        assertThat(demo.find("a")).isNull();

        assertThatThrownBy(Consumer.<String>saved()::get).cause().hasMessage("made by the service");
    }

    @Test
    void s30SavedFutureIsClearedBeforeEveryCall() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        assertThat(saved()).isNotNull();
        consumer.provider().goDown("refused");

        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcException.class);

        assertThat(saved()).isNull();
    }

    @Test
    void s31AsyncCallThatTimesOutIsMadeOnce() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();
        consumer.ticker.advanceMillis(700);

        assertThatThrownBy(future::get).hasCauseInstanceOf(RpcTimeoutException.class);
        assertThat(consumer.provider().received()).hasSize(1);
    }

    @Test
    void s32SynchronousCallIsTriedThreeTimesWithOneUrlEachWithItsFullTimeout() {
        DemoService demo = consumer.reference();
        consumer.provider().silent();
        long start = consumer.ticker.nanos();

        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOf(RpcTimeoutException.class)
                .hasMessageContaining("Tried 3 times of the providers [10.0.0.1:20880]")
                .hasCauseInstanceOf(RpcTimeoutException.class);

        assertThat(consumer.provider().received()).hasSize(3);
        assertThat(consumer.ticker.nanos() - start).isEqualTo(TimeUnit.MILLISECONDS.toNanos(2_100));
    }

    @Test
    void s36AsyncOnTheReferenceMakesAllMethodsAsync() throws Exception {
        DemoService demo = consumer.asyncReference();

        demo.find("a");
        assertThat(saved()).isNotNull();
        demo.save("a");
        assertThat(saved()).isNotNull();
        assertThat(demo.sum(1, 2)).isZero();
        assertThat(saved()).isNotNull();
    }

    @Test
    void s37MethodThatSaysAsyncFalseIsSynchronous() {
        consumer.method("find").async = false;
        DemoService demo = consumer.asyncReference();
        consumer.provider().returns("now");

        assertThat(demo.find("a")).isEqualTo("now");
        assertThat(saved()).isNull();
    }

    @Test
    void s38SettingsOfOneReferenceDoNotLeakToAnother() {
        DemoService async = consumer.asyncReference();
        consumer.defaults = new MethodPlan();
        consumer.defaults.timeoutMillis = 5_000;
        DemoService sync = consumer.reference();
        consumer.provider().returns("now");

        assertThat(sync.find("a")).isEqualTo("now");
        assertThat(saved()).isNull();
        assertThat(async.find("a")).isNull();
        assertThat(saved()).isNotNull();
        assertThat(consumer.provider().received())
                .extracting(received ->
                        TimeUnit.NANOSECONDS.toMillis(received.call().options().timeoutNanos()))
                .containsExactly(5_000L, 700L);
    }

    @Test
    void emptyDirectoryIsANoProviderException() {
        consumer.endpoints = List.of();
        DemoService demo = consumer.reference();

        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("DemoService#find(String)");
    }

    @Test
    void s52ReplyAttachmentsOfASynchronousCallAreReadableUntilTheNext() {
        DemoService demo = consumer.reference();
        consumer.provider().on(call -> Answer.value("now", Map.of("trace", "17")));
        demo.find("a");
        assertThat(RpcContext.getServerContext().getAttachment("trace")).isEqualTo("17");

        consumer.provider().returns("now");
        demo.find("b");
        assertThat(RpcContext.getServerContext().getAttachment("trace")).isNull();
    }

    @Test
    void s53ReplyAttachmentsAreReadableOnTheFutureAndInItsStages() throws Exception {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        ResponseFuture<String> future =
                (ResponseFuture<String>) RpcContext.getContext().<String>getFuture();
        CompletableFuture<String> seen =
                future.thenApply(value -> RpcContext.getServerContext().getAttachment("trace"));
        consumer.provider().reply("answer", Map.of("trace", "17"));

        assertThat(seen.get()).isEqualTo("17");
        assertThat(future.attachments()).containsEntry("trace", "17");
    }
}
