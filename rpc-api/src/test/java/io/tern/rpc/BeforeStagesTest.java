// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who asked to be told before all stages is, once, whatever way a call ends. */
@Timeout(60)
class BeforeStagesTest {
    private final class Reply extends ResponseFuture<String> {
        Reply() {}

        Reply(ContextSnapshot caller) {
            super(caller);
        }

        @Override
        protected void cancelled() {
            seen.add("freed");
        }

        void comes(@Nullable String value, @Nullable Throwable error) {
            settle(value, error);
        }

        @Override
        public Map<String, Object> attachments() {
            return Map.of();
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
        public String await() {
            return join();
        }
    }

    private final List<String> seen = new ArrayList<>();
    private final Reply reply = new Reply();

    private void listen(String who) {
        reply.beforeStages((value, error) -> seen.add(who + " " + (error == null ? value : error.getClass())));
    }

    @Test
    void listenersAreToldInTheirOrderAndBeforeStagesWhichAreNot() {
        reply.thenAccept(value -> seen.add("first stage"));
        listen("one");
        reply.thenAccept(value -> seen.add("second stage"));
        listen("two");
        reply.beforeStages((value, error) -> seen.add("done " + reply.isDone()));
        reply.comes("ok", null);

        assertThat(seen).containsExactly("one ok", "two ok", "done false", "second stage", "first stage");
    }

    @Test
    void whoComesLaterIsToldAtOnce() {
        reply.comes(null, new IllegalStateException());
        listen("late");

        assertThat(seen).containsExactly("late " + IllegalStateException.class);
    }

    @Test
    void whoComesWhileOthersAreToldIsToldToo() {
        reply.beforeStages((value, error) -> listen("within"));
        reply.comes("ok", null);

        assertThat(seen).containsExactly("within ok");
    }

    @Test
    void cancellingFreesWhatIsHeldBeforeAnybodyHears() {
        listen("listener");
        reply.whenComplete((value, error) -> seen.add("stage"));
        reply.cancel(true);

        assertThat(seen).containsExactly("freed", "listener " + CancellationException.class, "stage");
    }

    @Test
    void listenersSeeTheContextOfTheCallHoweverItEnds() {
        RpcContext context = RpcContext.getContext();
        context.setAttachment("user", "caller's");
        Reply held = new Reply(ContextSnapshot.ofThread());
        context.setAttachment("user", "canceller's");
        held.beforeStages((value, error) ->
                seen.add(String.valueOf(RpcContext.getContext().getAttachment("user"))));
        held.cancel(true);

        held.beforeStages(
                (value, error) -> seen.add("late " + RpcContext.getContext().getAttachment("user")));

        assertThat(seen).containsExactly("freed", "caller's", "late caller's");
        assertThat(context.getAttachment("user")).isEqualTo("canceller's");
        context.clearAttachments();
    }

    /** As a language without checked exceptions throws them. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> void throwUndeclared(Exception checked) throws E {
        throw (E) checked;
    }

    @Test
    void noExceptionOfAListenerKeepsACallFromEnding() {
        reply.beforeStages(
                (value, error) -> BeforeStagesTest.<RuntimeException>throwUndeclared(new IOException("mine")));
        reply.beforeStages((value, error) -> {
            throw new StackOverflowError();
        });
        reply.comes("ok", null);

        assertThat(reply).isCompletedWithValue("ok");
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        reply.beforeStages((value, error) -> {
            throw new IllegalStateException("its own mistake");
        });
        listen("other");
        reply.comes("ok", null);

        assertThat(seen).containsExactly("other ok");
        assertThat(reply.join()).isEqualTo("ok");
    }

    private record Way(String name, Consumer<Reply> end, Object told) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("complete", reply -> reply.complete("hand"), "hand"),
                new Way(
                        "completeExceptionally",
                        reply -> reply.completeExceptionally(new IllegalStateException()),
                        IllegalStateException.class),
                new Way("cancel", reply -> reply.cancel(true), CancellationException.class),
                new Way("completeAsync", reply -> reply.completeAsync(() -> "later", Runnable::run), "later"),
                new Way(
                        "completeOnTimeout",
                        reply -> reply.completeOnTimeout("slow", 1, TimeUnit.MILLISECONDS),
                        "slow"),
                new Way("orTimeout", reply -> reply.orTimeout(1, TimeUnit.MILLISECONDS), TimeoutException.class),
                new Way("obtrudeValue", reply -> reply.obtrudeValue("forced"), "forced"),
                new Way(
                        "obtrudeException",
                        reply -> reply.obtrudeException(new IllegalStateException()),
                        IllegalStateException.class));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyEndIsTold(Way way) {
        List<Object> told = new ArrayList<>();
        reply.beforeStages((value, error) -> told.add(error == null ? value : error.getClass()));
        way.end().accept(reply);
        reply.handle((value, error) -> value).join();

        assertThat(told).containsExactly(way.told());
        assertThat(reply.cancel(true)).as("a second end").isEqualTo(way.name().equals("cancel"));
        assertThat(told).hasSize(1);
    }

    @Test
    void whoeverRacesForTheEndAllHearOfTheSameOneOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 2_000; round++) {
                Reply raced = new Reply();
                CyclicBarrier start = new CyclicBarrier(3);
                AtomicInteger values = new AtomicInteger();
                AtomicInteger errors = new AtomicInteger();
                List<Future<?>> ends = List.of(
                        threads.submit(() -> {
                            start.await();
                            raced.comes("reply", null);
                            return null;
                        }),
                        threads.submit(() -> {
                            start.await();
                            return raced.cancel(true);
                        }),
                        threads.submit(() -> {
                            start.await();
                            for (int i = 0; i < 4; i++) {
                                raced.beforeStages(
                                        (value, error) -> (error == null ? values : errors).incrementAndGet());
                            }
                            return null;
                        }));
                for (Future<?> end : ends) {
                    end.get();
                }
                assertThat(values.get()).isEqualTo(raced.isCancelled() ? 0 : 4);
                assertThat(errors.get()).isEqualTo(raced.isCancelled() ? 4 : 0);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
