// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Calls traced by OpenTelemetry: {@code <dubbo:tracing enabled="true">}. */
@NullMarked
package io.tern.rpc.tracing.otel;

import org.jspecify.annotations.NullMarked;
