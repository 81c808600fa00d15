// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.tracing.otel;

import io.opentelemetry.context.Context;
import io.tern.rpc.ContextCarrier;

/**
 * Carries OpenTelemetry's context, and the ids of its span in the logging context. A thread without a trace carries that it
 * has none, so that nobody sees somebody else's.
 */
enum TraceCarrier implements ContextCarrier {
    INSTANCE;

    @Override
    public Carried capture() {
        return carried(Context.current());
    }

    static Carried carried(Context context) {
        return () -> TraceScope.open(context)::close;
    }
}
