// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Which provider to try; what counts as a failure is the clusters'. */
@NullMarked
package io.tern.rpc.core.internal.balance;

import org.jspecify.annotations.NullMarked;
