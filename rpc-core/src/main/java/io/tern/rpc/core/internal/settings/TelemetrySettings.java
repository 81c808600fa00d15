// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.TracingSettings;
import org.jspecify.annotations.Nullable;

/**
 * What an instance shall tell about itself.
 *
 * @param metrics null if there is no such element
 * @param metricsOrigin where it is written
 * @param tracing null if it is not switched on
 * @param tracingOrigin where it is written
 */
public record TelemetrySettings(
        @Nullable MetricsSettings metrics,
        Origin metricsOrigin,
        @Nullable TracingSettings tracing,
        Origin tracingOrigin) {}
