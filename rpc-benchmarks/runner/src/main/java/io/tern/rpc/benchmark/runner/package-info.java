// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Starts the contenders' processes, lets them take turns, compares and reports. */
@NullMarked
package io.tern.rpc.benchmark.runner;

import org.jspecify.annotations.NullMarked;
