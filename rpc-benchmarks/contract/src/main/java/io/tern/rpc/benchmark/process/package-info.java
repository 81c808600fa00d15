// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The two main classes of a contender's processes. */
@NullMarked
package io.tern.rpc.benchmark.process;

import org.jspecify.annotations.NullMarked;
