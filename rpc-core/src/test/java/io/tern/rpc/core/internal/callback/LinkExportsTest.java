// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.AsyncContext;
import io.tern.rpc.CallFacts;
import io.tern.rpc.Peer;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkExportsTest {
    interface Ear {
        String hear(String text);
    }

    interface Hub {
        void add(Ear ear);

        void remove(Ear ear);
    }

    private static final PreparedCall PREPARED = new PreparedCall() {};
    private static final RequestHead HEAR =
            new RequestHead("2.0.2", Ear.class.getName(), null, "hear", "Ljava/lang/String;");

    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> tasks = new ArrayList<>();
    private final CallbackType type = new CallbackType(Ear.class, new ReflectiveProxies(), List.of(), nanos::get);
    private final LinkExports exports = new LinkExports(this::execute, new LogLimit(nanos::get, 10, 10_000));
    private final FakeLink link = new FakeLink();
    private boolean closing;

    private void execute(Runnable task) {
        if (closing) {
            throw new RejectedExecutionException();
        }
        tasks.add(task);
    }

    /** Remembers what is sent, and answers as it is told. */
    private static final class FakeLink implements Link {
        final List<Invocation> sent = new ArrayList<>();
        ResponseFuture<@Nullable Object> answer = ResponseFuture.completed(null);

        @Override
        public Peer peer() {
            return new Peer(null, null);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public ResponseFuture<@Nullable Object> send(Invocation call, PreparedCall prepared) {
            sent.add(call);
            return answer;
        }

        @Override
        public void serve(RequestHandler handler) {}

        @Override
        public void onClose(Runnable action) {}

        Map<String, Object> lastAttachments() {
            return sent.get(sent.size() - 1).attachments();
        }
    }

    private static CallFacts facts(Delivery delivery) {
        return new CallFacts("Hub#add(Ear)", null, Duration.ZERO, delivery);
    }

    private ResponseFuture<@Nullable Object> call(String name, int limit, @Nullable Ear ear) {
        MethodDescriptor method = MethodDescriptor.of(Hub.class).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<CallbackParameter> parameters =
                CallbackParameter.of(method, List.of(new ArgumentSettings(0, null, name.equals("add"))));
        Invocation call = new Invocation(
                new ServiceKey("blue", Hub.class.getName(), null),
                method,
                new CallOptions(CallMode.SYNC, false, 1_000, 0),
                new Object[] {ear},
                null,
                0,
                null);
        ResponseFuture<@Nullable Object> outcome = exports.send(
                link, call, PREPARED, new CallbackExports.Outgoing(parameters, List.of(type), "blue", limit));
        assertThat(call.arguments()).as("another attempt needs them").containsExactly(ear);
        return outcome;
    }

    @Test
    void anObjectIsReplacedByItsId() {
        Ear ear = text -> text;
        call("add", 2, ear);
        call("add", 2, ear);
        call("add", 2, text -> text);
        assertThat(link.sent)
                .extracting(sent -> sent.attachments().get("sys_callback_arg-0"))
                .containsExactly("1", "1", "2");
        assertThat(link.sent).allMatch(sent -> sent.arguments()[0] == null);
        assertThat(exports.size()).isEqualTo(2);
        call("add", 2, null);
        assertThat(link.lastAttachments()).isEmpty();
    }

    @Test
    void overTheLimitNothingIsSent() {
        call("add", 1, text -> text);
        assertThat(call("add", 1, text -> text))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("callbacks=\"1\"");
        assertThat(link.sent).hasSize(1);
        assertThat(exports.size()).isEqualTo(1);
    }

    @Test
    void whatNeverLeftThisProcessIsForgotten() {
        Ear ear = text -> text;
        link.answer = ResponseFuture.failed(new RpcConnectionException("down", facts(Delivery.NOT_SENT), null));
        call("add", 1, ear);
        assertThat(exports.size()).isZero();
        assertThat(exports.find(HEAR)).isNull();
        link.answer =
                ResponseFuture.failed(new RpcTimeoutException("late", facts(Delivery.MAYBE_EXECUTED), null, false));
        call("add", 1, ear);
        assertThat(exports.size()).as("the provider may have it").isEqualTo(1);
        link.answer = ResponseFuture.failed(new RpcConnectionException("down", facts(Delivery.NOT_SENT), null));
        call("add", 1, ear);
        assertThat(exports.size()).as("it had it before").isEqualTo(1);
    }

    @Test
    void whatTheProviderRefusedIsForgotten() {
        CallFacts facts = facts(Delivery.EXECUTED);
        for (RpcException refusal : List.of(
                new RpcLimitException("no thread", facts, null),
                new RpcServerException("no such service", facts, null, true, true))) {
            link.answer = ResponseFuture.failed(refusal);
            call("add", 1, text -> text);
            assertThat(exports.size()).as("%s", refusal).isZero();
        }
        link.answer = ResponseFuture.failed(new RpcServerException("failed after the service ran", facts, null));
        call("add", 1, text -> text);
        assertThat(exports.size()).as("the service may have it").isEqualTo(1);
    }

    @Test
    void aRemovalCountsWhenTheServiceHasAnswered() {
        Ear ear = text -> text;
        call("add", 1, ear);
        link.answer = ResponseFuture.failed(new RpcConnectionException("down", facts(Delivery.NOT_SENT), null));
        call("remove", 1, ear);
        link.answer =
                ResponseFuture.failed(new RpcTimeoutException("late", facts(Delivery.MAYBE_EXECUTED), null, false));
        call("remove", 1, ear);
        assertThat(exports.size()).as("another attempt needs its id").isEqualTo(1);
        link.answer = ResponseFuture.failed(new IllegalStateException("of the service"));
        call("remove", 1, ear);
        assertThat(link.lastAttachments()).containsEntry("sys_callback_arg-0", "1");
        assertThat(exports.size()).isZero();
        call("remove", 1, ear);
        assertThat(link.lastAttachments()).isEmpty();
    }

    /** A request of the provider; its status, or the value, ends up in {@code replies}. */
    private IncomingCall request(RequestTarget target, String id, List<Object> replies) {
        return (IncomingCall) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {IncomingCall.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "target" -> target;
                    case "head" -> HEAR;
                    case "isTwoWay" -> true;
                    case "peer" -> new Peer(null, null);
                    case "arguments" -> new Object[] {"x"};
                    case "attachments" -> Map.of("callback.service.instid", id, "group", "blue");
                    case "replyValue" -> replies.addAll(Arrays.asList(arguments));
                    case "replyStatus", "replyException" -> replies.add(arguments[0]);
                    default -> null;
                });
    }

    private List<Object> request(String id) {
        List<Object> replies = new ArrayList<>();
        RequestTarget target = exports.find(HEAR);
        assertThat(target).isNotNull();
        exports.accept(request(target, id, replies));
        return replies;
    }

    @Test
    void requestsRunOnTheExecutorAndFindTheirObject() {
        call("add", 1, text -> "heard " + text);
        List<Object> known = request("1");
        List<Object> unknown = request("2");
        assertThat(known).isEmpty();
        tasks.forEach(Runnable::run);
        assertThat(known).containsExactly("heard x", Map.of());
        assertThat(unknown).containsExactly(ReplyStatus.SERVICE_ERROR);
    }

    @Test
    void aPromisedAnswerHasItsAttachments() {
        List<AsyncContext> promises = new ArrayList<>();
        call("add", 1, text -> {
            RpcContext.getServerContext().setAttachment("heard", text);
            promises.add(RpcContext.startAsync());
            return "";
        });
        List<Object> replies = request("1");
        tasks.forEach(Runnable::run);
        assertThat(replies).isEmpty();
        promises.get(0).write("later");
        assertThat(replies).containsExactly("later", Map.of("heard", "x"));
    }

    @Test
    void moreThanAThousandRequestsAtATimeAreRefused() {
        call("add", 1, text -> text);
        for (int i = 0; i < 1_000; i++) {
            assertThat(request("1")).isEmpty();
        }
        assertThat(request("1")).containsExactly(ReplyStatus.THREADPOOL_EXHAUSTED);
        tasks.remove(0).run();
        assertThat(request("1")).isEmpty();
        assertThat(request("1")).containsExactly(ReplyStatus.THREADPOOL_EXHAUSTED);
    }

    @Test
    void anExecutorThatTakesNoMoreRefuses() {
        call("add", 1, text -> text);
        closing = true;
        for (int i = 0; i < 1_001; i++) {
            assertThat(request("1")).containsExactly(ReplyStatus.THREADPOOL_EXHAUSTED);
        }
        closing = false;
        assertThat(request("1")).isEmpty();
    }

    @Test
    void whatIsCachedOfAHeadDoesNotOutliveItsObjects() {
        Ear ear = text -> text;
        call("add", 1, ear);
        RequestTarget cached = exports.find(HEAR);
        call("remove", 1, ear);
        assertThat(cached).isNotNull();
        List<Object> replies = new ArrayList<>();
        exports.accept(request(cached, "1", replies));
        assertThat(replies).containsExactly(ReplyStatus.SERVICE_ERROR);
        assertThat(tasks).isEmpty();
    }
}
