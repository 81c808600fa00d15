// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.util.List;

/** Makes a consumer's stubs and a provider's dispatchers. Stateless; thread-safe. */
public interface ProxyFactory {
    /** The name in {@code proxy="…"}; case-sensitive and unique. */
    String name();

    /**
     * Makes an object that implements {@code serviceInterface} and {@link io.tern.rpc.EchoService}.
     *
     * <p>A service method, inherited and default ones too, goes to {@code calls.get(descriptor.index())}. {@code equals}
     * and {@code hashCode} are those of object identity and {@code toString} returns {@code description}; none of them
     * is a call. Checked exceptions pass as they are.
     *
     * @param methods one per service method, ordered by index, {@code $echo} last
     * @param calls as long as {@code methods}
     */
    <T> T stub(Class<T> serviceInterface, List<MethodDescriptor> methods, List<MethodCall> calls, String description);

    /** Makes the dispatcher for an interface; {@code methods} as in {@link #stub} but without {@code $echo}. */
    ServiceDispatcher dispatcher(Class<?> serviceInterface, List<MethodDescriptor> methods);
}
