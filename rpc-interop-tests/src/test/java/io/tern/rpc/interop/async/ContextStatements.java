// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static io.tern.rpc.interop.async.Bench.asyncCall;
import static io.tern.rpc.interop.async.Bench.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.harness.RecordingProxy;
import io.tern.rpc.interop.harness.WireFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statements 45 to 55: asyncCall, and the attachments of requests and replies. */
interface ContextStatements extends StatementsOnAny {
    @Test
    default void statement45_asyncCallMakesOneCallAsynchronousAndLeavesNoTrace() throws Exception {
        CallService calls = bench().calls();

        CompletableFuture<String> future = asyncCall(() -> calls.sleep(200, "a"));
        assertThat(future).isNotDone().isSameAs(saved());
        assertThat(future.get()).isEqualTo("a");
        assertThat(calls.sleep(0, "b")).isEqualTo("b");

        CompletableFuture<String> failed = asyncCall(() -> {
            throw new IllegalStateException("before any call");
        });
        assertThatThrownBy(failed::get).hasCauseExactlyInstanceOf(IllegalStateException.class);
        assertThat(calls.sleep(0, "c")).isEqualTo("c");
        assertThat(saved()).isNull();
    }

    @Test
    default void statement46_asyncCallCarriesTheServersValueOfEveryPrimitive() throws Exception {
        TypeService types = bench().refer(TypeService.class, reference -> {});
        CallService calls = bench().calls();
        Map<Callable<?>, Object> expected = new LinkedHashMap<>();
        expected.put(() -> types.echoBoolean(true), true);
        expected.put(() -> types.echoByte((byte) -7), (byte) -7);
        expected.put(() -> types.echoShort((short) 300), (short) 300);
        expected.put(() -> types.echoChar('x'), 'x');
        expected.put(() -> types.echoInt(70_000), 70_000);
        expected.put(() -> types.echoLong(1L << 40), 1L << 40);
        expected.put(() -> types.echoFloat(6.5f), 6.5f);
        expected.put(() -> types.echoDouble(0.1), 0.1);
        expected.put(() -> calls.sleepInt(50, 42), 42);

        for (Map.Entry<Callable<?>, Object> entry : expected.entrySet()) {
            CompletableFuture<?> future = asyncCall(entry.getKey());
            assertThat((Object) future.get()).isEqualTo(entry.getValue());
        }
    }

    @Test
    default void statement47_asyncCallOfAFailingMethodCarriesTheCause() {
        CallService calls = bench().calls();
        CallService dead = bench().refer(CallService.class, ref -> Bench.dead(ref, Bench.deadPort()));
        CompletableFuture<String> failing = asyncCall(() -> calls.failChecked("why", 3));
        CompletableFuture<Integer> unsent = asyncCall(() -> dead.sleepInt(0, 1));

        assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS))
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(CheckedFailure.class)
                .hasMessage("why");
        assertThatThrownBy(() -> unsent.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcConnectionException.class);
    }

    @Test
    default void statement48_asyncCallOfARunnableIsOneWay() throws Exception {
        CallService calls = bench().calls();
        CallService dead = bench().refer(CallService.class, ref -> Bench.dead(ref, Bench.deadPort()));
        String key = UUID.randomUUID().toString();
        bench().async().echo("earlier");
        assertThat(saved().get()).isEqualTo("earlier");

        RpcContext.getContext().asyncCall((Runnable) () -> calls.counted(key, 300));

        assertThat(saved()).isNull();
        assertThat(bench().tern().stats().callsInFlight()).isZero();
        Bench.eventually("the call ran", () -> calls.count(key) == 1);
        Runnable unsendable = () -> dead.counted(key, 0);
        assertThatThrownBy(() -> RpcContext.getContext().asyncCall(unsendable))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.isNetwork()).isTrue());
        assertThat(saved()).isNull();
    }

    @Test
    default void statement49_attachmentGoesWithTheNextCallOnlyInEveryMode() throws Exception {
        CallService calls = bench().calls();
        RpcContext context = RpcContext.getContext();

        context.setAttachment("user", "sync");
        assertThat(calls.attachments()).containsEntry("user", "sync");
        assertThat(calls.attachments()).doesNotContainKey("user");

        context.setAttachment("user", "async");
        assertThat(asyncCall(calls::attachments).get()).containsEntry("user", "async");
        assertThat(asyncCall(calls::attachments).get()).doesNotContainKey("user");

        context.setAttachment("user", "one-way");
        context.asyncCall((Runnable) calls::attachments);
        assertThat(calls.attachments()).doesNotContainKey("user");
    }

    @Test
    default void statement50_theMarkOfAnAsyncCallIsNotSent() throws Exception {
        try (RecordingProxy proxy = RecordingProxy.to(bench().port());
                Bench recorded = Bench.of(proxy.port(), bench().line())) {
            CallService calls = recorded.async();
            RpcContext.getContext().setAttachment("user", "u1");
            calls.attachments();
            CompletableFuture<Map<String, String>> seen = saved();
            RpcContext.getContext().setAttachment("user", "u1");
            CompletableFuture<Map<String, String>> made =
                    asyncCall(() -> recorded.calls().attachments());

            assertThat(seen.get()).containsEntry("user", "u1").doesNotContainKey("async");
            assertThat(made.get()).containsEntry("user", "u1").doesNotContainKey("async");
            List<String> requests = proxy.frames().stream()
                    .filter(frame -> frame.fromClient() && frame.isRequest() && !frame.isEvent())
                    .map(WireFrame::bytes)
                    .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                    .toList();
            assertThat(requests)
                    .hasSize(2)
                    .allMatch(text -> text.contains("user"))
                    .noneMatch(text -> text.contains("async"));
        }
    }

    @Test
    default void statement51_nestedSynchronousCallsOfAnAsyncCallGetTheirValues() throws Exception {
        CallService calls = bench().async();
        List<CompletableFuture<List<Map<String, String>>>> futures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.relay(2);
            futures.add(saved());
            calls.nested("b");
            CompletableFuture<String> nested = saved();
            assertThat(nested.get()).isEqualTo("nested hello b");
        }
        for (CompletableFuture<List<Map<String, String>>> future : futures) {
            assertThat(future.get()).hasSize(2).doesNotContainNull();
        }
    }

    @Test
    default void statement52_replyAttachmentOfASynchronousCallIsReadable() {
        CallService calls = bench().calls();

        assertThat(calls.answerWith("trace", "17")).isEqualTo("answered");

        assertThat(RpcContext.getServerContext().getAttachment("trace")).isEqualTo("17");
        assertThat(RpcContext.getClientResponseContext().getAttachment("trace")).isEqualTo("17");
        assertThat(RpcContext.getServiceContext()).isSameAs(RpcContext.getContext());
        assertThat(calls.echo("next")).isEqualTo("next");
        assertThat(RpcContext.getServerContext().getAttachment("trace")).isNull();
    }

    @Test
    default void statement53_replyAttachmentOfAnAsyncCallIsReadableOnItsFuture() throws Exception {
        CallService calls = bench().async();
        calls.answerWith("trace", "first");
        CompletableFuture<String> first = saved();
        calls.answerWith("trace", "second");
        CompletableFuture<String> second = saved();

        assertThat(second.get()).isEqualTo("answered");
        assertThat(first.get()).isEqualTo("answered");
        assertThat(((ResponseFuture<String>) first).attachments()).containsEntry("trace", "first");
        assertThat(((ResponseFuture<String>) second).attachments()).containsEntry("trace", "second");
    }

    @Test
    default void statement54_replyAttachmentIsReadableInTheContextOfACallback() throws Exception {
        CallService calls = bench().refer(
                        CallService.class,
                        reference -> reference
                                .set("async", true)
                                .method("answerLate", method -> method.set("onreturn", "hooks.returned")));
        Hooks hooks = bench().hooks();
        hooks.clear();
        CompletableFuture<String> inHook = new CompletableFuture<>();
        hooks.inNext(() -> inHook.complete(RpcContext.getServerContext().getAttachment("trace")));
        calls.answerLate(400, "trace", "17");
        CompletableFuture<String> future = saved();
        CompletableFuture<String> inStage =
                future.thenApply(value -> RpcContext.getServerContext().getAttachment("trace"));

        assertThat(inStage.get(10, TimeUnit.SECONDS)).isEqualTo("17");
        assertThat(inHook.get(10, TimeUnit.SECONDS)).isEqualTo("17");
        assertThat(RpcContext.getServerContext().getAttachment("trace")).isNull();
    }

    @Test
    default void statement55_getCompletableFutureIsTheSameObject() throws Exception {
        bench().async().sleep(50, "a");
        CompletableFuture<String> future = RpcContext.getContext().getCompletableFuture();

        assertThat(future).isNotNull().isSameAs(saved());
        assertThat(future.get()).isEqualTo("a");
    }
}
