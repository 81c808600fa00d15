// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.accesslog;

import io.tern.rpc.core.internal.log.SafeText;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a line says about the arguments of a call. */
enum ArgumentText {
    /** Class names, and sizes where asking runs no code but the JDK's. */
    SHAPES {
        @Override
        void append(StringBuilder text, Object argument) {
            Class<?> type = argument.getClass();
            text.append(type.getTypeName());
            if (argument instanceof String string) {
                text.append('(').append(string.length()).append(')');
            } else if (type.isArray()) {
                text.append('(').append(Array.getLength(argument)).append(')');
            } else if (type.getClassLoader() == null) {
                if (argument instanceof Collection<?> collection) {
                    text.append('(').append(collection.size()).append(')');
                } else if (argument instanceof Map<?, ?> map) {
                    text.append('(').append(map.size()).append(')');
                }
            }
        }
    },
    /** What the arguments say of themselves, for those who have asked for it. */
    VALUES {
        @Override
        void append(StringBuilder text, Object argument) {
            String value;
            try {
                String inBrackets = Arrays.deepToString(new Object[] {argument});
                value = inBrackets.substring(1, inBrackets.length() - 1);
            } catch (RuntimeException | StackOverflowError e) {
                SHAPES.append(text, argument);
                return;
            }
            text.append(SafeText.of(value, LONGEST_VALUE));
        }
    };

    private static final int MOST_ARGUMENTS = 16;
    private static final int LONGEST_VALUE = 1_000;

    abstract void append(StringBuilder text, Object argument);

    String of(@Nullable Object[] arguments) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < arguments.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            if (i == MOST_ARGUMENTS) {
                text.append('…');
                break;
            }
            Object argument = arguments[i];
            if (argument == null) {
                text.append("null");
            } else {
                append(text, argument);
            }
        }
        return text.append(']').toString();
    }
}
