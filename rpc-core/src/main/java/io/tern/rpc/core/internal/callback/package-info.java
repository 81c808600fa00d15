// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Callback arguments: objects of a consumer that a provider calls, over the connection on which they were passed. */
@NullMarked
package io.tern.rpc.core.internal.callback;

import org.jspecify.annotations.NullMarked;
