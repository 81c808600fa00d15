// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.peer;

/** A kind of peer that a scenario can have on either side. */
public enum PeerLine {
    TERN,
    DUBBO_2_6,
    DUBBO_2_7,
    DUBBO_3_3;

    /** Whether this is Apache Dubbo, any line. */
    public boolean isDubbo() {
        return this != TERN;
    }

    /** Whether it reads and writes values with hessian-lite 3.2: no records, no immutable collections, no class-path-wide trust. */
    public boolean hasOldHessian() {
        return this == DUBBO_2_6 || this == DUBBO_2_7;
    }
}
