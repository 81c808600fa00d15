// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;

/** Writes the objects of one class. Thread-safe. */
interface ValueWriter {
    void write(Object value, GuardedOutput out) throws IOException;
}
