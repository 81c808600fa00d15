// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** One link of a long chain, for values nested hundreds of levels deep. */
public class Chain implements Serializable {
    public int depth;
    public @Nullable Chain inner;
}
