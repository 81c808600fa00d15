// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.metadata.ConstraintDescriptor;
import java.util.Locale;

/** Messages in which {@code ${validatedValue}} is not the value: they travel, and are logged. */
record ValuelessMessages(MessageInterpolator messages) implements MessageInterpolator {
    private static final String HIDDEN = "***";

    private record Hidden(Context context) implements Context {
        @Override
        public ConstraintDescriptor<?> getConstraintDescriptor() {
            return context.getConstraintDescriptor();
        }

        @Override
        public Object getValidatedValue() {
            return HIDDEN;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return context.unwrap(type);
        }
    }

    @Override
    public String interpolate(String template, Context context) {
        return messages.interpolate(template, new Hidden(context));
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
        return messages.interpolate(template, new Hidden(context), locale);
    }
}
