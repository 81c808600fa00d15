// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

/**
 * Stops an instance gracefully when the process is asked to end and nobody has closed it, as Dubbo does: calls in flight end
 * instead of breaking. Does nothing once it is removed, so that instances that were closed leave nothing behind.
 */
public final class ShutdownHook {
    private final Thread thread;

    /** {@code close} must be idempotent: whoever closes the instance otherwise may do so at the same time. */
    public ShutdownHook(String applicationName, Runnable close) {
        thread = new Thread(close, "tern-shutdown-" + applicationName + "-1");
    }

    /** From now on the end of the process stops the instance. */
    public void install() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The process is ending already: there is nothing to wait for.
        }
    }

    /** The instance is being closed. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The process is ending, and perhaps it is this hook that closes.
        }
    }
}
