// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static io.tern.rpc.interop.async.Bench.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.peer.PeerLine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Statements 39 to 44: hooks and stages, when they run and where. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class CallbackStatementsTest {
    private static final String CALLBACK_THREAD = "tern-callback-statements-";

    private final LocalProvider provider = LocalProvider.start();
    private final Bench bench = Bench.of(provider.port(), PeerLine.TERN);
    private final Hooks hooks = bench.hooks();

    @AfterAll
    void stop() {
        bench.close();
        provider.close();
    }

    @BeforeEach
    void forget() {
        RpcContext.removeContext();
        hooks.clear();
    }

    private CallService hooked(boolean async, int timeoutMillis) {
        return bench.refer(
                CallService.class,
                reference -> reference
                        .set("async", async)
                        .set("timeout", timeoutMillis)
                        .method("sleep", method -> all(method).set("oninvoke", "hooks.before"))
                        .method("failLate", CallbackStatementsTest::all));
    }

    private static ConfigElement all(ConfigElement method) {
        return method.set("onreturn", "hooks.returned").set("onthrow", "hooks.thrown");
    }

    /** Whatever would still come, has come: a later call has ended, and its hooks have run. */
    private void assertNothingMore(CallService hooked) throws InterruptedException {
        hooked.sleep(300, "barrier");
        assertThat(hooks.take().outcome()).isEqualTo("barrier");
        assertThat(hooks.take().outcome()).isEqualTo("barrier");
        assertThat(hooks.waiting()).isZero();
    }

    @Test
    void statement39_onInvokeRunsOnTheCallerBeforeTheRequestIsSent() throws Exception {
        for (boolean async : new boolean[] {true, false}) {
            CallService calls = hooked(async, 5_000);
            CompletableFuture<Integer> inFlight = new CompletableFuture<>();
            hooks.inNext(() -> inFlight.complete(bench.tern().stats().callsInFlight()));
            calls.sleep(10, "a");

            Hooks.Event before = hooks.take();
            assertThat(before.kind()).isEqualTo("oninvoke");
            assertThat(before.outcome()).isEqualTo("a");
            assertThat(before.thread()).isSameAs(Thread.currentThread());
            assertThat(inFlight).isCompletedWithValue(0);
            assertThat(hooks.take().kind()).isEqualTo("onreturn");
        }
    }

    @Test
    void statement39_onInvokeThatThrowsFiresOnThrowAndTheCallContinues() throws Exception {
        CallService calls = hooked(false, 5_000);
        IllegalStateException fault = new IllegalStateException("hook");
        hooks.inNext(() -> {
            throw fault;
        });
        try (Lines lines = new Lines("io.tern.rpc.core")) {
            assertThat(calls.sleep(0, "a")).isEqualTo("a");
            assertThat(lines.with("hooks.before")).singleElement().asString().startsWith("WARN ");
        }
        assertThat(hooks.take().kind()).isEqualTo("oninvoke");
        Hooks.Event thrown = hooks.take();
        assertThat(thrown.kind()).isEqualTo("onthrow");
        assertThat(thrown.outcome()).isSameAs(fault);
        assertThat(hooks.take().kind()).isEqualTo("onreturn");
        assertThat(hooks.waiting()).isZero();
    }

    @Test
    void statement40_asyncHooksRunOnceOnTheCallbackExecutor() throws Exception {
        CallService calls = hooked(true, 5_000);
        calls.sleep(50, "a");
        assertThat(hooks.take().kind()).isEqualTo("oninvoke");
        Hooks.Event returned = hooks.take();
        assertThat(returned.kind()).isEqualTo("onreturn");
        assertThat(returned.outcome()).isEqualTo("a");
        assertThat(returned.thread().getName()).startsWith(CALLBACK_THREAD);

        calls.failLate(50, "why");
        Hooks.Event thrown = hooks.take();
        assertThat(thrown.kind()).isEqualTo("onthrow");
        assertThat(thrown.outcome()).isInstanceOf(CheckedFailure.class);
        assertThat(thrown.thread().getName()).startsWith(CALLBACK_THREAD);
        assertNothingMore(calls);
    }

    @Test
    void statement41_syncHooksRunOnTheCallerBeforeTheCallReturns() throws Exception {
        CallService calls = hooked(false, 5_000);
        calls.sleep(10, "a");
        assertThat(hooks.waiting()).isEqualTo(2);
        assertThat(hooks.take().kind()).isEqualTo("oninvoke");
        Hooks.Event returned = hooks.take();
        assertThat(returned.kind()).isEqualTo("onreturn");
        assertThat(returned.thread()).isSameAs(Thread.currentThread());

        assertThatThrownBy(() -> calls.failLate(10, "why")).isInstanceOf(CheckedFailure.class);
        assertThat(hooks.waiting()).isEqualTo(1);
        Hooks.Event thrown = hooks.take();
        assertThat(thrown.kind()).isEqualTo("onthrow");
        assertThat(thrown.thread()).isSameAs(Thread.currentThread());
    }

    @Test
    void statement42_onThrowGetsTheBareTimeoutOnTheCallbackExecutor() throws Exception {
        CallService calls = hooked(true, 1_000);
        calls.sleep(3_000, "slow");
        assertThat(hooks.take().kind()).isEqualTo("oninvoke");

        Hooks.Event thrown = hooks.take();
        assertThat(thrown.kind()).isEqualTo("onthrow");
        assertThat(thrown.outcome()).isExactlyInstanceOf(RpcTimeoutException.class);
        assertThat(thrown.thread().getName()).startsWith(CALLBACK_THREAD);
        assertNothingMore(calls);
    }

    @Test
    void statement43_hooksAndFutureBothWork() throws Exception {
        hooked(true, 5_000).sleep(50, "a");
        CompletableFuture<String> future = saved();

        assertThat(hooks.take().kind()).isEqualTo("oninvoke");
        assertThat(future.get()).isEqualTo("a");
        assertThat(hooks.take().outcome()).isEqualTo("a");
    }

    @Test
    void statement44_blockingStageDelaysNoOtherReply() throws Exception {
        CallService calls = bench.async();
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Thread> blocked = new CompletableFuture<>();
        try {
            for (int i = 0; i < 40; i++) {
                calls.sleep(100, "blocking");
                CompletableFuture<String> future = saved();
                future.whenComplete((value, error) -> {
                    blocked.complete(Thread.currentThread());
                    await(release);
                });
            }
            assertThat(blocked.get(10, TimeUnit.SECONDS).getName()).startsWith(CALLBACK_THREAD);
            for (int i = 0; i < 20; i++) {
                calls.sleep(0, "other");
                assertThat(saved().get(10, TimeUnit.SECONDS)).isEqualTo("other");
            }
        } finally {
            release.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("The test did not go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
