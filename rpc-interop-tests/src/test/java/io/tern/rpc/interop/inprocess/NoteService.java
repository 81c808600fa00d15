// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A service whose values can be told apart from copies; public for the stub, which lies in another package. */
public interface NoteService {
    /** What the service is called, so that it can be told from others. */
    String whoAmI();

    /** Keeps the notes and returns them. */
    List<Note> keep(List<Note> notes);

    /** Whether both are one object. */
    boolean areSame(Note one, Note other);

    /** Returns what it gets. */
    @Nullable
    Object echo(@Nullable Object value);

    /** Fails with an exception of its own. */
    void fail(String why) throws NoteException;

    /** Returns when the test says so. */
    String gated(String text);

    /** As {@link #gated}, without holding a thread. */
    CompletableFuture<String> later(String text);

    /** Told about connections. */
    void connected();

    /** Told about connections. */
    void disconnected();
}
