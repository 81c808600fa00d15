// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.tern.rpc.ContextCarrier;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.telemetry.Telemetry;

/** The tracing of one instance. It holds nothing that would have to be given back. */
final class CallTracing implements Telemetry {
    private final Filter calls;
    private final Filter requests;

    CallTracing(Spans spans, Propagation propagation) {
        this.calls = new TracedCalls(spans, propagation);
        this.requests = new TracedRequests(spans, propagation);
    }

    @Override
    public Filter consumerFilter() {
        return calls;
    }

    @Override
    public Filter providerFilter() {
        return requests;
    }

    @Override
    public ContextCarrier carrier() {
        return TraceCarrier.INSTANCE;
    }

    @Override
    public void close() {}
}
