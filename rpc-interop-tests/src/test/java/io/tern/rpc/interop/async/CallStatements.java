// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static io.tern.rpc.interop.async.Bench.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.api.UncheckedFailure;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statements 1 to 13, 29, 30 and 36 to 38: what a call gives back, and what it leaves in the context. */
interface CallStatements extends StatementsOnAny {
    @Test
    default void statement01_asyncCallReturnsNullAtOnce() throws Exception {
        CallService calls = bench().async();
        for (int i = 0; i < 20; i++) {
            calls.sleep(0, "warm");
            saved().get();
        }
        long fastest = Long.MAX_VALUE;
        CompletableFuture<String> last = null;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            String result = calls.sleep(1_000, "a");
            fastest = Math.min(fastest, System.nanoTime() - start);
            assertThat(result).isNull();
            last = saved();
            assertThat(last).isNotDone();
        }
        assertThat(TimeUnit.NANOSECONDS.toMicros(fastest)).isLessThan(5_000);
        assertThat(last).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("a");
    }

    @Test
    default void statement02_savedFutureIsStableUntilTheNextCall() throws Exception {
        CallService calls = bench().async();
        calls.sleep(20, "a");
        CompletableFuture<String> first = saved();

        assertThat(first).isNotNull();
        assertThat(saved()).isSameAs(first);
        assertThat(first.get()).isEqualTo("a");
        assertThat(saved()).isSameAs(first);
        calls.sleep(0, "b");
        assertThat(saved()).isNotNull().isNotSameAs(first);
    }

    @Test
    default void statement03_getGivesTheSameValueBeforeAndAfterCompletion() throws Exception {
        CallService calls = bench().async();
        long start = System.nanoTime();
        calls.sleep(200, "a");
        CompletableFuture<String> future = saved();
        assertThat(future).isNotDone();

        assertThat(future.get()).isEqualTo("a");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(195));
        assertThat(future.get(0, TimeUnit.NANOSECONDS)).isEqualTo("a");
    }

    @Test
    default void statement04_primitiveMethodReturnsZeroAndTheFutureCarriesTheValue() throws Exception {
        CallService calls = bench().async();

        assertThat(calls.sleepInt(50, 42)).isZero();
        CompletableFuture<Integer> number = saved();
        assertThat(calls.sleepBoolean(50, true)).isFalse();
        CompletableFuture<Boolean> flag = saved();

        assertThat(number.get()).isEqualTo(42);
        assertThat(flag.get()).isTrue();
    }

    @Test
    default void statement05_jdkProxyReturnsTheZeroValueOfEveryPrimitive() throws Exception {
        TypeService types = bench().refer(
                        TypeService.class,
                        reference -> reference.set("async", true).set("proxy", "jdk"));

        List<Object> returned = List.of(
                types.echoBoolean(true),
                types.echoByte((byte) 1),
                types.echoShort((short) 2),
                types.echoChar('3'),
                types.echoInt(4),
                types.echoLong(5),
                types.echoFloat(6),
                types.echoDouble(7));

        assertThat(returned).containsExactly(false, (byte) 0, (short) 0, '\0', 0, 0L, 0f, 0d);
        assertThat(saved().get()).isEqualTo(7d);
    }

    @Test
    default void statement06_voidFutureCompletesWithNullWhenTheServerHasFinished() throws Exception {
        CallService calls = bench().async();
        String key = UUID.randomUUID().toString();

        calls.sink(key, 200);
        CompletableFuture<Void> future = saved();
        assertThat(future).isNotDone();
        assertThat(future.get()).isNull();
        assertThat(bench().calls().count(key)).isEqualTo(1);

        calls.failSink(key);
        CompletableFuture<Void> failing = saved();
        assertThatThrownBy(failing::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(UncheckedFailure.class)
                .hasMessage("sink " + key);
    }

    @Test
    default void statement07_futuresOfTwoCallsAreIndependent() throws Exception {
        CallService calls = bench().async();
        calls.sleep(1_000, "slow");
        CompletableFuture<String> slow = saved();
        calls.sleep(10, "quick");
        CompletableFuture<String> quick = saved();

        assertThat(quick.get()).isEqualTo("quick");
        assertThat(slow).isNotDone();
        assertThat(slow.get()).isEqualTo("slow");
    }

    @Test
    default void statement08_savedFutureIsTheSecondCallsAndTheFirstStillRuns() throws Exception {
        CallService calls = bench().async();
        String first = UUID.randomUUID().toString();
        String second = UUID.randomUUID().toString();
        calls.counted(first, 100);
        calls.counted(second, 0);
        CompletableFuture<Integer> future = saved();

        assertThat(future.get()).isEqualTo(1);
        Bench.eventually("the first call ran", () -> bench().calls().count(first) == 1);
        Bench.eventually("no call is pending", () -> bench().tern().stats().callsInFlight() == 0);
    }

    @Test
    default void statement09_synchronousCallLeavesNoFuture() {
        assertThat(bench().calls().sleep(0, "a")).isEqualTo("a");
        assertThat(saved()).isNull();
    }

    @Test
    default void statement10_synchronousCallAfterAnAsyncOneLeavesNoFutureAndTheFirstUnaffected() throws Exception {
        bench().async().sleep(100, "first");
        CompletableFuture<String> first = saved();

        assertThat(bench().calls().sleep(0, "sync")).isEqualTo("sync");

        assertThat(saved()).isNull();
        assertThat(first.get()).isEqualTo("first");
    }

    @Test
    default void statement11_oneWayCallLeavesNoFuture() throws Exception {
        CallService calls = oneWay(false);
        bench().async().sleep(0, "earlier");
        String key = UUID.randomUUID().toString();

        calls.sink(key, 0);

        assertThat(saved()).isNull();
        Bench.eventually("the call ran", () -> bench().calls().count(key) == 1);
    }

    @Test
    default void statement12_oneWayWinsOverAsyncAndHasNoPendingEntry() throws Exception {
        CallService calls = oneWay(true);
        String key = UUID.randomUUID().toString();

        calls.sink(key, 300);

        assertThat(saved()).isNull();
        assertThat(bench().tern().stats().callsInFlight()).isZero();
        Bench.eventually("the call ran", () -> bench().calls().count(key) == 1);
    }

    @Test
    default void statement13_oneWayMethodReturningIntGivesZeroAtOnce() throws Exception {
        CallService calls = oneWay(false);
        String key = UUID.randomUUID().toString();

        assertThat(calls.sinkInt(key)).isZero();

        Bench.eventually("the call ran", () -> bench().calls().count(key) == 1);
    }

    private CallService oneWay(boolean async) {
        return bench().refer(
                        CallService.class,
                        reference -> reference
                                .set("async", async)
                                .method("sink", method -> method.set("return", false))
                                .method("sinkInt", method -> method.set("return", false)));
    }

    @Test
    default void statement29_deadServerThrowsAtAPlainCallAndFailsTheFutureOfTheOthers() {
        int port = Bench.deadPort();
        CallService calls =
                bench().refer(CallService.class, ref -> Bench.dead(ref, port).set("async", true));
        FutureService futures = bench().refer(FutureService.class, ref -> Bench.dead(ref, port));

        assertThatThrownBy(() -> calls.sleep(0, "a"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isNetwork()).isTrue())
                .hasMessageContaining("127.0.0.1:" + port);
        CompletableFuture<String> returned = futures.sleep(0, "a");
        assertThatThrownBy(() -> returned.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcConnectionException.class);
        CompletableFuture<String> made = Bench.asyncCall(() -> calls.sleep(0, "a"));
        assertThatThrownBy(() -> made.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcConnectionException.class);
    }

    @Test
    default void statement30_failedCallLeavesNoFutureOfAnEarlierOne() throws Exception {
        CallService dead = bench().refer(
                        CallService.class,
                        ref -> Bench.dead(ref, Bench.deadPort()).set("async", true));
        bench().async().sleep(0, "earlier");
        assertThat(saved().get()).isEqualTo("earlier");

        assertThatThrownBy(() -> dead.sleep(0, "a")).isInstanceOf(RpcException.class);

        assertThat(saved()).isNull();
    }

    @Test
    default void statement36_asyncOfTheReferenceAndOfTheConsumerConcernsAllMethods() throws Exception {
        CallService ofReference = bench().async();
        assertThat(ofReference.echo("a")).isNull();
        assertThat(saved().get()).isEqualTo("a");
        assertThat(ofReference.count("none")).isZero();
        assertThat(saved().get()).isEqualTo(0);

        ConfigElement consumer = ConfigElement.of(ElementKind.CONSUMER).set("async", true);
        try (Bench other = Bench.of(bench().port(), builder -> builder.element(consumer))) {
            CallService ofConsumer = other.calls();
            assertThat(ofConsumer.echo("b")).isNull();
            assertThat(saved().get()).isEqualTo("b");
            assertThat(ofConsumer.overloaded(1)).isNull();
            assertThat(saved().get()).isEqualTo("int 1");
        }
    }

    @Test
    default void statement37_methodThatSaysAsyncFalseIsSynchronous() throws Exception {
        CallService calls = bench().refer(
                        CallService.class,
                        reference ->
                                reference.set("async", true).method("sleep", method -> method.set("async", false)));

        assertThat(calls.sleep(20, "a")).isEqualTo("a");
        assertThat(saved()).isNull();
        assertThat(calls.echo("b")).isNull();
        assertThat(saved().get()).isEqualTo("b");
    }

    @Test
    default void statement38_methodSettingsOfOneReferenceDoNotReachAnother() throws Exception {
        CallService special = bench().refer(
                        CallService.class,
                        reference -> reference.method(
                                "sleep",
                                method -> method.set("async", true)
                                        .set("timeout", 100)
                                        .set("oninvoke", "hooks.before")
                                        .set("onreturn", "hooks.returned")
                                        .set("onthrow", "hooks.thrown")));
        CallService plain = bench().calls();
        Hooks hooks = bench().hooks();
        hooks.clear();

        assertThat(plain.sleep(300, "a")).isEqualTo("a");
        assertThat(hooks.waiting()).isZero();
        assertThat(special.sleep(0, "b")).isNull();
        assertThat(hooks.take().kind()).isEqualTo("oninvoke");
        assertThat(hooks.take().outcome()).isEqualTo("b");
        assertThat(hooks.waiting()).isZero();
    }
}
