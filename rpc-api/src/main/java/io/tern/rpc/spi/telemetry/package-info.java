// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** How modules for metrics and tracing get at what happens. */
@NullMarked
package io.tern.rpc.spi.telemetry;

import org.jspecify.annotations.NullMarked;
