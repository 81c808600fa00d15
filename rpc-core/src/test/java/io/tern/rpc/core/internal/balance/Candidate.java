// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.EchoService;
import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider that can be chosen and does nothing else. */
final class Candidate implements EndpointInvoker {
    static final long TIMEOUT_NANOS = 1_000_000_000;

    private static final MethodDescriptor ECHO = MethodDescriptor.echo(0, EchoService.class);

    boolean available = true;
    int weight;
    int inFlight;
    int timesAskedForEndpoint;
    private final Endpoint endpoint;

    Candidate(Endpoint endpoint, int weight) {
        this.endpoint = endpoint;
        this.weight = weight;
    }

    static Endpoint endpoint(int number, Map<String, String> parameters) {
        return new Endpoint("10.0.0." + number, 20_880, "test", parameters);
    }

    /** One candidate for each weight. */
    static List<Candidate> of(List<Integer> weights) {
        List<Candidate> candidates = new ArrayList<>();
        for (int weight : weights) {
            candidates.add(new Candidate(endpoint(candidates.size(), Map.of()), weight));
        }
        return candidates;
    }

    /** As many candidates of the same weight. */
    static List<Candidate> equal(int count) {
        return of(Collections.nCopies(count, 100));
    }

    static Invocation call(@Nullable Object... arguments) {
        CallOptions options = new CallOptions(CallMode.SYNC, false, TIMEOUT_NANOS, 0);
        return new Invocation(ServiceKey.of(EchoService.class), ECHO, options, arguments, null, 0, null);
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        throw new AssertionError("A balancer chooses and does not call");
    }

    @Override
    public Endpoint endpoint() {
        timesAskedForEndpoint++;
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
        return inFlight;
    }

    @Override
    public String toString() {
        return endpoint.address();
    }
}
