// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A provider that answers as told, without a transport. */
final class StubProvider implements EndpointInvoker {
    final List<Invocation> calls = new ArrayList<>();
    boolean available = true;
    int weight = 100;
    Function<Invocation, ResponseFuture<@Nullable Object>> answer = call -> ResponseFuture.completed(address());
    private final Endpoint endpoint;

    StubProvider(int number) {
        this(number, Map.of());
    }

    StubProvider(int number, Map<String, String> parameters) {
        this.endpoint = new Endpoint("10.0.0." + number, 20_880, "test", parameters);
    }

    String address() {
        return endpoint.address();
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        calls.add(call);
        return answer.apply(call);
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean isAvailable() {
        return available;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int inFlight() {
        return 0;
    }
}
