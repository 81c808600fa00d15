// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The shipped balancers against the conformance suite. */
@NullMarked
package io.tern.rpc.testing.balance;

import org.jspecify.annotations.NullMarked;
