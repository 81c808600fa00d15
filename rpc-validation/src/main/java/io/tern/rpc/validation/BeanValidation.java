// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.MethodDescriptor;
import jakarta.validation.Configuration;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Checks arguments by the constraints of the interface's parameters and of the beans that are passed, whether they are marked
 * with {@code @Valid} or not, in the groups {@code Default}, the interface itself, and the interface nested in it that is
 * named like the method with a capital. Needs an implementation of Bean Validation 3 on the class path. Thread-safe.
 */
public final class BeanValidation implements ArgumentValidator {
    private @Nullable Validator validator; // guarded by this

    /** For {@link java.util.ServiceLoader}; an implementation is looked for when the first method is checked. */
    public BeanValidation() {}

    @Override
    public String name() {
        return "jvalidation";
    }

    @Override
    public @Nullable Check forMethod(MethodDescriptor method) {
        OldConstraints.refuse(method);
        if (!MethodCheck.mayBeWrong(method)) {
            // Still told at the start: whoever writes validation="true" wants one.
            validator();
            return null;
        }
        return MethodCheck.of(method, validator());
    }

    private synchronized Validator validator() {
        Validator made = validator;
        if (made == null) {
            try {
                made = make(Validation.byDefaultProvider().configure());
            } catch (ValidationException | LinkageError e) {
                throw new IllegalStateException(
                        "no implementation of Bean Validation works here (" + e.getMessage()
                                + "); add org.hibernate.validator:hibernate-validator, version 8 or later, and an"
                                + " implementation of jakarta.el",
                        e);
            }
            validator = made;
        }
        return made;
    }

    /** Its factory holds nothing that would have to be closed, and goes with this object. */
    private static Validator make(Configuration<?> configuration) {
        return configuration
                .messageInterpolator(new ValuelessMessages(configuration.getDefaultMessageInterpolator()))
                .buildValidatorFactory()
                .getValidator();
    }
}
