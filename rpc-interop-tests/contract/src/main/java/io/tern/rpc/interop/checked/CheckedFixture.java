// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.checked;

import java.util.concurrent.atomic.AtomicInteger;

/** Knows nothing of constraints. */
public final class CheckedFixture implements CheckedService {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public String greet(String name) {
        calls.incrementAndGet();
        return "hello " + name;
    }

    @Override
    public int send(Parcel parcel, int copies) {
        calls.incrementAndGet();
        return copies;
    }

    @Override
    public int count() {
        return calls.get();
    }
}
