// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import jakarta.validation.metadata.ConstraintDescriptor;
import org.jspecify.annotations.Nullable;

/** What a provider found: where and what, without the objects, which stay in its process. */
record ReceivedViolation(Path path, String message) implements ConstraintViolation<Object> {
    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public String getMessageTemplate() {
        return message;
    }

    @Override
    public Path getPropertyPath() {
        return path;
    }

    @Override
    public @Nullable Object getRootBean() {
        return null;
    }

    @Override
    public @Nullable Class<Object> getRootBeanClass() {
        return null;
    }

    @Override
    public @Nullable Object getLeafBean() {
        return null;
    }

    @Override
    public Object @Nullable [] getExecutableParameters() {
        return null;
    }

    @Override
    public @Nullable Object getExecutableReturnValue() {
        return null;
    }

    @Override
    public @Nullable Object getInvalidValue() {
        return null;
    }

    @Override
    public @Nullable ConstraintDescriptor<?> getConstraintDescriptor() {
        return null;
    }

    @Override
    public <U> U unwrap(Class<U> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new ValidationException("A violation that a provider found is no " + type.getName());
    }
}
