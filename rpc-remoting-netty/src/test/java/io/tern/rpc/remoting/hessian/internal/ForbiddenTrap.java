// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.Serializable;

/** A class that exists and is not admitted; all of its code counts itself. */
final class ForbiddenTrap extends RuntimeException implements Serializable, Comparable<ForbiddenTrap> {
    static {
        Trap.spring();
    }

    private String value = "x";

    ForbiddenTrap() {
        Trap.spring();
    }

    void setValue(String value) {
        this.value = value;
        Trap.spring();
    }

    @Override
    public boolean equals(Object other) {
        Trap.spring();
        return other instanceof ForbiddenTrap;
    }

    @Override
    public int hashCode() {
        Trap.spring();
        return 1;
    }

    @Override
    public int compareTo(ForbiddenTrap other) {
        Trap.spring();
        return 0;
    }

    private Object readResolve() {
        Trap.spring();
        return this;
    }

    @Override
    public String toString() {
        Trap.spring();
        return value;
    }
}
