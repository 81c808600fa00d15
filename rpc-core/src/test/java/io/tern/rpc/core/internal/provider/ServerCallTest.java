// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.AsyncContext;
import io.tern.rpc.CallFacts;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.config.ProtocolSettings.Dispatcher;
import io.tern.rpc.config.ProtocolSettings.ThreadPool;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCallTest {
    private final Bench bench = new Bench();

    interface Greeter {
        String greet(String name) throws java.io.IOException;

        CompletableFuture<String> greetLater(String name);
    }

    /** Runs what a test gives it. */
    private static final class Scripted implements Greeter {
        private final Body body;

        interface Body {
            String run(String name) throws Exception;
        }

        Scripted(Body body) {
            this.body = body;
        }

        @Override
        public String greet(String name) {
            try {
                return body.run(name);
            } catch (Exception e) {
                throw ServerCallTest.<RuntimeException>sneaky(e);
            }
        }

        @Override
        public CompletableFuture<String> greetLater(String name) {
            throw new AssertionError();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
        throw (E) e;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void serve(Scripted.Body body, Filter... filters) {
        bench.export(Bench.service(Greeter.class, new Scripted(body)).settings(), filters);
    }

    private FakeCall greet(Map<String, Object> attachments) {
        return bench.call(Bench.head(Greeter.class, "greet"), attachments, "Ada");
    }

    @Test
    void aValueComesBackFromAWorkerWithoutAttachments() {
        serve(name -> "hello " + name);

        FakeCall.Reply reply = bench.send(greet(Map.of())).reply();

        assertThat(reply.value()).isEqualTo("hello Ada");
        assertThat(reply.attachments()).isEqualTo(Map.of());
        assertThat(reply.thread().getName()).isEqualTo("tern-worker-bench-20880-1");
        assertThat(reply.thread().isDaemon()).isTrue();
    }

    @Test
    void theServiceSeesItsConsumerAndItsAttachmentsButNoReservedOnes() {
        AtomicReference<Map<String, Object>> seen = new AtomicReference<>();
        serve(name -> {
            RpcContext context = RpcContext.getContext();
            seen.set(context.getObjectAttachments());
            RpcContext.getServerContext().setAttachment("trace", "t1");
            return context.getRemoteApplicationName() + context.getRemotePort() + context.isProviderSide();
        });

        FakeCall.Reply reply = bench.send(greet(Map.of(
                        "path",
                        Greeter.class.getName(),
                        "version",
                        "0.0.0",
                        "timeout",
                        900,
                        "remote.application",
                        "shop",
                        "token",
                        "x",
                        "sys_callback_arg-1",
                        "7",
                        "user",
                        "u1")))
                .reply();

        assertThat(reply.value()).isEqualTo("shop5555true");
        assertThat(seen.get()).isEqualTo(Map.of("user", "u1"));
        assertThat(reply.attachments()).isEqualTo(Map.of("trace", "t1"));
    }

    @Test
    void statement19NothingOfAnEarlierRequestIsVisibleToTheNext() {
        bench.export(Bench.service(Greeter.class, new Scripted(name -> {
                    RpcContext context = RpcContext.getContext();
                    String before = context.getObjectAttachments() + "/" + context.getFuture() + "/"
                            + RpcContext.getServerContext().getObjectAttachments();
                    context.setAttachment("left", "behind");
                    RpcContext.getServerContext().setAttachment("leftover", "reply");
                    if (name.equals("fail")) {
                        throw new IllegalStateException("failed");
                    }
                    return before;
                }))
                .pool(ThreadPool.FIXED, 1, 10)
                .settings());
        RequestHead head = Bench.head(Greeter.class, "greet");

        bench.send(bench.call(head, Map.of("first", "only"), "fail")).reply();
        FakeCall.Reply second = bench.send(bench.call(head, Map.of(), "Ada")).reply();

        assertThat(second.value()).isEqualTo("{}/null/{}");
    }

    @Test
    void anUnknownServiceOrMethodIsAnsweredWithoutDecoding() {
        serve(name -> name);

        FakeCall method = bench.send(bench.call(Greeter.class, "nope"));
        FakeCall service = bench.send(bench.call(new RequestHead("2.0.2", "com.evil\nLog", null, "a", ""), Map.of()));
        FakeCall nothing = bench.send(bench.call(new RequestHead(null, null, null, null, null), Map.of()));

        assertThat(method.reply().status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(method.reply().text()).contains("nope").contains("exported here: " + Greeter.class.getName());
        assertThat(service.reply().text()).contains("com.evil?Log").doesNotContain("\n");
        assertThat(nothing.reply().status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(List.of(method, service, nothing)).noneMatch(FakeCall::isDecoded);
    }

    @Test
    void theAttachmentsDecideAboutPathVersionAndGroup() {
        bench.export(Bench.service(Greeter.class, new Scripted(name -> "plain")).settings());
        bench.export(Bench.service(Greeter.class, new Scripted(name -> "grouped"))
                .group("g1")
                .settings());
        bench.export(Bench.service(Greeter.class, new Scripted(name -> "v2"))
                .version("2.0.0")
                .settings());
        bench.export(Bench.service(Greeter.class, new Scripted(name -> "pathed"))
                .path("greeting")
                .group("g2")
                .settings());

        assertThat(bench.send(greet(Map.of())).reply().value()).isEqualTo("plain");
        assertThat(bench.send(greet(Map.of("group", ""))).reply().value()).isEqualTo("plain");
        assertThat(bench.send(greet(Map.of("group", "g1"))).reply().value()).isEqualTo("grouped");
        assertThat(bench.send(greet(Map.of("version", "2.0.0"))).reply().value())
                .isEqualTo("v2");
        assertThat(bench.send(greet(Map.of("path", "greeting", "group", "g2")))
                        .reply()
                        .value())
                .isEqualTo("pathed");
        assertThat(bench.send(greet(Map.of("group", "g3"))).reply().text())
                .contains("g3/")
                .contains("g1/");
        assertThat(bench.send(greet(Map.of("path", "/greeting", "group", "g2")))
                        .reply()
                        .status())
                .isEqualTo(ReplyStatus.SERVICE_ERROR);
    }

    @Test
    void aRememberedHeadFollowsItsServiceThroughWithdrawalAndNewExport() {
        ServiceExport first = bench.export(
                Bench.service(Greeter.class, new Scripted(name -> "old")).settings());
        FakeCall before = greet(Map.of());
        FakeCall between = greet(Map.of());
        FakeCall after = greet(Map.of());

        assertThat(bench.send(before).reply().value()).isEqualTo("old");
        first.unexport();
        assertThat(bench.send(between).reply().status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        bench.export(Bench.service(Greeter.class, new Scripted(name -> "new")).settings());
        assertThat(bench.send(after).reply().value()).isEqualTo("new");
    }

    @Test
    void aBodyThatCannotBeDecodedIsStatus40() {
        serve(name -> name);
        FakeCall bad = greet(Map.of());
        bad.decodeFailure = new RpcSerializationException("class com.evil.X is not admitted", CallFacts.NONE, null);
        FakeCall worse = greet(Map.of());
        worse.decodeFailure = new IllegalArgumentException("secret argument");

        assertThat(bench.send(bad).reply().status()).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(bad.reply().text()).contains("com.evil.X");
        assertThat(bench.send(worse).reply().status()).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(worse.reply().text()).doesNotContain("secret").contains("IllegalArgumentException");
    }

    @Test
    void withATokenOnlyThoseWhoBringItAreServedAndNoTextShowsIt() {
        bench.export(Bench.service(
                        Greeter.class,
                        new Scripted(
                                name -> String.valueOf(RpcContext.getContext().getAttachment("token"))))
                .token("s3cret")
                .settings());

        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(), Map.of("token", ""), Map.of("token", "s3creT"), Map.of("token", List.of("s3cret")))) {
            FakeCall refused = bench.send(greet(wrong));
            FakeCall.Reply reply = refused.reply();
            assertThat(reply.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
            assertThat(reply.text()).doesNotContain("s3cre").contains("token");
            assertThat(refused.forbidden).as("the transport counts it").isTrue();
        }
        FakeCall served = bench.send(greet(Map.of("token", "s3cret")));
        assertThat(served.reply().value()).isEqualTo("null");
        assertThat(served.forbidden).isFalse();
        assertThat(bench.send(bench.call(Greeter.class, "$echo", "x")).reply().status())
                .isEqualTo(ReplyStatus.SERVICE_ERROR);
    }

    @Test
    void echoReturnsTheArgumentAndNeverReachesTheService() {
        serve(name -> {
            throw new AssertionError();
        });

        assertThat(bench.send(bench.call(Greeter.class, "$echo", 42)).reply().value())
                .isEqualTo(42);
        assertThat(bench.requests).isEmpty();
    }

    @Test
    void executesLimitsRunningRequestsUntilTheirAnswersAreThere() {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        bench.export(Bench.<Greeter>service(Greeter.class, new Greeter() {
                    @Override
                    public String greet(String name) {
                        return name;
                    }

                    @Override
                    public CompletableFuture<String> greetLater(String name) {
                        CompletableFuture<String> answer = new CompletableFuture<>();
                        answers.add(answer);
                        return answer;
                    }
                })
                .executes(1)
                .pool(ThreadPool.FIXED, 1, 10)
                .settings());

        FakeCall first = bench.send(bench.call(Greeter.class, "greetLater", "a"));
        FakeCall refused = bench.send(bench.call(Greeter.class, "greetLater", "b"));
        assertThat(refused.reply().status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(refused.reply().text()).contains("executes=\"1\"").contains("greetLater(String)");
        assertThat(bench.send(bench.call(Greeter.class, "greet", "other method"))
                        .reply()
                        .value())
                .isEqualTo("other method");
        assertThat(bench.events).containsExactly(RpcObserver.Event.REQUEST_REFUSED);

        answers.get(0).complete("done");
        assertThat(first.reply().value()).isEqualTo("done");
        FakeCall third = bench.send(bench.call(Greeter.class, "greetLater", "c"));
        assertThat(bench.send(bench.call(Greeter.class, "greet", "behind it"))
                        .reply()
                        .value())
                .isEqualTo("behind it");
        answers.get(1).completeExceptionally(new IllegalStateException("late failure"));
        assertThat(third.reply().error()).isInstanceOf(IllegalStateException.class);
        assertThat(bench.requests).containsOnlyOnce("IllegalStateException");
    }

    @Test
    void aRequestThatWaitedTooLongIsDroppedOrToldAndNeverRuns() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<List<String>> ran = new AtomicReference<>(List.of());
        bench.export(Bench.service(Greeter.class, new Scripted(name -> {
                    ran.accumulateAndGet(List.of(name), (a, b) -> {
                        List<String> all = new ArrayList<>(a);
                        all.addAll(b);
                        return all;
                    });
                    running.countDown();
                    release.await();
                    return name;
                }))
                .pool(ThreadPool.FIXED, 1, 10)
                .settings());
        RequestHead head = Bench.head(Greeter.class, "greet");
        FakeCall blocker = bench.send(bench.call(head, Map.of(), "blocker"));
        running.await();
        FakeCall patient = bench.send(bench.call(head, Map.of("timeout", "60000"), "patient"));
        FakeCall gone = bench.send(bench.call(head, Map.of("timeout", "1100"), "gone"));
        FakeCall silent = bench.send(bench.call(head, Map.of(), "silent"));
        FakeCall notice = bench.call(head, Map.of("timeout", "1"), "notice");
        notice.twoWay = false;
        bench.send(notice);
        bench.advanceMillis(1_500);
        release.countDown();

        assertThat(blocker.reply().value()).isEqualTo("blocker");
        // Nobody had asked for so long before: the deadline is not known before the body is decoded.
        assertThat(patient.reply().status()).isEqualTo(ReplyStatus.SERVER_TIMEOUT);
        assertThat(patient.isDecoded()).isFalse();
        assertThat(gone.reply().status()).isEqualTo(ReplyStatus.SERVER_TIMEOUT);
        assertThat(silent.reply().text()).contains("1500 ms").contains("1000 ms");
        notice.reply();
        assertThat(ran.get()).containsExactly("blocker", "notice");
        assertThat(bench.events).hasSize(3).containsOnly(RpcObserver.Event.EXPIRED_REQUEST);
    }

    @Test
    void onceAConsumerAskedForMoreTimeOthersMayWaitAsLong() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        bench.export(Bench.service(Greeter.class, new Scripted(name -> {
                    if (name.equals("blocker")) {
                        running.countDown();
                        release.await();
                    }
                    return name;
                }))
                .pool(ThreadPool.FIXED, 1, 10)
                .settings());
        RequestHead head = Bench.head(Greeter.class, "greet");
        bench.send(bench.call(head, Map.of("timeout", "60000"), "first")).reply();
        bench.send(bench.call(head, Map.of(), "blocker"));
        running.await();
        FakeCall patient = bench.send(bench.call(head, Map.of("timeout", "60000"), "patient"));
        FakeCall gone = bench.send(bench.call(head, Map.of("timeout", 1_100), "gone"));
        FakeCall counting = bench.send(bench.call(head, Map.of("timeout", "60000", "_TO", 200), "counting"));
        bench.advanceMillis(1_500);
        release.countDown();

        assertThat(patient.reply().value()).isEqualTo("patient");
        assertThat(gone.reply().status()).as("dropped").isNull();
        assertThat(counting.reply().status()).as("dropped").isNull();
    }

    @Test
    void aFullPoolAnswersAtOnceAndSaysWhy() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        bench.export(Bench.service(Greeter.class, new Scripted(name -> {
                    running.countDown();
                    release.await();
                    return name;
                }))
                .pool(ThreadPool.FIXED, 2, 1)
                .settings());
        List<FakeCall> served = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            served.add(bench.send(greet(Map.of())));
        }
        running.await();
        bench.advanceMillis(700);

        FakeCall refused = bench.send(greet(Map.of()));

        assertThat(refused.isReplied()).isTrue();
        assertThat(refused.isDecoded()).isFalse();
        assertThat(refused.reply().status()).isEqualTo(ReplyStatus.THREADPOOL_EXHAUSTED);
        assertThat(refused.reply().text())
                .contains("port 20880", "2 requests running (threads=\"2\")", "1 queued (queues=\"1\")")
                .contains("greet(String) for 700 ms")
                .contains("provider.xml");
        release.countDown();
        assertThat(served).allSatisfy(call -> assertThat(call.reply().value()).isEqualTo("Ada"));
        assertThat(bench.send(greet(Map.of())).reply().value()).isEqualTo("Ada");
    }

    @Test
    void directServicesRunOnTheThreadThatTakesTheRequest() {
        bench.export(Bench.service(
                        Greeter.class,
                        new Scripted(name -> Thread.currentThread().getName()))
                .on(Bench.protocol("p", 20_880, ThreadPool.FIXED, 1, 0, Dispatcher.DIRECT))
                .settings());

        assertThat(bench.send(greet(Map.of())).reply().value())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(RpcContext.getContext().isProviderSide()).isFalse();
    }

    @Test
    void statement57AnAsyncContextAnswersFromAnotherThreadAndFreesTheWorker() throws Exception {
        AtomicReference<AsyncContext> promise = new AtomicReference<>();
        bench.export(Bench.service(Greeter.class, new Scripted(name -> {
                    if (name.equals("Ada")) {
                        promise.set(RpcContext.startAsync());
                        return "ignored";
                    }
                    return name;
                }))
                .pool(ThreadPool.FIXED, 1, 0)
                .settings());
        FakeCall later = bench.send(greet(Map.of()));
        FakeCall next = bench.call(Greeter.class, "greet", "Bob");
        while (bench.requests.isEmpty() || promise.get() == null) {
            Thread.onSpinWait();
        }
        FakeCall.Reply reply = null;
        while (reply == null) {
            reply = bench.send(next).reply();
            if (reply.status() == ReplyStatus.THREADPOOL_EXHAUSTED) {
                reply = null; // the worker is still on its way out of the first request
                next = bench.call(Greeter.class, "greet", "Bob");
            }
        }
        assertThat(reply.value()).isEqualTo("Bob");
        assertThat(later.isReplied()).isFalse();

        Thread other = new Thread(() -> {
            promise.get().signalContextSwitch();
            RpcContext.getServerContext().setAttachment("late", "yes");
            promise.get().write("answer");
            promise.get().resetContext();
        });
        other.start();
        assertThat(later.reply().value()).isEqualTo("answer");
        assertThat(later.reply().thread()).isSameAs(other);
        assertThat(later.reply().attachments()).containsEntry("late", "yes");
        other.join();
    }

    @Test
    void statements58And59AThrowableArrivesAndASecondWriteFails() {
        AtomicReference<AsyncContext> promise = new AtomicReference<>();
        serve(name -> {
            promise.set(RpcContext.startAsync());
            promise.get().write(new java.io.IOException("from afar"));
            return null;
        });

        assertThat(bench.send(greet(Map.of())).reply().error())
                .isInstanceOf(java.io.IOException.class)
                .hasMessage("from afar");
        assertThatThrownBy(() -> promise.get().write("again")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void statement60AnAnswerThatNeverComesIsGivenUpAtTheDeadlineAndLoggedOnce() {
        List<AsyncContext> promises = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (Logged log = new Logged("io.tern.rpc.provider")) {
            bench.export(Bench.service(Greeter.class, new Scripted(name -> {
                        promises.add(RpcContext.startAsync());
                        return null;
                    }))
                    .executes(2)
                    .settings());
            List<FakeCall> calls =
                    List.of(bench.send(greet(Map.of("timeout", "300"))), bench.send(greet(Map.of("timeout", "300"))));
            while (promises.size() < 2) {
                Thread.onSpinWait();
            }
            bench.advanceMillis(299);
            assertThat(calls).noneMatch(FakeCall::isReplied);
            bench.advanceMillis(1);

            assertThat(calls)
                    .allSatisfy(call ->
                            assertThat(call.reply().status()).as("dropped").isNull());
            assertThat(log.texts())
                    .filteredOn(text -> text.contains("gave none within 300 ms"))
                    .hasSize(1);
        }
        assertThatThrownBy(() -> promises.get(0).write("too late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("deadline");
        // Both executes are free again.
        FakeCall next = bench.send(greet(Map.of("timeout", "300")));
        while (promises.size() < 3) {
            Thread.onSpinWait();
        }
        promises.get(2).write("in time");
        assertThat(next.reply().value()).isEqualTo("in time");
    }

    /** A consumer of Dubbo 2.7 does not say how long it waits, and the service's own setting is only a guess. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerIsNotCutShortByAGuessAtTheConsumersTimeout(boolean comes) {
        AtomicReference<AsyncContext> promise = new AtomicReference<>();
        serve(name -> {
            promise.set(RpcContext.startAsync());
            return null;
        });
        FakeCall call = bench.send(greet(Map.of()));
        while (promise.get() == null) {
            Thread.onSpinWait();
        }
        bench.advanceMillis(TimeUnit.MINUTES.toMillis(10) - 1);
        assertThat(call.isReplied()).isFalse();
        if (comes) {
            promise.get().write("late");
            assertThat(call.reply().value()).isEqualTo("late");
        } else {
            bench.advanceMillis(1);
            assertThat(call.reply().status()).as("dropped").isNull();
        }
    }

    @Test
    void statement61SignalContextSwitchShowsTheRequestAndResetGivesBackWhatTheThreadHad() {
        AtomicReference<AsyncContext> promise = new AtomicReference<>();
        serve(name -> {
            promise.set(RpcContext.startAsync());
            return null;
        });
        FakeCall call = bench.send(greet(Map.of("user", "u1")));
        while (promise.get() == null) {
            Thread.onSpinWait();
        }
        RpcContext mine = RpcContext.getContext().setAttachment("mine", "m");
        promise.get().signalContextSwitch();
        assertThat(mine.getAttachment("user")).isEqualTo("u1");
        promise.get().resetContext();
        assertThat(mine.getAttachments()).isEqualTo(Map.of("mine", "m"));
        RpcContext.removeContext();
        promise.get().write("x");
        assertThat(call.reply().value()).isEqualTo("x");
    }

    @Test
    void aStoppedPromiseLeavesTheConsumerToItsTimeout() {
        serve(name -> {
            assertThat(RpcContext.startAsync().stop()).isTrue();
            return null;
        });

        assertThat(bench.send(greet(Map.of())).reply().status()).as("dropped").isNull();
    }

    @Test
    void aMethodThatThrowsAfterItPromisedHasThrown() {
        AtomicReference<AsyncContext> promise = new AtomicReference<>();
        serve(name -> {
            promise.set(RpcContext.startAsync());
            throw new IllegalArgumentException("no");
        });

        assertThat(bench.send(greet(Map.of())).reply().error()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> promise.get().write("x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void exceptionsOfTheServiceTravelInTheBodyEvenRpcExceptions() {
        serve(name -> {
            throw new RpcTimeoutException("downstream", CallFacts.NONE, null);
        });

        FakeCall.Reply reply = bench.send(greet(Map.of())).reply();

        assertThat(reply.status()).isEqualTo(ReplyStatus.OK);
        assertThat(reply.error()).hasSameClassAs(new RpcException()).hasMessage("downstream");
        assertThat(((RpcException) reply.error()).isTimeout()).isTrue();
    }

    @Test
    void filtersRunInOrderAroundTheServiceAndMayAnswerThemselves() {
        List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        serve(
                name -> "served",
                filter((call, next) -> {
                    order.add("outer");
                    ResponseFuture<Object> future = next.invoke(call);
                    future.whenComplete((value, error) -> order.add("after " + value));
                    return future;
                }),
                filter((call, next) -> {
                    order.add("inner");
                    return call.attachment("user") == null ? next.invoke(call) : ResponseFuture.completed("filter");
                }));

        assertThat(bench.send(greet(Map.of())).reply().value()).isEqualTo("served");
        assertThat(order).containsExactly("outer", "inner", "after served");
        assertThat(bench.send(greet(Map.of("user", "u"))).reply().value()).isEqualTo("filter");
    }

    @Test
    void aRefusalByAFilterIsStatus70AndItsBusinessExceptionIsNot() {
        AtomicReference<Supplier<Throwable>> error = new AtomicReference<>();
        serve(
                name -> name,
                filter((call, next) -> ResponseFuture.failed(error.get().get())));
        error.set(() -> new RpcException(RpcException.FORBIDDEN_EXCEPTION, "not you"));
        FakeCall.Reply refused = bench.send(greet(Map.of())).reply();
        error.set(() -> new java.io.IOException("disk"));
        FakeCall.Reply failed = bench.send(greet(Map.of())).reply();

        assertThat(refused.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(refused.text()).isEqualTo("not you");
        assertThat(failed.error()).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void aFilterThatThrowsIsStatus70() {
        serve(name -> name, filter((call, next) -> {
            throw new IllegalStateException("private detail");
        }));

        FakeCall.Reply reply = bench.send(greet(Map.of())).reply();

        assertThat(reply.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(reply.text()).contains("filter").doesNotContain("private detail");
    }

    @Test
    void aFilterMayChangeThreads() {
        serve(
                name -> {
                    RpcContext.getServerContext().setAttachment("set", "there");
                    return RpcContext.getContext().getAttachment("user");
                },
                filter((call, next) -> {
                    AtomicReference<ResponseFuture<Object>> future = new AtomicReference<>();
                    Thread other = new Thread(() -> future.set(next.invoke(call)));
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return future.get();
                }));

        FakeCall.Reply reply = bench.send(greet(Map.of("user", "u"))).reply();

        assertThat(reply.value()).isEqualTo("u");
        assertThat(reply.attachments()).containsEntry("set", "there");
    }

    @Test
    void statement14OneWayRequestsThatFailAreCountedAndLoggedOnce() throws Exception {
        CountDownLatch ended = new CountDownLatch(3);
        try (Logged log = new Logged("io.tern.rpc.provider")) {
            serve(name -> {
                ended.countDown();
                throw new IllegalStateException("broken");
            });
            for (int i = 0; i < 3; i++) {
                FakeCall notice = greet(Map.of());
                notice.twoWay = false;
                bench.send(notice).reply();
            }
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(log.texts())
                    .filteredOn(text -> text.startsWith("WARN One-way"))
                    .hasSize(1);
        }
        assertThat(bench.events).hasSize(3).containsOnly(RpcObserver.Event.ONEWAY_REQUEST_FAILED);
    }

    private static Filter filter(java.util.function.BiFunction<Invocation, Invoker, ResponseFuture<Object>> body) {
        return new Filter() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public ResponseFuture<Object> invoke(Invocation call, Invoker next) {
                return body.apply(call, next);
            }
        };
    }
}
