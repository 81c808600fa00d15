// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.Nullable;

/** Where one field of a definition goes. */
interface Slot {
    TypeUse use();

    /** Stores a value of the slot's type. */
    void set(Object state, @Nullable Object value);
}
