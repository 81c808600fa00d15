// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

/** The stub that {@code local="true"} means. */
public final class NoteServiceLocal extends NoteServiceStub {
    public NoteServiceLocal(NoteService proxy) {
        super(proxy);
    }

    @Override
    public String whoAmI() {
        return "local " + super.whoAmI();
    }
}
