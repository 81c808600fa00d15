// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.traffic.Ask;
import io.tern.rpc.interop.traffic.History;
import io.tern.rpc.interop.traffic.Tally;
import io.tern.rpc.interop.traffic.Told;
import io.tern.rpc.interop.traffic.Traffic;
import io.tern.rpc.interop.traffic.TrafficFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge itself, before services that lie: whatever must not happen is seen when it does, and nothing is when it does not. */
class JudgeTest {
    private static final long CLIENT = 7;
    private static final int RATE = 200;
    private static final int CALLS = 12;
    /** The number of the call that something happens to. */
    private static final int VICTIM = 5;

    private static final Duration TIMEOUT = Duration.ofMillis(10);
    private static final long LATE_NANOS = TIMEOUT.plusMillis(250).toNanos();
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path records;

    private TrafficFixture honest;

    @BeforeEach
    void record() {
        honest = new TrafficFixture("honest", records.resolve("honest.ran").toString());
    }

    /** Makes some calls, one of them in a way of its own. */
    private History run(Traffic.Caller usual, Traffic.Caller victim) {
        Traffic.Caller caller = (ask, threads) -> (ask.getSequence() == VICTIM ? victim : usual).call(ask, threads);
        try (Traffic traffic = Traffic.start(CLIENT, caller, RATE, 0)) {
            LocalTern.await("some calls are made", SOON, () -> traffic.history().tried() >= CALLS);
            // Only the victim is waited for: all others end where they are made.
            return traffic.stop(PATIENCE);
        }
    }

    private History run(Traffic.Caller victim) {
        return run(this::answered, victim);
    }

    private CompletableFuture<Told> answered(Ask ask, Object threads) {
        return CompletableFuture.completedFuture(honest.ask(ask));
    }

    private Verdict judged(History history) {
        return new Verdict(Tally.of(history, TIMEOUT, Tally.ran(records), true), List.of());
    }

    private static void assertRefused(Verdict verdict, String kind) {
        assertThatThrownBy(verdict::hold).isInstanceOf(AssertionError.class).hasMessageContaining(kind + " in ");
    }

    @Test
    void whatIsRightIsCalledRight() {
        Verdict verdict = judged(run(this::answered));
        assertThat(verdict.tally().tried()).isGreaterThanOrEqualTo(CALLS);
        assertThat(verdict.tally().served()).containsOnlyKeys("honest").containsValue((long)
                verdict.tally().tried());
        verdict.hold().assertNoneFailed();
        assertThat(verdict.tally().line())
                .startsWith("tried " + verdict.tally().tried() + ", failed 0, lost 0, wrong 0, doubled 0, late 0, ");
    }

    @Test
    void aCallThatNeverEndsIsLost() {
        Verdict verdict = judged(run((ask, threads) -> new CompletableFuture<>()));
        assertThat(verdict.tally().lost()).isEqualTo(1);
        assertThat(verdict.tally().line()).contains("failed 0, lost 1, wrong 0, doubled 0, late 0");
        assertRefused(verdict, "lost");
    }

    @Test
    void theAnswerToAnotherRequestIsWrong() {
        CompletableFuture<Ask> former = new CompletableFuture<>();
        History history = run(
                (ask, threads) -> {
                    former.complete(ask);
                    return answered(ask, threads);
                },
                (ask, threads) -> answered(former.join(), threads));
        Verdict verdict = judged(history);
        assertThat(verdict.tally().wrong()).isEqualTo(1);
        assertRefused(verdict, "wrong");
    }

    @Test
    void anAnswerThatIsDamagedOrMissingIsWrong() {
        Verdict damaged = judged(run((ask, threads) -> answered(ask, threads).thenApply(told -> {
            told.setAnswer(told.getAnswer() ^ 1);
            return told;
        })));
        assertThat(damaged.tally().wrong()).isEqualTo(1);
        assertRefused(damaged, "wrong");
        Verdict missing = judged(run((ask, threads) -> CompletableFuture.completedFuture(null)));
        assertThat(missing.tally().wrong()).isEqualTo(1);
        assertRefused(missing, "wrong");
    }

    /** A future that tells its end twice. */
    private static final class Twice extends CompletableFuture<Told> {
        @Override
        public CompletableFuture<Told> whenComplete(BiConsumer<? super Told, ? super Throwable> action) {
            super.whenComplete(action);
            return super.whenComplete(action);
        }
    }

    @Test
    void aCallThatEndsTwiceIsWrong() {
        Verdict verdict = judged(run((ask, threads) -> {
            Twice twice = new Twice();
            twice.complete(honest.ask(ask));
            return twice;
        }));
        assertThat(verdict.tally().wrong()).isEqualTo(1);
        assertRefused(verdict, "wrong");
    }

    @Test
    void aRequestThatTwoProvidersRanIsDoubledUnlessItWasTriedAgain() {
        TrafficFixture other =
                new TrafficFixture("other", records.resolve("other.ran").toString());
        History history = run((ask, threads) -> {
            other.ask(ask);
            return answered(ask, threads);
        });
        Verdict verdict = judged(history);
        assertThat(verdict.tally().doubled()).isEqualTo(1);
        assertRefused(verdict, "doubled");
        assertThat(Tally.of(history, TIMEOUT, Tally.ran(records), false).doubled())
                .isZero();
        assertThat(Tally.of(history, TIMEOUT, List.of("71:1", "71:1"), true).doubled())
                .as("of another client")
                .isZero();
    }

    @Test
    void aCallThatEndsLongAfterItsTimeoutIsLateAndAPauseOfTheProcessIsNot() {
        CompletableFuture<Told> slow = new CompletableFuture<>();
        History history = run((ask, threads) -> {
            honest.ask(ask);
            return slow;
        });
        long now = System.nanoTime();
        LocalTern.await("it is late", SOON, () -> System.nanoTime() - now > LATE_NANOS + history.longestPauseNanos());
        slow.completeExceptionally(new IllegalStateException("at last"));
        Verdict verdict = judged(history);
        assertThat(verdict.tally().late()).isEqualTo(1);
        assertRefused(verdict, "late");
        assertThat(Tally.of(history, SOON.multipliedBy(2), List.of(), true).late())
                .as("within a longer timeout")
                .isZero();
    }

    @Test
    void aCallThatFailsIsCountedByItsKindAndExcusedWhereAFaultMayCostIt() {
        Verdict verdict = judged(run((ask, threads) -> {
            throw new IllegalStateException("refused");
        }));
        assertThat(verdict.tally().failures()).containsOnlyKeys("IllegalStateException");
        assertThat(verdict.tally().failed()).isEqualTo(1);
        assertThat(verdict.tally().samples()).containsExactly("java.lang.IllegalStateException: refused");
        verdict.hold();
        assertThatThrownBy(verdict::assertNoneFailed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed in ");
    }

    @Test
    void whatTheConsumerLeavesBehindIsStuck() {
        Verdict clean = judged(run(this::answered));
        assertRefused(new Verdict(clean.tally(), List.of("thread tern-1")), "stuck");
    }
}
