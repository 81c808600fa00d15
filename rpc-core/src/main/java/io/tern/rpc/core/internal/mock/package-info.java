// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** What stands in when no provider answers: {@code mock="…"}. */
@NullMarked
package io.tern.rpc.core.internal.mock;

import org.jspecify.annotations.NullMarked;
