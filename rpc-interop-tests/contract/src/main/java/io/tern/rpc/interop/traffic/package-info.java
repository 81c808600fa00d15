// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Steady calls whose every answer can be judged, for tests that break something meanwhile. Knows no RPC library: Tern and Dubbo run the same. */
@NullMarked
package io.tern.rpc.interop.traffic;

import org.jspecify.annotations.NullMarked;
