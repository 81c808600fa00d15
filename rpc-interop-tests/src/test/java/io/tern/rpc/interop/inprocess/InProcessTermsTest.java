// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.LocalTern;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one call inside the process has of its own: its time, and its caller's context. */
@Timeout(60)
class InProcessTermsTest {
    /** How long a call takes if it says nothing itself. */
    private static final int CONFIGURED = 700;

    interface Desk {
        /** Runs what the test says. */
        @Nullable
        String ask();

        /** Ends when the test says so. */
        CompletableFuture<String> later();
    }

    private final AtomicReference<Callable<@Nullable String>> work = new AtomicReference<>(() -> "done");
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final Tern tern = LocalTern.provider(protocol -> {});

    InProcessTermsTest() {
        tern.export(Desk.class, new TestDesk(), service -> {});
    }

    private final class TestDesk implements Desk {
        @Override
        public @Nullable String ask() {
            try {
                return work.get().call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public CompletableFuture<String> later() {
            return answer;
        }
    }

    @AfterEach
    void stop() {
        answer.complete("late");
        tern.close();
        RpcContext.removeContext();
    }

    private Desk desk(int timeoutMillis) {
        return tern.refer(
                        Desk.class,
                        (ConfigElement reference) ->
                                reference.set("timeout", timeoutMillis).set("retries", 0))
                .get();
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void aCallWithMoreTimeOfItsOwnGetsItFromBothSides() throws Exception {
        Desk desk = desk(CONFIGURED);
        work.set(() -> {
            pause(2 * CONFIGURED);
            return "slow";
        });
        RpcContext.nextCall().timeout(Duration.ofSeconds(20));
        assertThat(desk.ask()).isEqualTo("slow");

        RpcContext.nextCall().timeout(Duration.ofSeconds(20));
        CompletableFuture<String> later = desk.later();
        pause(2 * CONFIGURED);
        answer.complete("answered by hand");
        assertThat(later.get(10, SECONDS)).isEqualTo("answered by hand");
    }

    @Test
    void theServiceSeesTheTimeThatTheCallItselfHas() {
        Desk desk = desk(20_000);
        work.set(() -> String.valueOf(
                Objects.requireNonNull(RpcContext.getContext().timeLeft()).toMillis()));
        assertThat(Long.parseLong(Objects.requireNonNull(desk.ask()))).isBetween(2_000L, 20_000L);
        RpcContext.nextCall().timeout(Duration.ofMillis(1_500));
        assertThat(Long.parseLong(Objects.requireNonNull(desk.ask()))).isBetween(0L, 1_500L);
    }

    @Test
    void aNestedCallIsCutAndSaysWhatItHad() throws Exception {
        Desk nested = desk(20_000);
        Desk outer = desk(CONFIGURED);
        CompletableFuture<String> left = new CompletableFuture<>();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        work.set(() -> {
            work.set(() -> {
                left.complete(String.valueOf(
                        Objects.requireNonNull(RpcContext.getContext().timeLeft())
                                .toMillis()));
                pause(4 * CONFIGURED);
                return null;
            });
            try {
                return nested.ask();
            } catch (RpcTimeoutException e) {
                failure.complete(e);
                throw e;
            }
        });
        assertThatThrownBy(outer::ask).isInstanceOf(RpcTimeoutException.class);

        assertThat(Long.parseLong(left.get(10, SECONDS))).isBetween(0L, (long) CONFIGURED);
        String message = String.valueOf(failure.get(10, SECONDS).getMessage());
        Matcher had = Pattern.compile("\\(timeout (\\d+) ms\\)").matcher(message);
        assertThat(had.find()).as(message).isTrue();
        assertThat(Integer.parseInt(had.group(1))).isBetween(0, CONFIGURED);
    }

    @Test
    void stagesSeeTheContextOfTheirOwnCallAndLeaveNothingToOthers() throws Exception {
        Desk desk = desk(20_000);
        CompletableFuture<?>[] seen = new CompletableFuture<?>[20];
        for (int i = 0; i < seen.length; i++) {
            String id = "id-" + i;
            boolean plain = i % 2 == 0;
            if (!plain) {
                RpcContext.getContext().setAttachment("id", id);
            }
            seen[i] = desk.later().thenApply(value -> {
                String known = RpcContext.getContext().getAttachment("id");
                RpcContext.getContext().setAttachment("id", "left by " + id);
                return (plain ? known == null : id.equals(known)) ? "right" : id + " saw " + known;
            });
        }
        // Until then no stage has run: they must not run on this thread, whose context is another one.
        answer.complete("x");
        for (CompletableFuture<?> each : seen) {
            assertThat(each.get(10, SECONDS)).isEqualTo("right");
        }
    }
}
