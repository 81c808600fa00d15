// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a transport gets from its Tern instance.
 *
 * @param applicationName part of thread names, and sent as {@code remote.application}
 * @param ticker the clock of all deadlines
 * @param classPolicy decides about classes of peers
 * @param serialization objects to bytes; null to use the transport's own
 * @param callbackExecutor completes asynchronous calls: runs user code and may block; never an event loop
 * @param observer sees events; null if nobody looks
 * @param ioThreads event loop threads, 1 or more
 */
public record TransportContext(
        String applicationName,
        Ticker ticker,
        ClassPolicy classPolicy,
        @Nullable Serialization serialization,
        Executor callbackExecutor,
        @Nullable RpcObserver observer,
        int ioThreads) {}
