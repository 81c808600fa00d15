// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the engine lends to a registry.
 *
 * @param application the application's name, for thread names and messages
 * @param ticker the time of periods and deadlines
 * @param scheduler for work now and then, such as looking whether an entry is still there; its threads may not be blocked
 *     for long
 * @param observer counts what is worth counting; thread-safe
 */
public record RegistryContext(
        String application, Ticker ticker, ScheduledExecutorService scheduler, RpcObserver observer) {}
