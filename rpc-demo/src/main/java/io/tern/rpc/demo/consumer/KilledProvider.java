// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.consumer;

import com.alibaba.foo.Foo;
import com.alibaba.foo.FooService;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.demo.report.Claims;
import io.tern.rpc.demo.report.Screen;
import io.tern.rpc.demo.report.Stopwatch;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Kills the second provider while a call is pending there, and calls it once more with {@code sent="true"}. */
final class KilledProvider {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final FooService spareFooService;
    private final long pid;

    KilledProvider(FooService spareFooService, long pid) {
        this.spareFooService = spareFooService;
        this.pid = pid;
    }

    void run(Screen screen, Claims claims) throws Exception {
        spareFooService.findFoo("foo-2");
        Future<Foo> pending = RpcContext.getContext().getFuture();

        Stopwatch watch = new Stopwatch();
        kill();
        Throwable lost = failureOf(pending);
        Duration afterKill = watch.elapsed();
        claims.check(
                isNetworkError(lost) && afterKill.compareTo(SOON) < 0,
                "a call pending at a killed provider fails at once, not at timeout",
                Stopwatch.millis(afterKill) + " after the kill");

        watch = new Stopwatch();
        RpcException refused = failureOfCall();
        Duration afterCall = watch.elapsed();
        claims.check(
                isNetworkError(refused) && afterCall.compareTo(SOON) < 0,
                "sent=\"true\": the next call to it throws, with a clear message",
                (refused == null ? "nothing thrown" : refused.getClass().getSimpleName()) + " after "
                        + Stopwatch.millis(afterCall));
        if (refused != null) {
            screen.quote(String.valueOf(refused.getMessage()));
        }
    }

    private void kill() {
        if (!ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
            throw new IllegalStateException("Cannot kill the second provider, process " + pid + ".");
        }
    }

    private @Nullable RpcException failureOfCall() {
        try {
            spareFooService.findFoo("foo-3");
            return null;
        } catch (RpcException e) {
            return e;
        }
    }

    private static @Nullable Throwable failureOf(Future<?> future) throws InterruptedException {
        try {
            future.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static boolean isNetworkError(@Nullable Throwable failure) {
        return failure instanceof RpcException e && e.isNetwork();
    }
}
