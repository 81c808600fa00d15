// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.MethodDescriptor;
import jakarta.validation.ConstraintViolationException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends violations as a text that every peer can read, and makes violations again of it, and of what Dubbo's providers send.
 * Stateless; thread-safe.
 */
public final class ViolationMapper implements ExceptionMapper {
    private static final String SENT = ConstraintViolationException.class.getName() + ": ";
    /** By which names peers send them; those of {@code javax} are of Bean Validation 2. */
    private static final Set<String> REMOTE_NAMES = Set.of(
            "jakarta.validation.ConstraintViolationException",
            "jakarta.validation.ValidationException",
            "javax.validation.ConstraintViolationException",
            "javax.validation.ValidationException");

    /** For {@link java.util.ServiceLoader}. */
    public ViolationMapper() {}

    @Override
    public String name() {
        return "jvalidation";
    }

    @Override
    public boolean maps(MethodDescriptor method) {
        return MethodCheck.mayBeWrong(method);
    }

    @Override
    public @Nullable Throwable toSend(Throwable thrown, MethodDescriptor method) {
        if (!(thrown instanceof ConstraintViolationException violation)) {
            return null;
        }
        RuntimeException sent = new RuntimeException(SENT + violation.getMessage());
        sent.setStackTrace(new StackTraceElement[0]);
        return sent;
    }

    @Override
    public @Nullable Throwable received(Throwable arrived, MethodDescriptor method) {
        String message = arrived.getMessage();
        if (message == null) {
            return null;
        }
        if (arrived.getClass() == RuntimeException.class && message.startsWith(SENT)) {
            return ViolationText.parsed(message.substring(SENT.length()));
        }
        if (arrived instanceof RemoteServiceException remote) {
            String name = remote.remoteClassName();
            if (name != null && REMOTE_NAMES.contains(name)) {
                String prefix = name + ": ";
                return ViolationText.parsed(message.startsWith(prefix) ? message.substring(prefix.length()) : message);
            }
        }
        return null;
    }
}
