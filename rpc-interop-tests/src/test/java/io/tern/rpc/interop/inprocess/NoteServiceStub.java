// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The stub that {@code stub="true"} means. */
public class NoteServiceStub implements NoteService {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final NoteService proxy;

    public NoteServiceStub(NoteService proxy) {
        this.proxy = proxy;
    }

    @Override
    public String whoAmI() {
        return "stub of " + proxy.whoAmI();
    }

    @Override
    public List<Note> keep(List<Note> notes) {
        return proxy.keep(notes);
    }

    @Override
    public boolean areSame(Note one, Note other) {
        return proxy.areSame(one, other);
    }

    @Override
    public @Nullable Object echo(@Nullable Object value) {
        return proxy.echo(value);
    }

    @Override
    public void fail(String why) throws NoteException {
        proxy.fail(why);
    }

    @Override
    public String gated(String text) {
        return proxy.gated(text);
    }

    @Override
    public CompletableFuture<String> later(String text) {
        return proxy.later(text);
    }

    @Override
    public void connected() {
        events.add("connected " + Thread.currentThread().getName().startsWith("tern-callback-"));
    }

    @Override
    public void disconnected() {
        events.add("disconnected");
        throw new IllegalStateException("of the stub");
    }
}
