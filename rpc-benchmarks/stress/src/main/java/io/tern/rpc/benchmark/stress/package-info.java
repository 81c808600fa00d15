// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Runs the tests, which stand in the packages of what they test. */
@NullMarked
package io.tern.rpc.benchmark.stress;

import org.jspecify.annotations.NullMarked;
