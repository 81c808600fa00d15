// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

/** Makes a transport; found by {@link java.util.ServiceLoader} or given to the builder. */
public interface TransportFactory {
    /** The protocol's name: {@code dubbo}. */
    String name();

    /** Makes the one transport of a Tern instance; threads are made when they are first needed. */
    Transport create(TransportContext context);
}
