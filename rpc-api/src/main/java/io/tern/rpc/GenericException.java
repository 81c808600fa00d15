// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/**
 * How the exception of a generic call arrives: by name and text, since the caller need not have its class.
 *
 * <p>The two field names are Dubbo's wire names.
 */
public class GenericException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String exceptionClass;
    private final @Nullable String exceptionMessage;

    /** For ported code and for decoding. */
    public GenericException() {
        this(null, null);
    }

    /** An exception of the named class with that message. */
    public GenericException(@Nullable String exceptionClass, @Nullable String exceptionMessage) {
        super(exceptionMessage);
        this.exceptionClass = exceptionClass;
        this.exceptionMessage = exceptionMessage;
    }

    /**
     * An exception of the named class with that message, and more about it for people.
     *
     * @param text what {@link #getMessage} gives: as a rule class, message and stack trace of the provider
     */
    public GenericException(@Nullable String exceptionClass, @Nullable String exceptionMessage, @Nullable String text) {
        super(text);
        this.exceptionClass = exceptionClass;
        this.exceptionMessage = exceptionMessage;
    }

    /** Describes {@code cause} by its class name and message; the cause itself is not kept. */
    public GenericException(Throwable cause) {
        this(cause.getClass().getName(), cause.getMessage());
    }

    /** The class of the exception that the service threw. */
    public @Nullable String getExceptionClass() {
        return exceptionClass;
    }

    /** The message of the exception that the service threw. */
    public @Nullable String getExceptionMessage() {
        return exceptionMessage;
    }
}
