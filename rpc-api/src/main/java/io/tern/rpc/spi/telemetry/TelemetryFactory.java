// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Makes the metrics or the tracing of an instance, if its configuration asks for them; found by {@link
 * java.util.ServiceLoader} or given to the builder.
 */
public interface TelemetryFactory {
    /** What it makes: {@code metrics} or {@code tracing}, after the elements. */
    String name();

    /**
     * Makes it, once for each instance.
     *
     * @return null if what is written asks for nothing
     */
    @Nullable
    Telemetry create(TelemetryContext context);
}
