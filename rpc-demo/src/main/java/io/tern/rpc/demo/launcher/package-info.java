// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Starts the processes of the demo and stops them. */
@NullMarked
package io.tern.rpc.demo.launcher;

import org.jspecify.annotations.NullMarked;
