// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Hostile peers of every kind against Tern, in both directions. */
@NullMarked
package io.tern.rpc.interop.safety;

import org.jspecify.annotations.NullMarked;
