// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

/** A service of enums; public, since another class loader looks at it. */
public interface Palette {
    /** Returns the constant. */
    Colour favourite();

    /** Returns what it gets. */
    Colour same(Colour colour);
}
