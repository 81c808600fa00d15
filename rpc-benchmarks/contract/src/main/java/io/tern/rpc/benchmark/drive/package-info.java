// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Makes calls in the way a cell asks for, checks each answer, and measures. Knows no framework. */
@NullMarked
package io.tern.rpc.benchmark.drive;

import org.jspecify.annotations.NullMarked;
