// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tern as a contender. */
@NullMarked
package io.tern.rpc.benchmark.tern;

import org.jspecify.annotations.NullMarked;
