// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** What every load balancer must do, as tests to be subclassed. */
@NullMarked
package io.tern.rpc.testing.balance;

import org.jspecify.annotations.NullMarked;
