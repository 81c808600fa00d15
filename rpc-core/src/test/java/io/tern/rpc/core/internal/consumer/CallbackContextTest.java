// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcContext;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.core.fixture.FakeProvider.Answer;
import io.tern.rpc.core.fixture.FakeProvider.Received;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 4: in every callback the context is that of the moment when its call was made. */
class CallbackContextTest {
    private static final int CALLS = 10_000;

    private final Consumer consumer = new Consumer();
    private final RpcContext context = RpcContext.getContext();

    @AfterEach
    void close() {
        consumer.close();
    }

    /** Notes what hooks see. */
    public static final class Hooks {
        private final BlockingQueue<Map<String, String>> seen = new LinkedBlockingQueue<>();

        public void returned(String result, String id) {
            note();
        }

        public void thrown(Throwable error, String id) {
            note();
        }

        private void note() {
            seen.add(Map.copyOf(RpcContext.getContext().getAttachments()));
        }

        Map<String, String> next() throws InterruptedException {
            Map<String, String> next = seen.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("No hook ran");
            }
            return next;
        }
    }

    @Test
    void tenThousandInterleavedCallsAndEachCallbackSeesItsOwn() throws Exception {
        DemoService demo = consumer.asyncReference();
        List<String> wrong = new CopyOnWriteArrayList<>();
        CompletableFuture<?>[] ends = new CompletableFuture<?>[CALLS];
        for (int i = 0; i < CALLS; i++) {
            String id = "id-" + i;
            boolean plain = i % 3 == 0;
            if (!plain) {
                context.setAttachment("id", id);
            }
            demo.find(id);
            ends[i] = Consumer.<String>saved().thenAccept(value -> {
                String seen = RpcContext.getContext().getAttachment("id");
                if (!(plain ? seen == null : id.equals(seen))) {
                    wrong.add(id + " saw " + seen);
                }
                // What a callback leaves must not reach another one.
                RpcContext.getContext().setAttachment("id", "left by " + id);
            });
        }
        for (int i = 0; i < CALLS; i++) {
            consumer.provider().reply("value");
        }
        CompletableFuture.allOf(ends).get(30, TimeUnit.SECONDS);

        assertThat(wrong).isEmpty();
    }

    @Test
    void hooksOnCallbackThreadsSeeItToo() throws Exception {
        Hooks hooks = new Hooks();
        consumer.beans.put("hooks", hooks);
        consumer.method("find").async = true;
        consumer.method("find").onReturn = new HookSettings("hooks", "returned");
        consumer.method("find").onThrow = new HookSettings("hooks", "thrown");
        DemoService demo = consumer.reference();
        context.setAttachment("id", "1");
        demo.find("a");
        context.setAttachment("id", "2");
        demo.find("b");
        demo.find("c");
        context.setAttachment("id", "not sent yet");
        consumer.provider().reply("x");
        assertThat(hooks.next()).isEqualTo(Map.of("id", "1"));
        consumer.provider().fail(new IllegalStateException("of the service"));
        assertThat(hooks.next()).isEqualTo(Map.of("id", "2"));
        consumer.provider().reply("x");
        assertThat(hooks.next()).isEmpty();
        assertThat(context.getAttachment("id")).isEqualTo("not sent yet");
    }

    @Test
    void callsMadeInACallbackPassOnWhatTheRequestBroughtAndNotWhatTheFirstCallSent() throws Exception {
        DemoService demo = consumer.reference();
        hold("first");
        InternalRpcContext.enter(
                context,
                new InternalRpcContext.Request(
                        Runnable.class.getMethod("run"),
                        new Peer(InetSocketAddress.createUnresolved("10.7.7.7", 7), null),
                        "shop",
                        Map.of("trace", "t")));
        context.setAttachment("once", "1");
        CompletableFuture<String> remote = context.asyncCall(() -> demo.find("first"))
                .thenApply(value -> {
                    demo.find("second");
                    RpcContext here = RpcContext.getContext();
                    return here.getRemoteAddressString() + " " + here.getRemoteApplicationName() + " "
                            + here.getAttachment("once");
                });
        consumer.provider().replyTo("first", "x");

        assertThat(remote.get(10, TimeUnit.SECONDS)).isEqualTo("10.7.7.7:7 shop 1");
        assertThat(consumer.provider().received())
                .extracting(Received::attachments)
                .containsExactly(Map.of("trace", "t", "once", "1"), Map.of("trace", "t"));
    }

    /** Answers all calls at once but these: whoever adds a stage before the answer gets it on a callback thread. */
    private void hold(String... ids) {
        List<String> held = List.of(ids);
        consumer.provider()
                .on(call -> held.contains(String.valueOf(call.arguments()[0])) ? Answer.HELD : Answer.value("x"));
    }

    @Test
    void valuesAreThereAndWhatTheCallBeforeSentIsNot() throws Exception {
        DemoService demo = consumer.reference();
        hold("without attachments", "outer", "inner");
        context.set("value", 7);
        CompletableFuture<String> seen = context.asyncCall(() -> demo.find("without attachments"))
                .thenApply(value -> String.valueOf(RpcContext.getContext().get("value")));
        consumer.provider().replyTo("without attachments", "x");
        assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("7");

        context.setAttachment("id", "1");
        CompletableFuture<CompletableFuture<String>> outer = context.asyncCall(() -> demo.find("outer"))
                .thenApply(value -> RpcContext.getContext()
                        .asyncCall(() -> demo.find("inner"))
                        .thenApply(other -> RpcContext.getContext().getAttachment("id") + " "
                                + RpcContext.getContext().get("value")));
        consumer.provider().replyTo("outer", "x");
        CompletableFuture<String> inner = outer.get(10, TimeUnit.SECONDS);
        consumer.provider().replyTo("inner", "x");
        assertThat(inner.get(10, TimeUnit.SECONDS)).isEqualTo("null 7");
        assertThat(consumer.provider().received().get(2).attachments()).isEmpty();
    }

    @Test
    void callsWithoutAContextGetNoObjectForIt() {
        DemoService demo = consumer.asyncReference();
        demo.find("a");
        context.setAttachment("id", "1");
        demo.find("b");

        assertThat(consumer.provider().received().get(0).call().options().terms())
                .isNull();
        assertThat(consumer.provider().received().get(1).call().options().terms())
                .isNotNull();
    }
}
