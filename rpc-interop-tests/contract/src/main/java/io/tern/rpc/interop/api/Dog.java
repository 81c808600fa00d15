// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import org.jspecify.annotations.Nullable;

/** A concrete animal. */
public class Dog extends Animal {
    public boolean barks;
    public @Nullable Animal friend;
}
