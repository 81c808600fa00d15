// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import org.jspecify.annotations.Nullable;

/**
 * Replaces exceptions of services where they leave a provider or reach a consumer. Failures of the call itself, such as
 * timeouts, are never offered. Of several mappers the first that returns something decides: those given to the builder are
 * asked before those found by {@link java.util.ServiceLoader}. One instance serves all calls: thread-safe.
 *
 * <p>A mapper that throws is reported in the log, and the exception stays what it was.
 */
public interface ExceptionMapper {
    /** A unique name, for messages. */
    String name();

    /** Whether it may map exceptions of this method. Asked when a reference or service is made; calls of others pay nothing. */
    default boolean maps(MethodDescriptor method) {
        return true;
    }

    /**
     * On a provider: what to send in place of what the service threw. On the worker, or the thread that gave the answer. The
     * rule about classes that a consumer may not have is applied to the result.
     *
     * @return null to leave it as it is
     */
    default @Nullable Throwable toSend(Throwable thrown, MethodDescriptor method) {
        return null;
    }

    /**
     * On a consumer: what the caller gets in place of what arrived. On the caller of a synchronous call, on a callback thread
     * of an asynchronous one. Filters see what arrived; hooks, observers and the caller see the result.
     *
     * @return null to leave it as it is; a checked exception should be one that the method declares
     */
    default @Nullable Throwable received(Throwable arrived, MethodDescriptor method) {
        return null;
    }
}
