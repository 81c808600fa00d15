// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.balance;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A provider that counts how often it was chosen, and is never called. Thread-safe. */
final class CountingProvider implements EndpointInvoker {
    final AtomicInteger chosen = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();

    volatile IntSupplier weight;
    private final Endpoint endpoint;

    CountingProvider(int number, int weight) {
        this.endpoint = new Endpoint("10.0.0." + number, 20_880, "test", Map.of());
        this.weight = () -> weight;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        throw new AssertionError("A balancer chooses and does not call");
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public int weight() {
        return weight.getAsInt();
    }

    @Override
    public int inFlight() {
        return waiting.get();
    }

    @Override
    public String toString() {
        return endpoint.address();
    }
}
