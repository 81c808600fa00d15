// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import org.jspecify.annotations.Nullable;

/**
 * A kind of argument check, for {@code validation="…"}. One instance serves all references and services of a Tern
 * instance; thread-safe. The module {@code rpc-validation} has the one for Bean Validation, {@code jvalidation}.
 */
public interface ArgumentValidator {
    /** The name in {@code validation="…"}; case-sensitive and unique. */
    String name();

    /**
     * The check of one method. Asked when a reference or service is made, never per call.
     *
     * @return null if the method has nothing to check
     * @throws IllegalStateException if nothing can be checked in this process; the message says what is missing and how to
     *     add it, and ends the start
     */
    @Nullable
    Check forMethod(MethodDescriptor method);

    /** Checks the arguments of one method. Thread-safe. */
    @FunctionalInterface
    interface Check {
        /**
         * Returns if the arguments are right. On a consumer it runs on the caller before anything is sent, on a provider on
         * the worker before the service is called; what it throws reaches the caller as if the service had thrown it.
         *
         * @param arguments one per parameter, primitives boxed; not to be changed
         * @throws Exception what is wrong; its message must not have values of arguments in it
         */
        void check(@Nullable Object[] arguments) throws Exception;
    }
}
