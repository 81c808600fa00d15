// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Checks for tests that run Netty in their own process. */
@NullMarked
package io.tern.rpc.testing.netty;

import org.jspecify.annotations.NullMarked;
