// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Serves {@link WorkService} and holds calls back until {@link #open}. */
final class GatedWork implements WorkService {
    private static final long LIMIT_SECONDS = 30;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CompletableFuture<String> gateFuture = new CompletableFuture<>();
    private final AtomicInteger started = new AtomicInteger();
    private volatile @Nullable WorkService next;

    /** Lets all calls end, those to come as well. */
    void open() {
        gate.countDown();
        gateFuture.complete("");
    }

    /** Calls that were started so far. */
    int started() {
        return started.get();
    }

    /** Who is called by {@link #nested}. */
    void next(WorkService service) {
        next = service;
    }

    @Override
    public String quick(String text) {
        started.incrementAndGet();
        return text;
    }

    @Override
    public String gated(String text) {
        started.incrementAndGet();
        try {
            if (!gate.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return text;
    }

    @Override
    public String other(String text) {
        return gated(text);
    }

    @Override
    public CompletableFuture<String> later(String text) {
        started.incrementAndGet();
        return gateFuture.thenApply(empty -> text);
    }

    @Override
    public String thread(List<String> ignored) {
        return Thread.currentThread().getName();
    }

    @Override
    public String nested(String text) {
        WorkService service = next;
        return service == null ? "nobody" : service.quick(text);
    }
}
