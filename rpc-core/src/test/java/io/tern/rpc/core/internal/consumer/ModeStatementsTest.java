// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static io.tern.rpc.core.internal.consumer.Consumer.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.CallFacts;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.internal.consumer.DemoService.OutOfPaper;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements 1 to 17: what the caller gets in each mode; each test is named after its number. */
@Timeout(30)
class ModeStatementsTest {
    private final Consumer consumer = new Consumer();

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void s01AsyncCallReturnsNullBeforeTheServerHasAnswered() {
        DemoService demo = consumer.asyncReference();

        assertThat(demo.find("a")).isNull();

        assertThat(consumer.provider().pending()).isEqualTo(1);
        assertThat(saved()).isNotNull().isNotDone();
    }

    @Test
    void s02SavedFutureIsTheSameObjectUntilTheNextCall() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> first = saved();

        assertThat(saved()).isSameAs(first);
        demo.find("b");
        assertThat(saved()).isNotNull().isNotSameAs(first);
    }

    @Test
    void s03FutureGivesTheSameValueEachTime() throws Exception {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();
        consumer.provider().reply("answer");

        assertThat(future.get()).isEqualTo("answer");
        assertThat(future.get(0, TimeUnit.SECONDS)).isEqualTo("answer");
    }

    @Test
    void s04AsyncCallOfAPrimitiveMethodReturnsZeroAndTheFutureCarriesTheValue() throws Exception {
        DemoService demo = consumer.asyncReference();

        assertThat(demo.asInt()).isZero();
        CompletableFuture<Integer> number = saved();
        consumer.provider().reply(7);
        assertThat(demo.isBoolean()).isFalse();
        CompletableFuture<Boolean> flag = saved();
        consumer.provider().reply(true);

        assertThat(number.get()).isEqualTo(7);
        assertThat(flag.get()).isTrue();
    }

    @Test
    void s05AsyncCallThroughAJdkProxyReturnsTheZeroValueOfEveryPrimitive() {
        // The test's own stub is a JDK proxy, which throws if it is given null for a primitive.
        DemoService demo = consumer.asyncReference();

        assertThat(List.<Object>of(
                        demo.isBoolean(),
                        demo.asByte(),
                        demo.asShort(),
                        demo.asChar(),
                        demo.asInt(),
                        demo.asLong(),
                        demo.asFloat(),
                        demo.asDouble()))
                .containsExactly(false, (byte) 0, (short) 0, '\0', 0, 0L, 0f, 0d);
    }

    @Test
    void s06FutureOfAVoidMethodEndsWithTheServerAndCarriesItsError() throws Exception {
        DemoService demo = consumer.asyncReference();
        demo.save("a");
        CompletableFuture<Void> saved = saved();
        assertThat(saved).isNotDone();
        consumer.provider().reply(null);
        demo.save("b");
        CompletableFuture<Void> failing = saved();
        consumer.provider().fail(new OutOfPaper(3));

        assertThat(saved.get()).isNull();
        assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(OutOfPaper.class);
    }

    @Test
    void s07FuturesOfTwoCallsEndInAnyOrder() throws Exception {
        DemoService demo = consumer.asyncReference();
        demo.find("slow");
        CompletableFuture<String> slow = saved();
        demo.find("quick");
        CompletableFuture<String> quick = saved();

        consumer.provider().replyTo("quick", "second");
        assertThat(quick.get()).isEqualTo("second");
        assertThat(slow).isNotDone();
        consumer.provider().replyTo("slow", "first");
        assertThat(slow.get()).isEqualTo("first");
    }

    @Test
    void s08SavedFutureIsThatOfTheLastCallAndTheFirstCallStillRuns() throws Exception {
        DemoService demo = consumer.asyncReference();
        demo.find("first");
        demo.find("second");
        CompletableFuture<String> future = saved();

        consumer.provider().replyTo("first", "1");
        consumer.provider().replyTo("second", "2");

        assertThat(future.get()).isEqualTo("2");
        assertThat(consumer.provider().received()).hasSize(2);
        assertThat(consumer.provider().pending()).isZero();
    }

    @Test
    void s09SynchronousCallLeavesNoFuture() {
        DemoService demo = consumer.reference();
        consumer.provider().returns("now");

        assertThat(demo.find("a")).isEqualTo("now");
        assertThat(saved()).isNull();
    }

    @Test
    void s09SynchronousCallLeavesNoFutureThatAHookHasMade() {
        Consumer other = consumer;
        other.method("save").async = true;
        other.method("find").onInvoke = new HookSettings("hook", "before");
        Hook hook = new Hook();
        other.beans.put("hook", hook);
        DemoService demo = other.reference();
        hook.demo = demo;
        other.provider().on(call -> call.method().name().equals("find") ? Answer.value("now") : Answer.HELD);

        assertThat(demo.find("a")).isEqualTo("now");

        assertThat(other.provider().received()).hasSize(2);
        assertThat(saved()).isNull();
    }

    /** A hook that calls the service asynchronously itself. */
    public static final class Hook {
        DemoService demo;

        public void before(String id) throws OutOfPaper {
            demo.save(id);
        }
    }

    @Test
    void s10SynchronousCallClearsTheSlotAndLeavesAnEarlierFutureAlone() throws Exception {
        consumer.method("find").async = true;
        DemoService demo = consumer.reference();
        demo.find("a");
        CompletableFuture<String> earlier = saved();
        consumer.provider().on(call -> Answer.value(5));

        assertThat(demo.asInt()).isEqualTo(5);

        assertThat(saved()).isNull();
        consumer.provider().reply("still there");
        assertThat(earlier.get()).isEqualTo("still there");
    }

    @Test
    void s11OneWayCallLeavesNoFuture() {
        consumer.defaults.oneWay = true;
        DemoService demo = consumer.reference();

        assertThat(demo.find("a")).isNull();

        assertThat(saved()).isNull();
        assertThat(consumer.provider().received().get(0).mode()).isEqualTo(CallMode.ONEWAY);
    }

    // ---- 9 to 12 with Dubbo's rule of 2.7 and later, where that is asked for

    private static final Map<String, String> FUTURE_OF_EVERY_CALL = Map.of("future.sync.set", "true");

    @Test
    void s09SynchronousCallLeavesItsDoneFutureIfThatIsAskedFor() {
        consumer.defaults.parameters = FUTURE_OF_EVERY_CALL;
        DemoService demo = consumer.reference();
        consumer.provider().returns("now");

        assertThat(demo.find("a")).isEqualTo("now");

        assertThat(saved()).isCompletedWithValue("now").isSameAs(saved());
        demo.find("b");
        CompletableFuture<String> second = saved();
        consumer.provider().throwing(new OutOfPaper(4));
        assertThatThrownBy(() -> demo.save("c")).isInstanceOf(OutOfPaper.class);
        assertThat(second).isCompletedWithValue("now");
        CompletableFuture<Void> failed = saved();
        assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(OutOfPaper.class);
    }

    @Test
    void s09SynchronousCallThatWasNotSentLeavesNoFutureOfItselfNorOfAnEarlierOne() {
        consumer.defaults.parameters = FUTURE_OF_EVERY_CALL;
        DemoService demo = consumer.reference();
        consumer.provider().returns("now");
        demo.find("a");
        consumer.provider().goDown("refused");

        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcException.class);

        assertThat(saved()).isNull();
    }

    @Test
    void s09SynchronousCallLeavesItsOwnFutureAndNotTheOneThatAHookHasMade() {
        consumer.defaults.parameters = FUTURE_OF_EVERY_CALL;
        consumer.method("save").async = true;
        consumer.method("find").onInvoke = new HookSettings("hook", "before");
        consumer.method("find").parameters = FUTURE_OF_EVERY_CALL;
        Hook hook = new Hook();
        consumer.beans.put("hook", hook);
        DemoService demo = consumer.reference();
        hook.demo = demo;
        consumer.provider().on(call -> call.method().name().equals("find") ? Answer.value("now") : Answer.HELD);

        assertThat(demo.find("a")).isEqualTo("now");

        assertThat(consumer.provider().received()).hasSize(2);
        assertThat(saved()).isCompletedWithValue("now");
    }

    @Test
    void s10SynchronousCallPutsItsOwnFutureInPlaceOfAnEarlierOneIfThatIsAskedFor() {
        consumer.defaults.parameters = FUTURE_OF_EVERY_CALL;
        consumer.method("find").async = true;
        DemoService demo = consumer.reference();
        demo.find("a");
        CompletableFuture<String> earlier = saved();
        consumer.provider().on(call -> Answer.value(5));

        assertThat(demo.asInt()).isEqualTo(5);

        assertThat(saved()).isCompletedWithValue(5).isNotSameAs(earlier);
        assertThat(earlier).isNotDone();
    }

    @Test
    void s11And12OneWayCallLeavesADoneFutureIfThatIsAskedFor() {
        consumer.defaults.parameters = FUTURE_OF_EVERY_CALL;
        consumer.defaults.oneWay = true;
        DemoService demo = consumer.asyncReference();

        demo.find("a");

        CompletableFuture<String> left = saved();
        assertThat(left).isCompleted();
        assertThat(left.join()).isNull();
        assertThat(consumer.provider().pending()).isZero();
        consumer.provider().goDown("refused");
        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcException.class);
        assertThat(saved()).isNull();
    }

    @Test
    void onlyTheMethodsForWhichItIsAskedLeaveFutures() {
        consumer.method("find").parameters = FUTURE_OF_EVERY_CALL;
        consumer.method("asInt").parameters = Map.of("future.sync.set", "false");
        DemoService demo = consumer.reference();
        consumer.provider().on(call -> switch (call.method().name()) {
            case "find" -> Answer.value("now");
            case "asInt" -> Answer.value(5);
            default -> Answer.value(5L);
        });

        demo.find("a");
        assertThat(saved()).isCompletedWithValue("now");
        demo.asInt();
        assertThat(saved()).isNull();
        demo.asLong();
        assertThat(saved()).isNull();
    }

    @Test
    void s12OneWayWinsOverAsyncAndNothingIsPending() {
        consumer.defaults.oneWay = true;
        DemoService demo = consumer.asyncReference();

        demo.find("a");

        assertThat(saved()).isNull();
        assertThat(consumer.provider().pending()).isZero();
        assertThat(consumer.provider().received().get(0).mode()).isEqualTo(CallMode.ONEWAY);
    }

    @Test
    void s13OneWayCallOfAPrimitiveMethodReturnsZero() {
        consumer.defaults.oneWay = true;
        DemoService demo = consumer.reference();

        assertThat(demo.asInt()).isZero();
        assertThat(demo.asChar()).isEqualTo('\0');
    }

    @Test
    void s14OneWayCallerDoesNotSeeTheServersException() {
        consumer.defaults.oneWay = true;
        DemoService demo = consumer.reference();
        consumer.provider().throwing(new OutOfPaper(1));

        assertThat(demo.find("a")).isNull();
    }

    @Test
    void s15OneWayCallToADeadServerThrows() {
        consumer.defaults.oneWay = true;
        DemoService demo = consumer.reference();
        consumer.provider().goDown("refused");

        assertThatThrownBy(() -> demo.find("a"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isNetwork()).isTrue());
        assertThat(saved()).isNull();
    }

    @Test
    void s16SentReachesTheTransportForTwoWayCallsToo() {
        consumer.defaults.sent = true;
        DemoService demo = consumer.asyncReference();

        demo.find("a");

        assertThat(consumer.provider().received().get(0).call().options().sent())
                .isTrue();
    }

    @Test
    void s16WriteThatDoesNotEndInTimeIsThrownWithSentAndLeftToTheFutureWithout() {
        CallFacts facts = new CallFacts("DemoService#find(String)", null, Duration.ZERO, Delivery.MAYBE_EXECUTED);
        consumer.filters = List.of(new Filter() {
            @Override
            public String name() {
                return "stuck";
            }

            @Override
            public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
                return ResponseFuture.failed(new RpcTimeoutException("not written", facts, null, false));
            }
        });
        DemoService plain = consumer.asyncReference();
        consumer.defaults.sent = true;
        DemoService waiting = consumer.asyncReference();

        assertThatThrownBy(() -> waiting.find("a")).isInstanceOf(RpcTimeoutException.class);
        assertThat(saved()).isNull();
        assertThat(plain.find("b")).isNull();
        assertThat(saved()).isCompletedExceptionally();
    }

    @Test
    void s17FutureFailsAtOnceWhenTheConnectionIsLost() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        CompletableFuture<String> future = saved();

        consumer.provider().goDown("gone");

        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isNetwork()).isTrue());
    }
}
