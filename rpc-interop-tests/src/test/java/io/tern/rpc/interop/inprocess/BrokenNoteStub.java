// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

/** A stub whose constructor fails. */
public final class BrokenNoteStub extends NoteServiceStub {
    public BrokenNoteStub(NoteService proxy) {
        super(proxy);
        throw new IllegalArgumentException("of the constructor");
    }
}
