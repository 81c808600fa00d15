// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/**
 * Lets something else that belongs to a thread, such as a trace or the logging context, travel wherever the context of a
 * call does: through {@link RpcContext#wrap(Runnable)} and its likes, with {@link AsyncContext#signalContextSwitch()}, and
 * into the callbacks of asynchronous calls.
 *
 * <p>Found by {@link java.util.ServiceLoader} with the class loader of this interface, for the whole process, or given by
 * the {@linkplain io.tern.rpc.spi.telemetry.Telemetry#carrier() telemetry} of an instance, while that runs. Without any,
 * nothing is paid. It lives beside {@link RpcContext} since that is what looks for it.
 *
 * <p>Implementations are thread-safe and quick, since {@link #capture} runs with every asynchronous call. One that throws
 * is logged and left out for that time; calls and tasks go on.
 */
public interface ContextCarrier {
    /**
     * What the calling thread has; null if it has nothing to carry. Then other threads keep showing what they have
     * themselves; to hide that, return something that shows nothing.
     */
    @Nullable
    Carried capture();

    /** What one thread had. Shown on any number of threads, perhaps at the same time, or on none. */
    @FunctionalInterface
    interface Carried {
        /**
         * Shows it on the calling thread.
         *
         * @return run on the same thread when the task or callback has ended: brings back what the thread had before
         */
        Runnable show();
    }
}
