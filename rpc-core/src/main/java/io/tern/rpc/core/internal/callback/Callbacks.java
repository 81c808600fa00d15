// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import io.tern.rpc.core.internal.consumer.CallbackSender;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Transport;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Both sides of callback arguments in one Tern instance.
 *
 * @param exports for its references
 * @param kept for its references, where they call services of the same instance
 * @param proxies for its services
 */
public record Callbacks(CallbackExports exports, CallbackSender.Factory kept, CallbackProxies proxies) {
    /**
     * Filters, the first of them outermost.
     *
     * @param calls around those that services make
     * @param requests around those that objects of references get
     */
    public record Around(List<Filter> calls, List<Filter> requests) {}

    /**
     * None yet.
     *
     * @param factory asked when a reference or service has callback arguments
     * @param gate is opened for every callback interface
     * @param executor runs callbacks, which may block
     * @param around stands around all calls
     */
    public static Callbacks of(
            Transport transport,
            Supplier<ProxyFactory> factory,
            Consumer<Class<?>> gate,
            Executor executor,
            Ticker ticker,
            Around around) {
        return new Callbacks(
                new CallbackExports(factory, gate, executor, ticker, around.requests()),
                new KeptCallbacks(),
                new CallbackProxies(transport, factory, gate, ticker, around.calls()));
    }
}
