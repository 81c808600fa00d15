// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;

/** A generic parent interface: its method has the erased type in the descriptor. */
public interface Greeter<T extends Serializable> {
    T greet(T who);

    /** A default method of an interface is an ordinary remote method. */
    default String greetTwice(String who) {
        return "default " + who;
    }
}
