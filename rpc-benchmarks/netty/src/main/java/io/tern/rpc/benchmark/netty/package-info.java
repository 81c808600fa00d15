// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Netty and hessian-lite by hand: what a call costs when there is no framework. */
@NullMarked
package io.tern.rpc.benchmark.netty;

import org.jspecify.annotations.NullMarked;
