// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrapTest {
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // wraps around
    private final RpcContext context = RpcContext.getContext();

    @AfterEach
    void forget() {
        pool.shutdownNow();
        RpcContext.removeContext();
        TraceCarrier.TRACE.remove();
        BrokenCarrier.FAILS_IN.remove();
    }

    private static Method run() {
        try {
            return Runnable.class.getMethod("run");
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private InternalRpcContext.Request request(long leftNanos) {
        return new InternalRpcContext.Request(
                run(),
                new Peer(InetSocketAddress.createUnresolved("10.0.0.9", 999), null),
                "shop",
                Map.of("received", "r"),
                nanos.get() + leftNanos,
                true,
                nanos::get);
    }

    /** What a task sees of its context, as text. */
    private static Map<String, Object> seen() {
        RpcContext here = RpcContext.getContext();
        Map<String, Object> seen = new HashMap<>(here.getObjectAttachments());
        seen.put("provider side", here.isProviderSide());
        seen.put("remote", String.valueOf(here.getRemoteAddressString()));
        seen.put("application", String.valueOf(here.getRemoteApplicationName()));
        seen.put("left", String.valueOf(here.timeLeft()));
        seen.put("value", String.valueOf(here.get("value")));
        seen.put("trace", String.valueOf(TraceCarrier.TRACE.get()));
        return seen;
    }

    private void serve() {
        InternalRpcContext.enter(context, request(TimeUnit.MILLISECONDS.toNanos(500)));
        context.setAttachment("set", "s");
        context.set("value", 7);
        TraceCarrier.TRACE.set("t1");
    }

    @Test
    void aTaskSeesWhatTheThreadHadWhenItWasWrapped() throws Exception {
        serve();
        Map<String, Object> expected = seen();
        Callable<Map<String, Object>> task = RpcContext.wrap(WrapTest::seen);
        InternalRpcContext.leave(context);
        TraceCarrier.TRACE.set("later");
        context.setAttachment("set", "later");

        assertThat(expected)
                .containsEntry("set", "s")
                .containsEntry("received", "r")
                .containsEntry("remote", "10.0.0.9:999")
                .containsEntry("application", "shop")
                .containsEntry("left", Duration.ofMillis(500).toString())
                .containsEntry("value", "7")
                .containsEntry("trace", "t1");
        assertThat(pool.submit(task).get()).isEqualTo(expected);
        assertThat(pool.submit(task).get()).as("once more").isEqualTo(expected);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(501));
        assertThat(pool.submit(task).get()).containsEntry("left", "PT0S");
    }

    @Test
    void theThreadGetsBackWhatItHadWhateverTheTaskDoes() {
        context.setAttachment("mine", "1").set("value", "mine");
        RpcContext.getServerContext().setAttachment("reply", "x");
        RpcContext.nextCall().retries(3);
        ResponseFuture<Object> last = ResponseFuture.completed(1);
        InternalRpcContext.publish(context, last);
        TraceCarrier.TRACE.set("outer");
        Runnable task = wrappedElsewhere(() -> {
            assertThat(RpcContext.getContext().getAttachments()).containsExactly(Map.entry("elsewhere", "e"));
            assertThat((Object) RpcContext.getContext().getFuture()).isNull();
            assertThat(RpcContext.getServerContext().getAttachments()).isEmpty();
            RpcContext.getContext().setAttachment("left behind", "x").set("left", "behind");
            RpcContext.nextCall().retries(9);
            assertThat(TraceCarrier.TRACE.get()).isEqualTo("elsewhere");
            TraceCarrier.TRACE.set("changed");
            throw new IllegalStateException("failed");
        });

        assertThatThrownBy(task::run).hasMessage("failed");

        assertThat(RpcContext.getContext()).isSameAs(context);
        assertThat(context.getAttachments()).containsExactly(Map.entry("mine", "1"));
        assertThat(context.get()).containsExactly(Map.entry("value", "mine"));
        assertThat(RpcContext.getServerContext().getAttachment("reply")).isEqualTo("x");
        assertThat(RpcContext.nextCall().retries()).isEqualTo(3);
        assertThat((Object) context.getFuture()).isSameAs(last);
        assertThat(TraceCarrier.TRACE.get()).isEqualTo("outer");
    }

    /** Of an instance, while it runs; another instance can have given an equal one. */
    private record Given(ThreadLocal<String> shown) implements ContextCarrier {
        @Override
        public Carried capture() {
            return () -> {
                shown.set(shown.get() + "+");
                return shown::remove;
            };
        }
    }

    @Test
    void aGivenCarrierTakesPartOnceUntilAllWhoGaveItTakeItBack() {
        ThreadLocal<String> shown = ThreadLocal.withInitial(() -> "");
        Runnable look = () -> assertThat(shown.get()).isEqualTo("+");
        InternalRpcContext.add(new Given(shown));
        InternalRpcContext.add(new Given(shown));
        try {
            RpcContext.wrap(look).run();
            InternalRpcContext.remove(new Given(shown));
            RpcContext.wrap(look).run();
        } finally {
            InternalRpcContext.remove(new Given(shown));
            InternalRpcContext.remove(new Given(shown));
        }
        Runnable nothing = () -> assertThat(shown.get()).isEmpty();
        RpcContext.wrap(nothing).run();
    }

    private Runnable wrappedElsewhere(Runnable task) {
        Callable<Runnable> wrapping = () -> {
            RpcContext.getContext().setAttachment("elsewhere", "e");
            TraceCarrier.TRACE.set("elsewhere");
            return RpcContext.wrap(task);
        };
        try {
            return pool.submit(wrapping).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void attachmentsThatWereSetGoWithTheFirstCallOfEachRunAndReceivedOnesWithAll() {
        serve();
        List<Map<String, Object>> sent = new ArrayList<>();
        Runnable task = RpcContext.wrap(() -> {
            sent.add(InternalRpcContext.takeAttachments(RpcContext.getContext()));
            sent.add(InternalRpcContext.takeAttachments(RpcContext.getContext()));
        });
        InternalRpcContext.leave(context);

        task.run();
        task.run();

        Map<String, Object> first = Map.of("set", "s", "received", "r");
        assertThat(sent).containsExactly(first, Map.of("received", "r"), first, Map.of("received", "r"));
    }

    @Test
    void onlyTheServingThreadMayAnswerTheRequest() throws Exception {
        serve();
        Callable<Boolean> started = RpcContext.wrap(RpcContext::isAsyncStarted);
        Callable<AsyncContext> starting = RpcContext.wrap(RpcContext::startAsync);

        assertThatThrownBy(() -> pool.submit(starting).get()).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(context.getAsyncContext()).isNull();
        AsyncContext own = RpcContext.startAsync();
        assertThat(pool.submit(started).get()).isFalse();
        assertThat(context.getAsyncContext()).isSameAs(own);
        assertThat(RpcContext.isAsyncStarted()).isTrue();
        assertThat(context.stopAsync()).isTrue();
        assertThat(context.stopAsync()).isFalse();
    }

    @Test
    void settingsForTheNextCallAndTheLastFutureStayWithTheThread() throws Exception {
        RpcContext.nextCall().retries(5);
        InternalRpcContext.publish(context, ResponseFuture.completed("last"));
        Callable<Boolean> task = RpcContext.wrap(() -> RpcContext.getContext().getFuture() == null
                && InternalRpcContext.takeNextCall(RpcContext.getContext()) == null);

        assertThat(pool.submit(task).get()).isTrue();
        assertThat(RpcContext.nextCall().retries()).isEqualTo(5);
    }

    @Test
    void executorsCarryTheContextOfWhoeverHandsATaskOver() throws Exception {
        Executor executor = RpcContext.wrap((Executor) pool);
        ExecutorService service = RpcContext.wrap(pool);
        Callable<String> look = () -> RpcContext.getContext().getAttachment("user");
        CompletableFuture<String> executed = new CompletableFuture<>();
        context.setAttachment("user", "one");
        executor.execute(() -> executed.complete(RpcContext.getContext().getAttachment("user")));
        context.setAttachment("user", "two");
        var submitted = service.submit(look);
        context.setAttachment("user", "three");
        var all = service.invokeAll(List.of(look, look));
        String any = service.invokeAny(List.of(look));
        CompletableFuture<String> stage =
                CompletableFuture.supplyAsync(() -> RpcContext.getContext().getAttachment("user"), service);
        context.clearAttachments();

        assertThat(executed.get()).isEqualTo("one");
        assertThat(submitted.get()).isEqualTo("two");
        assertThat(all.get(0).get() + all.get(1).get()).isEqualTo("threethree");
        assertThat(any).isEqualTo("three");
        assertThat(stage.get()).isEqualTo("three");
        assertThat(service.submit(look).get())
                .as("nothing of an earlier task stays")
                .isNull();
        service.shutdown();
        assertThat(pool.isShutdown()).isTrue();
        assertThat(service.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(service.isTerminated() && service.isShutdown()).isTrue();
        assertThat(service.shutdownNow()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "show", "undo"})
    void aCarrierThatThrowsHarmsNobody(String place) {
        context.setAttachment("user", "u");
        TraceCarrier.TRACE.set("t1");
        BrokenCarrier.FAILS_IN.set(place);
        List<String> seen = new ArrayList<>();
        Runnable task = RpcContext.wrap((Runnable)
                () -> seen.add(context() + " " + RpcContext.getContext().getAttachment("user")));
        TraceCarrier.TRACE.set("own");

        task.run();

        assertThat(seen).containsExactly("t1 u");
        assertThat(TraceCarrier.TRACE.get()).isEqualTo("own");
        assertThat(RpcContext.getContext()).isSameAs(context);
    }

    private static String context() {
        return String.valueOf(TraceCarrier.TRACE.get());
    }

    @Test
    void callbacksSeeTheContextOfTheirCallAndLeaveNothingBehind() {
        context.setAttachment("sent", "1").set("value", "v");
        TraceCarrier.TRACE.set("t1");
        Map<String, Object> sent = InternalRpcContext.takeAttachments(context);
        ContextSnapshot snapshot = InternalRpcContext.forCallbacks(context, run(), sent);
        Outcome outcome = new Outcome(snapshot);
        List<Object> seen = new ArrayList<>();
        CompletableFuture<Void> stage = outcome.thenAccept(value -> {
            RpcContext here = RpcContext.getContext();
            seen.add(here.getAttachment("sent"));
            seen.add(here.get("value"));
            seen.add(here.getMethodName());
            seen.add(RpcContext.getServerContext().getAttachment("reply"));
            seen.add(TraceCarrier.TRACE.get());
            here.setAttachment("added", "2");
            seen.add(here.getAttachments());
            seen.add(InternalRpcContext.takeAttachments(here));
        });
        context.setAttachment("sent", "of another call");
        TraceCarrier.TRACE.set("t2");

        outcome.end("done");

        assertThat(stage).isCompleted();
        assertThat(seen)
                .containsExactly("1", "v", "run", "r", "t1", Map.of("sent", "1", "added", "2"), Map.of("added", "2"));
        assertThat(context.getAttachments()).containsExactly(Map.entry("sent", "of another call"));
        assertThat(TraceCarrier.TRACE.get()).isEqualTo("t2");
    }

    @Test
    void callbacksOfCallsWithoutAContextStartBlankAndStayAmongThemselves() throws Exception {
        pool.submit(() -> {
                    Outcome first = new Outcome(ContextSnapshot.NOTHING);
                    RpcContext own = RpcContext.getContext();
                    CompletableFuture<Void> dirty = first.thenAccept(value -> {
                        assertThat(RpcContext.getContext())
                                .as("nothing is made for it")
                                .isSameAs(own);
                        RpcContext.getContext().setAttachment("left", "behind").set("left", "behind");
                        RpcContext.nextCall().retries(1);
                        InternalRpcContext.publish(RpcContext.getContext(), ResponseFuture.completed(1));
                    });
                    first.end("x");
                    assertThat(dirty).isCompleted();
                    assertThat(own.isBlank()).isTrue();

                    own.setAttachment("own", "o");
                    Outcome second = new Outcome(ContextSnapshot.NOTHING);
                    CompletableFuture<Integer> look = second.thenApply(
                            value -> RpcContext.getContext().getAttachments().size());
                    second.end("x");
                    assertThat(look).isCompletedWithValue(0);
                    assertThat(own.getAttachments()).containsExactly(Map.entry("own", "o"));
                    return null;
                })
                .get();
    }

    @Test
    void aCallOfAThreadWithoutAnythingHasNothingForItsCallbacks() {
        assertThat(InternalRpcContext.forCallbacks(context, run(), null)).isNull();
        assertThat(InternalRpcContext.takeAttachments(context)).isNull();
        assertThat(context.timeLeft()).isNull();
        InternalRpcContext.enter(context, new InternalRpcContext.Request(run(), new Peer(null, null), null, Map.of()));
        assertThat(context.timeLeft()).as("nobody said how long").isNull();
        assertThat(InternalRpcContext.forCallbacks(context, run(), null)).isNotNull();
    }

    private static final class Outcome extends ResponseFuture<Object> {
        Outcome(ContextSnapshot caller) {
            super(caller);
        }

        void end(Object value) {
            settle(value, null);
        }

        @Override
        public Map<String, Object> attachments() {
            return Map.of("reply", "r");
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return InetSocketAddress.createUnresolved("h", 1);
        }

        @Override
        public Duration elapsed() {
            return Duration.ZERO;
        }

        @Override
        public Object await() {
            return join();
        }
    }
}
