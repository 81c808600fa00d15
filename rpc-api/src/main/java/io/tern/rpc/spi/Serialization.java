// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

/** Objects to bytes and back. */
public interface Serialization {
    /** The name in {@code serialization="…"}. */
    String name();

    /** The number in Dubbo's frame header, 1 to 31; Hessian 2 is 2. */
    int id();

    /**
     * A codec for one class loader. Made once and kept by the caller: making one is expensive.
     *
     * @param policy decides about every class that is read
     * @param loader finds the classes of the service interface
     */
    ObjectCodec codec(ClassPolicy policy, ClassLoader loader);
}
