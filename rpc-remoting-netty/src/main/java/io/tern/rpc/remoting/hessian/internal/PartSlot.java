// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.Nullable;

/** A place in the array of parts from which an object is built. */
record PartSlot(int index, TypeUse use) implements Slot {
    @Override
    public void set(Object state, @Nullable Object value) {
        ((@Nullable Object[]) state)[index] = value;
    }
}
