// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import io.tern.rpc.RpcContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The service of these tests; the gate opens once. */
class Notes implements NoteService {
    final List<Note> kept = new ArrayList<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final AtomicInteger started = new AtomicInteger();
    final @Nullable NoteException failure;
    private final String name;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    Notes(String name) {
        this(name, null);
    }

    Notes(String name, @Nullable NoteException failure) {
        this.name = name;
        this.failure = failure;
    }

    void open() {
        gate.countDown();
        answer.complete("open");
    }

    @Override
    public String whoAmI() {
        started.incrementAndGet();
        return name;
    }

    @Override
    public List<Note> keep(List<Note> notes) {
        kept.addAll(notes);
        return kept;
    }

    @Override
    public boolean areSame(Note one, Note other) {
        return one == other;
    }

    @Override
    public @Nullable Object echo(@Nullable Object value) {
        return value;
    }

    @Override
    public void fail(String why) throws NoteException {
        throw failure == null ? new NoteException(why) : failure;
    }

    @Override
    public String gated(String text) {
        started.incrementAndGet();
        try {
            return gate.await(20, TimeUnit.SECONDS) ? text : "the gate stayed closed";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletableFuture<String> later(String text) {
        started.incrementAndGet();
        return answer.thenApply(open -> text);
    }

    @Override
    public void connected() {
        events.add("connected " + RpcContext.getContext().getRemoteHost() + " " + threadKind());
    }

    @Override
    public void disconnected() {
        events.add("disconnected " + RpcContext.getContext().getRemoteHost() + " " + threadKind());
    }

    private static String threadKind() {
        return Thread.currentThread().getName().replaceAll("^(tern-[a-z]+)-.*", "$1");
    }
}
