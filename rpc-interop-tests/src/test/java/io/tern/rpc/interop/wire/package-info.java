// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tern's two sides against frames that a test writes itself: the rules of the wire, byte by byte. */
@NullMarked
package io.tern.rpc.interop.wire;

import org.jspecify.annotations.NullMarked;
