// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Metrics and tracing of whole instances. */
@NullMarked
package io.tern.rpc.interop.telemetry;

import org.jspecify.annotations.NullMarked;
