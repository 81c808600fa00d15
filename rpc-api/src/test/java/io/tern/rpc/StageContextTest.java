// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stages see on threads that do not complete the outcome. */
@Timeout(30)
class StageContextTest {
    private static final class Reply extends ResponseFuture<String> {
        private Map<String, Object> attachments = Map.of();

        Reply(@Nullable ContextSnapshot caller) {
            super(caller);
        }

        /** With a value that is called as the attachment. */
        void arrive(String value) {
            attachments = Map.of("id", value);
            settle(value, null);
        }

        @Override
        public Map<String, Object> attachments() {
            return attachments;
        }

        @Override
        public @Nullable InetSocketAddress remoteAddress() {
            return null;
        }

        @Override
        public Duration elapsed() {
            return Duration.ZERO;
        }

        @Override
        public @Nullable String await() {
            return join();
        }
    }

    private final List<String> seen = new ArrayList<>();

    /** The context of a call that is made while {@code user} is set. */
    private static ContextSnapshot madeBy(String user) {
        RpcContext.getContext().set("user", user);
        try {
            return ContextSnapshot.ofThread();
        } finally {
            RpcContext.getContext().remove("user");
        }
    }

    private void see() {
        seen.add(RpcContext.getContext().get("user") + " "
                + RpcContext.getServerContext().getAttachment("id"));
        RpcContext.getContext().set("user", "left behind");
    }

    @AfterEach
    void clear() {
        RpcContext.removeContext();
    }

    @Test
    void aStageThatIsAddedAfterTheReplySeesItsCallAndLeavesTheThreadAsItWas() {
        Reply reply = new Reply(madeBy("ann"));
        reply.arrive("7");
        RpcContext.getContext().set("user", "thread");
        CompletableFuture<?> other = CompletableFuture.completedFuture("other");
        List<Runnable> ways = List.of(
                () -> reply.thenApply(value -> {
                    see();
                    return value;
                }),
                () -> reply.thenAccept(value -> see()),
                () -> reply.thenRun(this::see),
                () -> reply.thenCompose(value -> {
                    see();
                    return other;
                }),
                () -> reply.handle((value, error) -> {
                    see();
                    return value;
                }),
                () -> reply.whenComplete((value, error) -> see()),
                () -> reply.thenCombine(other, (value, more) -> {
                    see();
                    return value;
                }),
                () -> reply.thenAcceptBoth(other, (value, more) -> see()),
                () -> reply.runAfterBoth(other, this::see),
                () -> reply.applyToEither(new CompletableFuture<>(), value -> {
                    see();
                    return value;
                }),
                () -> reply.acceptEither(new CompletableFuture<>(), value -> see()),
                () -> reply.runAfterEither(new CompletableFuture<>(), this::see),
                () -> reply.thenApply(String::length)
                        .thenApply(length -> length + 1)
                        .thenRun(this::see));
        for (Runnable way : ways) {
            way.run();
            assertThat(seen).containsExactly("ann 7");
            assertThat(RpcContext.getContext().get("user")).isEqualTo("thread");
            seen.clear();
        }
    }

    @Test
    void stagesOfAFailureSeeItToo() {
        Reply reply = new Reply(madeBy("ann"));
        CompletableFuture<Integer> skipped = reply.thenApply(String::length);
        reply.completeExceptionally(new IllegalStateException("by hand"));
        var unused = reply.exceptionally(error -> {
            see();
            return "";
        });
        var alike = reply.exceptionallyCompose(error -> {
            see();
            return CompletableFuture.completedFuture("");
        });
        var further = skipped.exceptionally(error -> {
            see();
            return 0;
        });
        assertThat(seen).containsExactly("ann null", "ann null", "ann null");
    }

    @Test
    void aThreadThatWaitsAndHelpsWithStagesShowsThemTheirCall() throws Exception {
        helped((reply, ran) -> reply.thenRun(() -> {
            see();
            ran.countDown();
        }));
    }

    @Test
    void soDoStagesOfStages() throws Exception {
        helped((reply, ran) -> reply.thenApply(String::length).thenAccept(length -> {
            see();
            ran.countDown();
        }));
    }

    /** The last stage, which runs first, holds the completing thread until the first one has run: on the waiting thread. */
    private void helped(BiConsumer<Reply, CountDownLatch> addFirst) throws Exception {
        Reply reply = new Reply(madeBy("ann"));
        CountDownLatch ran = new CountDownLatch(1);
        addFirst.accept(reply, ran);
        List<Boolean> helped = new ArrayList<>();
        reply.thenRun(() -> helped.add(await(ran)));
        List<@Nullable Object> after = new ArrayList<>();
        Thread waiting = new Thread(() -> {
            RpcContext.getContext().set("user", "waiting");
            reply.join();
            after.add(RpcContext.getContext().get("user"));
        });
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        reply.arrive("7");
        waiting.join();
        assertThat(helped).containsExactly(true);
        assertThat(seen).containsExactly("ann 7");
        assertThat(after).containsExactly("waiting");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void withoutAContextStagesSeeThatOfTheirThread() {
        Reply reply = new Reply(null);
        reply.arrive("7");
        RpcContext.getContext().set("user", "thread");
        var unused = reply.thenRun(this::see);
        assertThat(seen).containsExactly("thread null");
        assertThat(reply.thenApply(String::length)).isExactlyInstanceOf(CompletableFuture.class);
    }
}
