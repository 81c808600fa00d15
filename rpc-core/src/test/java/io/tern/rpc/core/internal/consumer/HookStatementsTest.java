// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static io.tern.rpc.core.internal.consumer.Consumer.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.internal.consumer.DemoService.OutOfPaper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements 25, 38 to 43 and 54, as far as they are about hooks; each test is named after its number. */
@Timeout(30)
class HookStatementsTest {
    private final Consumer consumer = new Consumer();
    private final Notify notify = new Notify();

    @AfterEach
    void close() {
        consumer.close();
    }

    private record Event(String kind, @Nullable Object outcome, List<@Nullable Object> arguments, String thread) {}

    /** Records what it is told; its overloads take the forms that Dubbo knows. */
    public static final class Notify {
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private @Nullable RuntimeException next;
        private @Nullable String seenAttachment;

        public void before(String id) {
            add("oninvoke", null, id);
        }

        public void returned(String result, String id) {
            seenAttachment = RpcContext.getServerContext().getAttachment("trace");
            add("onreturn", result, id);
        }

        public void returnedNumber(int result) {
            add("onreturn", result);
        }

        public void returnedArray(@Nullable Object result, Object[] arguments) {
            add("onreturn", result, arguments);
        }

        public void thrown(Throwable error, String id) {
            add("onthrow", error, id);
        }

        public void thrownTimeoutOnly(RpcTimeoutException error) {
            add("onthrow", error);
        }

        private void add(String kind, @Nullable Object outcome, @Nullable Object... arguments) {
            List<@Nullable Object> list = new ArrayList<>(Arrays.asList(arguments));
            events.add(new Event(kind, outcome, list, Thread.currentThread().getName()));
            RuntimeException failure = next;
            next = null;
            if (failure != null) {
                throw failure;
            }
        }

        Event take() throws InterruptedException {
            Event event = events.poll(10, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("No hook ran");
            }
            return event;
        }
    }

    private void hooks(String method, @Nullable String before, @Nullable String returned, @Nullable String thrown) {
        consumer.beans.put("notify", notify);
        MethodPlan plan = consumer.method(method);
        plan.onInvoke = before == null ? null : new HookSettings("notify", before);
        plan.onReturn = returned == null ? null : new HookSettings("notify", returned);
        plan.onThrow = thrown == null ? null : new HookSettings("notify", thrown);
    }

    private DemoService syncWithHooks() {
        hooks("find", "before", "returned", "thrown");
        return consumer.reference();
    }

    private DemoService asyncWithHooks() {
        hooks("find", "before", "returned", "thrown");
        consumer.method("find").async = true;
        return consumer.reference();
    }

    /** Nothing more comes: all callbacks that were queued before have run. */
    private void assertNoFurtherEvent() throws Exception {
        CompletableFuture<Void> barrier = new CompletableFuture<>();
        DemoService demo = consumer.reference();
        consumer.provider().returns(0);
        RpcContext.getContext().asyncCall(() -> demo.asInt()).whenComplete((value, error) -> barrier.complete(null));
        barrier.get(10, TimeUnit.SECONDS);
        assertThat(notify.events).isEmpty();
    }

    @Test
    void s39OnInvokeRunsOnTheCallerBeforeTheRequestIsSent() throws Exception {
        hooks("find", "before", null, null);
        DemoService demo = consumer.reference();
        List<Integer> eventsWhenSent = new ArrayList<>();
        consumer.provider().on(call -> {
            eventsWhenSent.add(notify.events.size());
            return Answer.value("now");
        });

        demo.find("a");

        assertThat(eventsWhenSent).containsExactly(1);
        assertThat(notify.take())
                .isEqualTo(new Event(
                        "oninvoke", null, List.of("a"), Thread.currentThread().getName()));
    }

    @Test
    void s39OnInvokeThatThrowsFiresOnThrowAndTheCallGoesOnWithAWarning() throws Exception {
        DemoService demo = syncWithHooks();
        consumer.provider().returns("now");
        notify.next = new IllegalStateException("hook");

        try (LogCapture log = new LogCapture(CallHooks.class)) {
            assertThat(demo.find("a")).isEqualTo("now");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("WARN", "oninvoke notify.before", "DemoService#find(String)");
        }

        assertThat(notify.take().kind()).isEqualTo("oninvoke");
        assertThat(notify.take())
                .satisfies(event -> assertThat(event.kind()).isEqualTo("onthrow"))
                .satisfies(event -> assertThat(event.outcome()).isInstanceOf(IllegalStateException.class));
        assertThat(notify.take().kind()).isEqualTo("onreturn");
        assertThat(notify.events).isEmpty();
    }

    @Test
    void s39AttachmentsThatOnInvokeSetsGoWithTheCall() {
        consumer.beans.put("tracer", new Tracer());
        consumer.method("find").onInvoke = new HookSettings("tracer", "before");
        DemoService demo = consumer.reference();
        consumer.provider().returns("now");

        RpcContext.getContext().setAttachment("user", "caller");
        demo.find("a");

        assertThat(consumer.provider().received().get(0).attachments())
                .isEqualTo(Map.of("user", "caller", "trace", "17"));
        assertThat(RpcContext.getContext().getAttachments()).isEmpty();
    }

    /** Sets attachments for the call that it is told about. */
    public static final class Tracer {
        public void before(String id) {
            RpcContext.getContext().setAttachment("trace", "17").setAttachment("user", "hook");
        }
    }

    @Test
    void s40AsyncHooksRunOnTheCallbackExecutor() throws Exception {
        DemoService demo = asyncWithHooks();
        demo.find("a");
        assertThat(notify.take().kind()).isEqualTo("oninvoke");
        consumer.provider().reply("answer");
        Event returned = notify.take();
        demo.find("b");
        notify.take();
        consumer.provider().fail(new OutOfPaper(1));
        Event thrown = notify.take();

        assertThat(returned.outcome()).isEqualTo("answer");
        assertThat(returned.arguments()).containsExactly("a");
        assertThat(thrown.outcome()).isInstanceOf(OutOfPaper.class);
        assertThat(thrown.arguments()).containsExactly("b");
        assertThat(List.of(returned.thread(), thrown.thread())).allMatch(name -> name.startsWith("tern-callback-"));
        assertNoFurtherEvent();
    }

    @Test
    void s41SyncHooksRunOnTheCallerBeforeTheCallReturns() {
        DemoService demo = syncWithHooks();
        consumer.provider().returns("now");
        demo.find("a");
        consumer.provider().throwing(new IllegalStateException("closed"));
        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(IllegalStateException.class);

        assertThat(notify.events)
                .extracting(Event::kind)
                .containsExactly("oninvoke", "onreturn", "oninvoke", "onthrow");
        assertThat(notify.events)
                .allMatch(event -> event.thread().equals(Thread.currentThread().getName()));
    }

    @Test
    void s42OnThrowGetsTheBareTimeoutOnTheCallbackExecutor() throws Exception {
        DemoService demo = asyncWithHooks();
        demo.find("a");
        notify.take();
        consumer.ticker.advanceMillis(700);

        Event thrown = notify.take();
        assertThat(thrown.kind()).isEqualTo("onthrow");
        assertThat(thrown.outcome()).isExactlyInstanceOf(RpcTimeoutException.class);
        assertThat(thrown.thread()).startsWith("tern-callback-");
        assertNoFurtherEvent();
    }

    @Test
    void s42OnThrowFiresOnceWhenTheConnectionIsLost() throws Exception {
        DemoService demo = asyncWithHooks();
        demo.find("a");
        notify.take();
        consumer.provider().goDown("gone");
        assertThat(notify.take().outcome()).isExactlyInstanceOf(RpcConnectionException.class);
        consumer.provider().comeUp();
        assertNoFurtherEvent();
    }

    @Test
    void s25OnThrowFiresOnceWhenTheFutureIsCancelled() throws Exception {
        DemoService demo = asyncWithHooks();
        demo.find("a");
        notify.take();
        saved().cancel(true);
        saved().cancel(true);

        assertThat(notify.take().outcome()).isInstanceOf(CancellationException.class);
        assertNoFurtherEvent();
    }

    @Test
    void s29OnThrowFiresOnceWhenTheCallCannotBeSent() throws Exception {
        DemoService demo = asyncWithHooks();
        consumer.provider().on(call -> Answer.UNSENT);

        assertThatThrownBy(() -> demo.find("a")).isInstanceOf(RpcException.class);

        assertThat(notify.take().kind()).isEqualTo("oninvoke");
        assertThat(notify.take().outcome()).isInstanceOf(RpcConnectionException.class);
        assertNoFurtherEvent();
    }

    @Test
    void s67OnThrowFiresWhenTheCallIsRefusedByActives() throws Exception {
        consumer.method("find").actives = 1;
        consumer.method("find").timeoutMillis = 1;
        DemoService demo = asyncWithHooks();
        demo.find("a");
        notify.take();

        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcLimitException.class);

        assertThat(notify.take().kind()).isEqualTo("oninvoke");
        Event thrown = notify.take();
        assertThat(thrown.outcome()).isInstanceOf(RpcLimitException.class);
        assertThat(thrown.arguments()).containsExactly("b");
    }

    @Test
    void s43HooksAndFutureBothWork() throws Exception {
        DemoService demo = asyncWithHooks();
        demo.find("a");
        CompletableFuture<String> future = saved();
        notify.take();
        consumer.provider().reply("answer");

        assertThat(future.get()).isEqualTo("answer");
        assertThat(notify.take().outcome()).isEqualTo("answer");
    }

    @Test
    void s54ReplyAttachmentsAreReadableInHooks() throws Exception {
        DemoService demo = asyncWithHooks();
        demo.find("a");
        notify.take();
        consumer.provider().reply("answer", Map.of("trace", "17"));

        notify.take();
        assertThat(notify.seenAttachment).isEqualTo("17");
    }

    @Test
    void exceptionOfOnReturnGoesToOnThrowAndNotToTheCaller() throws Exception {
        hooks("find", null, "returned", "thrown");
        DemoService demo = consumer.reference();
        consumer.provider().returns("now");
        notify.next = new IllegalStateException("hook");

        try (LogCapture log = new LogCapture(CallHooks.class)) {
            assertThat(demo.find("a")).isEqualTo("now");
            assertThat(log.lines()).singleElement().asString().contains("onreturn notify.returned");
        }

        assertThat(notify.take().kind()).isEqualTo("onreturn");
        assertThat(notify.take().outcome()).isInstanceOf(IllegalStateException.class);
        assertThat(notify.events).isEmpty();
    }

    @Test
    void exceptionOfOnThrowIsLoggedAndNotSeen() {
        hooks("find", null, null, "thrown");
        DemoService demo = consumer.reference();
        consumer.provider().throwing(new OutOfBounds());
        notify.next = new IllegalStateException("hook");

        try (LogCapture log = new LogCapture(CallHooks.class)) {
            assertThatThrownBy(() -> demo.find("a")).isInstanceOf(OutOfBounds.class);
            assertThat(log.lines()).singleElement().asString().contains("onthrow notify.thrown");
        }
    }

    private static final class OutOfBounds extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void onThrowThatDoesNotTakeTheExceptionIsSkippedWithALogEntry() {
        hooks("find", null, null, "thrownTimeoutOnly");
        DemoService demo = consumer.reference();
        consumer.provider().throwing(new OutOfBounds());

        try (LogCapture log = new LogCapture(CallHooks.class)) {
            assertThatThrownBy(() -> demo.find("a")).isInstanceOf(OutOfBounds.class);
            assertThat(log.lines()).singleElement().asString().contains("does not take this exception");
        }
        assertThat(notify.events).isEmpty();
    }

    @Test
    void onReturnTakesAPrimitiveResultOrTheArgumentsAsAnArray() throws Exception {
        hooks("asInt", null, "returnedNumber", null);
        hooks("sum", null, "returnedArray", null);
        DemoService demo = consumer.reference();
        consumer.provider().returns(5);

        demo.asInt();
        demo.sum(2, 3);

        assertThat(notify.take().outcome()).isEqualTo(5);
        assertThat(notify.take().arguments()).containsExactly(2, 3);
    }

    @Test
    void oneWayCallHasNoOnReturnAndTellsOnThrowIfItCannotBeSent() throws Exception {
        hooks("find", null, "returned", "thrown");
        consumer.method("find").oneWay = true;
        DemoService demo = consumer.reference();
        demo.find("a");
        assertThat(notify.events).isEmpty();
        consumer.provider().goDown("refused");

        assertThatThrownBy(() -> demo.find("b")).isInstanceOf(RpcException.class);
        assertThat(notify.take().kind()).isEqualTo("onthrow");
    }

    @Test
    void s38HooksOfOneReferenceDoNotFireForAnother() {
        DemoService hooked = syncWithHooks();
        consumer.methods.clear();
        DemoService plain = consumer.reference();
        consumer.provider().returns("now");

        plain.find("a");
        assertThat(notify.events).isEmpty();
        hooked.find("a");
        assertThat(notify.events).hasSize(2);
    }
}
