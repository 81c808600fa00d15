// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.telemetry;

import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.TracingSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a factory gets from its instance.
 *
 * @param applicationName the application's name
 * @param metrics what is to be measured; null if there is no such element
 * @param tracing how calls are to be traced; null if they are not
 * @param figures of the instance, from its start to its end
 */
public record TelemetryContext(
        String applicationName,
        @Nullable MetricsSettings metrics,
        @Nullable TracingSettings tracing,
        InstanceFigures figures) {}
