// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.Nullable;

/** How the fields of one class become an object. Immutable; made once per class. */
abstract class ObjectForm {
    /** The class of the finished object. */
    abstract Class<?> type();

    /** Where a field goes; null if this class has no such field, which is then skipped. */
    abstract @Nullable Slot slot(String name);

    /** The object itself, or what collects its parts until {@link #finish}. */
    abstract Object start();

    /** Whether {@link #start} is the object itself, so that references to it can be kept at once. */
    boolean isDirect() {
        return false;
    }

    /** Makes the object of the parts. */
    abstract Object finish(Object state);

    /** Stores, in a finished object, the value of a field that closes a cycle. */
    void setLate(Object object, Slot slot, Object value) {
        throw Faults.decode("a cycle runs through " + type().getName() + ", which is built from all its parts at once");
    }
}
