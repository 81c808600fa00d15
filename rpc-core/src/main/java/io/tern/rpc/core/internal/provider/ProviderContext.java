// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.core.internal.accesslog.AccessLogs;
import io.tern.rpc.core.internal.exception.ExceptionMappers;
import io.tern.rpc.core.internal.inprocess.InProcess;
import io.tern.rpc.core.internal.security.ClassGate;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Transport;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the provider side gets from its Tern instance.
 *
 * @param application part of thread names
 * @param transports the transport that listens for a protocol; the same one for several protocols if it is shared
 * @param binding what was written about a port with what the process's environment says instead
 * @param ticker the clock of deadlines; the same as the transports'
 * @param observer sees events; one that does nothing if nobody looks
 * @param watchCalls whether it wants to see each call
 * @param gate is opened for every exported interface
 * @param timer for work of microseconds
 * @param dumps hears of exhausted pools; null if nobody wants to know
 * @param ownPools whether each service has a pool of its own
 * @param beans finds the executors that services name
 * @param accessLogs writes a line for each call where a service wants it
 * @param mappers replace exceptions of services
 * @param callbacks for services with callback arguments
 * @param executor runs code of users that has no thread of a port
 * @param inProcess where services are offered to this process; null: nowhere
 * @param poolsChanged runs when a business pool was opened or given up
 */
public record ProviderContext(
        String application,
        Function<ProtocolSettings, Transport> transports,
        UnaryOperator<ProtocolSettings> binding,
        Ticker ticker,
        RpcObserver observer,
        boolean watchCalls,
        ClassGate gate,
        ScheduledExecutorService timer,
        @Nullable ThreadDumps dumps,
        boolean ownPools,
        Function<String, Object> beans,
        AccessLogs accessLogs,
        ExceptionMappers mappers,
        CallbackReceiver.Factory callbacks,
        Executor executor,
        @Nullable InProcess inProcess,
        Runnable poolsChanged) {}
