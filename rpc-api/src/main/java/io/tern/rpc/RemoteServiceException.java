// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/**
 * The service threw an exception whose class this process does not have or does not admit, or that its provider sent as a
 * text for that reason.
 *
 * <p>It is a result of the service, not a failure of the call: it is never retried and is not an {@link RpcException}.
 */
public class RemoteServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String remoteClassName;
    private final @Nullable String remoteStackTrace;

    /**
     * Describes an exception that could not be rebuilt.
     *
     * @param remoteClassName the class at the provider; null if the peer did not say
     * @param message the message at the provider
     */
    public RemoteServiceException(@Nullable String remoteClassName, @Nullable String message) {
        this(remoteClassName, message, null);
    }

    /**
     * Describes an exception that came as a text.
     *
     * @param remoteClassName the class at the provider; null if the peer did not say
     * @param message the message at the provider
     * @param remoteStackTrace the exception with its causes as the provider printed it; null if the peer did not say
     */
    public RemoteServiceException(
            @Nullable String remoteClassName, @Nullable String message, @Nullable String remoteStackTrace) {
        super(remoteClassName == null ? message : remoteClassName + ": " + message);
        this.remoteClassName = remoteClassName;
        this.remoteStackTrace = remoteStackTrace;
    }

    /** The class name of the exception at the provider; null if the peer did not say. */
    public @Nullable String remoteClassName() {
        return remoteClassName;
    }

    /** The exception with its causes as the provider printed it; null if the peer did not say. */
    public @Nullable String remoteStackTrace() {
        return remoteStackTrace;
    }
}
