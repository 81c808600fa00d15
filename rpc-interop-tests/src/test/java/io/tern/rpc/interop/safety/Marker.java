// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import java.io.Serializable;

/** A class that no interface mentions and that reports everything that runs in it. */
public class Marker implements Serializable, Comparable<Marker> {
    private static final long serialVersionUID = 1L;

    static {
        Touches.touch("static block");
    }

    private Object value = "";

    public Marker() {
        Touches.touch("constructor");
    }

    public Marker(Object value) {
        Touches.touch("constructor with argument");
        this.value = value;
    }

    public Object getValue() {
        Touches.touch("getter");
        return value;
    }

    public void setValue(Object value) {
        Touches.touch("setter");
        this.value = value;
    }

    @Override
    public int hashCode() {
        Touches.touch("hashCode");
        return 1;
    }

    @Override
    @SuppressWarnings("EqualsHashCode")
    public boolean equals(Object other) {
        Touches.touch("equals");
        return this == other;
    }

    @Override
    public String toString() {
        Touches.touch("toString");
        return "marker";
    }

    @Override
    public int compareTo(Marker other) {
        Touches.touch("compareTo");
        return 0;
    }

    Object readResolve() {
        Touches.touch("readResolve");
        return this;
    }
}
