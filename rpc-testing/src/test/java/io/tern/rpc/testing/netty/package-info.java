// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tests of the checks for tests that run Netty. */
@NullMarked
package io.tern.rpc.testing.netty;

import org.jspecify.annotations.NullMarked;
