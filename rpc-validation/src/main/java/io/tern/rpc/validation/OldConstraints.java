// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import io.tern.rpc.spi.MethodDescriptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.stream.Stream;

/**
 * Constraints of {@code javax.validation}, which no implementation of Bean Validation 3 looks at: arguments would pass
 * unchecked, and nobody would know. They can only be seen while the old library is on the class path.
 */
final class OldConstraints {
    private static final String OLD_PACKAGE = "javax.validation.";

    private OldConstraints() {}

    /** Throws if a parameter of the method, or a field or accessor of its type, has one. */
    static void refuse(MethodDescriptor method) {
        for (Parameter parameter : method.method().getParameters()) {
            refuse(parameter, method);
        }
        for (Class<?> type : method.parameterTypes()) {
            if (type.isPrimitive() || type.isArray() || type.getClassLoader() == null) {
                continue;
            }
            for (Field field : type.getDeclaredFields()) {
                refuse(field, method);
            }
            for (Method accessor : type.getDeclaredMethods()) {
                refuse(accessor, method);
            }
        }
    }

    private static void refuse(AnnotatedElement element, MethodDescriptor method) {
        Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .map(Class::getName)
                .filter(name -> name.startsWith(OLD_PACKAGE))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalStateException("the constraint " + name + " at " + method
                            + " would not be looked at; change the imports from javax.validation to"
                            + " jakarta.validation");
                });
    }
}
