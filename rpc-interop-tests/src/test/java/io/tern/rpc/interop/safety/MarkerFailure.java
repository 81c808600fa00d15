// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

/** An exception that no interface declares and that reports everything that runs in it. */
public class MarkerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static {
        Touches.touch("static block of an exception");
    }

    public MarkerFailure() {
        Touches.touch("constructor of an exception");
    }

    public MarkerFailure(String message) {
        super(message);
        Touches.touch("constructor of an exception with message");
    }

    @Override
    public String getMessage() {
        Touches.touch("getMessage");
        return "marker";
    }

    @Override
    public String toString() {
        Touches.touch("toString of an exception");
        return "marker";
    }
}
