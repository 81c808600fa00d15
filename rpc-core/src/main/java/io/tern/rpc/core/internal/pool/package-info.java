// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Threads that run short and long tasks alike. Knows nothing of calls. */
@NullMarked
package io.tern.rpc.core.internal.pool;

import org.jspecify.annotations.NullMarked;
