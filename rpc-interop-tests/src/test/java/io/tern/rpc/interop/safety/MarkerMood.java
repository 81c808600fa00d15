// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

/** An enum that no interface mentions and that reports that it was initialized. */
public enum MarkerMood {
    GOOD;

    static {
        Touches.touch("static block of an enum");
    }
}
