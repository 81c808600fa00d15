// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static io.tern.rpc.core.internal.consumer.Consumer.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.internal.consumer.DemoService.OutOfPaper;
import io.tern.rpc.spi.CallMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements 45 to 50 and 67: asyncCall, attachments, actives; each test is named after its number. */
@Timeout(30)
class CallStatementsTest {
    private final Consumer consumer = new Consumer();

    @AfterEach
    void close() {
        consumer.close();
    }

    private static <T> CompletableFuture<T> asyncCall(Callable<T> call) {
        return RpcContext.getContext().asyncCall(call);
    }

    @Test
    void s45AsyncCallMakesOneCallAsynchronousAndNoMore() throws Exception {
        DemoService demo = consumer.reference();

        CompletableFuture<String> future = asyncCall(() -> demo.find("a"));
        assertThat(future).isNotDone().isSameAs(saved());
        consumer.provider().reply("answer");
        assertThat(future.get()).isEqualTo("answer");

        consumer.provider().returns("now");
        assertThat(demo.find("b")).isEqualTo("now");
    }

    @Test
    void s45FlagIsGoneAfterAnException() {
        DemoService demo = consumer.reference();
        consumer.provider().returns("now");

        CompletableFuture<String> future = asyncCall(() -> {
            throw new IllegalStateException("before any call");
        });

        assertThatThrownBy(future::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(demo.find("b")).isEqualTo("now");
    }

    @Test
    void s46AsyncCallGivesTheServersValueOfAllEightPrimitiveTypes() throws Exception {
        DemoService demo = consumer.reference();
        List<Callable<?>> calls = List.of(
                demo::isBoolean,
                demo::asByte,
                demo::asShort,
                demo::asChar,
                demo::asInt,
                demo::asLong,
                demo::asFloat,
                demo::asDouble);
        List<Object> values = List.of(true, (byte) 1, (short) 2, '3', 4, 5L, 6.5f, 7.5d);

        List<Object> got = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            CompletableFuture<?> future = asyncCall(calls.get(i));
            consumer.provider().reply(values.get(i));
            got.add(future.get());
        }

        assertThat(got).isEqualTo(values);
    }

    @Test
    void s47AsyncCallOfAMethodThatFailsCarriesTheCause() {
        DemoService demo = consumer.reference();
        consumer.provider().throwing(new OutOfPaper(1));
        CompletableFuture<Integer> failing = asyncCall(demo::asInt);
        consumer.provider().goDown("refused");
        CompletableFuture<Integer> unsent = asyncCall(demo::asInt);

        assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(OutOfPaper.class);
        assertThat(unsent).isCompletedExceptionally();
        assertThatThrownBy(unsent::get).cause().isInstanceOf(RpcException.class);
    }

    @Test
    void s48AsyncCallOfARunnableIsOneWayAndThrowsIfItCannotBeSent() {
        DemoService demo = consumer.reference();

        RpcContext.getContext().asyncCall(() -> {
            demo.sum(1, 2);
        });
        assertThat(saved()).isNull();
        assertThat(consumer.provider().received().get(0).mode()).isEqualTo(CallMode.ONEWAY);

        consumer.provider().goDown("refused");
        Runnable call = () -> demo.sum(1, 2);
        assertThatThrownBy(() -> RpcContext.getContext().asyncCall(call))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isNetwork()).isTrue());
    }

    @Test
    void s49AttachmentGoesWithTheNextCallOnlyInEveryMode() {
        DemoService demo = consumer.reference();
        List<java.util.function.Consumer<DemoService>> calls = List.of(
                service -> service.find("sync"),
                service -> asyncCall(() -> service.find("async")),
                service -> RpcContext.getContext().asyncCall((Runnable) () -> service.find("one-way")));
        consumer.provider().returns("now");

        for (java.util.function.Consumer<DemoService> call : calls) {
            RpcContext.getContext().setAttachment("user", "u1");
            call.accept(demo);
            call.accept(demo);
        }

        assertThat(consumer.provider().received())
                .extracting(received -> received.attachments())
                .containsExactly(
                        Map.of("user", "u1"), Map.of(), Map.of("user", "u1"), Map.of(), Map.of("user", "u1"), Map.of());
    }

    @Test
    void s49AttachmentIsSentWithEveryAttemptAndGoneAfterAFailure() {
        DemoService demo = consumer.reference();
        consumer.provider().silent();
        RpcContext.getContext().setAttachment("user", "u1");

        assertThatThrownBy(() -> demo.find("a")).isInstanceOf(RpcException.class);
        consumer.provider().returns("now");
        demo.find("b");

        assertThat(consumer.provider().received())
                .extracting(received -> received.attachments())
                .containsExactly(Map.of("user", "u1"), Map.of("user", "u1"), Map.of("user", "u1"), Map.of());
    }

    @Test
    void s50AsyncIsNotSent() {
        DemoService demo = consumer.asyncReference();
        RpcContext.getContext().setAttachment("user", "u1");
        demo.find("a");

        var received = consumer.provider().received().get(0);
        assertThat(received.attachments()).containsOnlyKeys("user");
        assertThat(received.prepared().head().attachments()).containsOnlyKeys("timeout", "remote.application");
    }

    @Test
    void s67SlotIsHeldUntilTheCallEndsAndTheSecondCallGetsTheLimitError() throws Exception {
        consumer.defaults.actives = 1;
        consumer.defaults.timeoutMillis = 50;
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> first = saved();

        long start = System.nanoTime();
        assertThatThrownBy(() -> demo.find("b"))
                .isInstanceOf(RpcLimitException.class)
                .hasMessageContainingAll("DemoService#find(String)", "actives=1", "consumer.xml", "timeout 50 ms")
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isLimitExceed()).isTrue());
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(45));
        assertThat(saved()).isNull();
        assertThat(consumer.provider().received()).hasSize(1);

        consumer.provider().reply("answer");
        first.get();
        demo.find("c");
        assertThat(consumer.provider().received()).hasSize(2);
    }

    @Test
    void s67EveryEndOfACallFreesItsSlot() {
        consumer.defaults.actives = 1;
        consumer.defaults.timeoutMillis = 5_000;
        consumer.defaults.retries = 0;
        DemoService demo = consumer.reference();
        for (Answer answer :
                List.of(Answer.value("now"), Answer.thrown(new OutOfPaper(1)), Answer.SILENCE, Answer.UNSENT)) {
            consumer.provider().on(call -> answer);
            assertThat(asyncCallOutcome(() -> demo.find("sync"))).isNotNull();
            RpcContext.getContext().asyncCall(() -> demo.find("cancelled")).cancel(true);
        }
        consumer.provider().on(call -> Answer.HELD);
        asyncCall(() -> demo.find("last"));
        assertThat(consumer.provider().pending()).isEqualTo(1);
    }

    private static String asyncCallOutcome(Callable<?> call) {
        try {
            return "value " + call.call();
        } catch (Exception e) {
            return "error " + e;
        }
    }

    @Test
    void s67WaitingCallGoesOnAsSoonAsASlotIsFree() throws Exception {
        consumer.defaults.actives = 1;
        consumer.defaults.timeoutMillis = 10_000;
        DemoService demo = consumer.reference();
        CompletableFuture<String> first = asyncCall(() -> demo.find("a"));
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> demo.find("b"));
        assertThat(second).isNotDone();
        consumer.provider().on(call -> Answer.value("2"));
        consumer.provider().reply("1");

        assertThat(first.get()).isEqualTo("1");
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("2");
    }

    @Test
    void s67InterruptedWaitKeepsTheFlagAndSaysSo() {
        consumer.defaults.actives = 1;
        DemoService demo = consumer.reference();
        asyncCall(() -> demo.find("a"));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> demo.find("b"))
                .isExactlyInstanceOf(RpcException.class)
                .hasMessageContainingAll("Interrupted", "DemoService#find(String)")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptedSynchronousCallKeepsTheFlagAndIsNotTriedAgain() {
        DemoService demo = consumer.reference();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(consumer.provider().received()).hasSize(1);
    }
}
