// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The Netty transport as the engine finds it; connections and frames are in the internal packages. */
@NullMarked
package io.tern.rpc.remoting.netty;

import org.jspecify.annotations.NullMarked;
