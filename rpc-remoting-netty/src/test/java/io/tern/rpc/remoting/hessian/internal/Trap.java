// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts whenever code of a class runs that nobody admitted. */
final class Trap {
    static final AtomicInteger SPRUNG = new AtomicInteger();

    private Trap() {}

    static int spring() {
        return SPRUNG.incrementAndGet();
    }
}
