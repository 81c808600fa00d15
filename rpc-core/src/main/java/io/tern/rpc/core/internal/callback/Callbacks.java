// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Transport;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Both sides of callback arguments in one Tern instance.
 *
 * @param exports for its references
 * @param proxies for its services
 */
public record Callbacks(CallbackExports exports, CallbackProxies proxies) {
    /**
     * None yet.
     *
     * @param factory asked when a reference or service has callback arguments
     * @param gate is opened for every callback interface
     * @param executor runs callbacks, which may block
     */
    public static Callbacks of(
            Transport transport,
            Supplier<ProxyFactory> factory,
            Consumer<Class<?>> gate,
            Executor executor,
            Ticker ticker) {
        return new Callbacks(
                new CallbackExports(factory, gate, executor, ticker),
                new CallbackProxies(transport, factory, gate, ticker));
    }
}
