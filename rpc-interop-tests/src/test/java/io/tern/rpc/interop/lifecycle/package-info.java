// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Start, stop, lost connections and the provider's limits, over real sockets. */
@NullMarked
package io.tern.rpc.interop.lifecycle;

import org.jspecify.annotations.NullMarked;
