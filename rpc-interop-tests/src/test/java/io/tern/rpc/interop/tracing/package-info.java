// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Calls over several processes as OpenTelemetry sees them. */
@NullMarked
package io.tern.rpc.interop.tracing;

import org.jspecify.annotations.NullMarked;
