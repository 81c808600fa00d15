// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.MethodDescriptor;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.groups.Default;
import jakarta.validation.metadata.ContainerElementTypeDescriptor;
import jakarta.validation.metadata.ParameterDescriptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The check of one method. Thread-safe. */
final class MethodCheck implements ArgumentValidator.Check {
    /** Containers inside containers that are looked into. Nobody builds more, and a peer could use up the stack with them. */
    private static final int DEEPEST = 500;

    private final MethodDescriptor method;
    private final Validator validator;
    private final Class<?>[] groups;
    private final boolean constrained;
    /** Of the interface, since that is what constraints of parameters are read from. Nobody calls it. */
    private final Object target;
    /** By position, whether the argument is looked into here, and not by the constraints of its parameter. */
    private final boolean[] lookedInto;

    private MethodCheck(MethodDescriptor method, Validator validator) {
        this.method = method;
        this.validator = validator;
        this.groups = groups(method);
        this.lookedInto = new boolean[method.parameterTypes().size()];
        Class<?> type = method.serviceInterface();
        this.target =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    throw new UnsupportedOperationException("Only constraints are read from it");
                });
        var described = validator
                .getConstraintsForClass(type)
                .getConstraintsForMethod(method.name(), method.parameterTypes().toArray(Class<?>[]::new));
        boolean asked = described != null && described.hasConstrainedParameters();
        for (int i = 0; i < lookedInto.length; i++) {
            boolean cascaded = described != null
                    && isCascaded(described.getParameterDescriptors().get(i));
            lookedInto[i] = !cascaded && !isPlain(method.parameterTypes().get(i));
            asked |= cascaded;
        }
        this.constrained = asked;
    }

    /** Null if no argument can be wrong. */
    static @Nullable MethodCheck of(MethodDescriptor method, Validator validator) {
        MethodCheck check = new MethodCheck(method, validator);
        return check.constrained || check.looksIntoAny() ? check : null;
    }

    /** Whether there is anything to look at, as far as can be told without asking an implementation of Bean Validation. */
    static boolean mayBeWrong(MethodDescriptor method) {
        for (Annotation[] annotations : method.method().getParameterAnnotations()) {
            if (annotations.length > 0) {
                return true;
            }
        }
        return method.method().getAnnotations().length > 0
                || method.parameterTypes().stream().anyMatch(type -> !isPlain(type));
    }

    private boolean looksIntoAny() {
        for (boolean one : lookedInto) {
            if (one) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCascaded(ParameterDescriptor parameter) {
        return parameter.isCascaded()
                || parameter.getConstrainedContainerElementTypes().stream()
                        .anyMatch(ContainerElementTypeDescriptor::isCascaded);
    }

    /** Of classes that have no constraints and contain nothing that has. */
    private static boolean isPlain(Class<?> type) {
        return type.isPrimitive()
                || type.isEnum()
                || (type.isArray() && type.getComponentType().isPrimitive())
                || (isOfJdk(type) && Modifier.isFinal(type.getModifiers()) && !type.isArray());
    }

    private static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static Class<?>[] groups(MethodDescriptor method) {
        List<Class<?>> groups = new ArrayList<>(List.of(Default.class, method.serviceInterface()));
        String name = method.name().substring(0, 1).toUpperCase(Locale.ROOT)
                + method.name().substring(1);
        for (Class<?> nested : method.serviceInterface().getClasses()) {
            if (nested.isInterface() && nested.getSimpleName().equals(name)) {
                groups.add(nested);
            }
        }
        return groups.toArray(Class<?>[]::new);
    }

    @Override
    public void check(@Nullable Object[] arguments) {
        Set<ConstraintViolation<?>> violations = new LinkedHashSet<>();
        if (constrained) {
            violations.addAll(
                    validator.forExecutables().validateParameters(target, method.method(), arguments, groups));
        }
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>(0));
        for (int i = 0; i < lookedInto.length; i++) {
            if (lookedInto[i]) {
                lookInto(arguments[i], 0, seen, violations);
            }
        }
        if (!violations.isEmpty()) {
            throw ViolationText.exception(method, violations);
        }
    }

    /** Each object once, however often it is contained: peers say what contains what, and can write cycles in a few bytes. */
    private void lookInto(@Nullable Object value, int depth, Set<Object> seen, Set<ConstraintViolation<?>> violations) {
        if (value == null) {
            return;
        }
        boolean container = value instanceof Object[] || value instanceof Iterable<?> || value instanceof Map<?, ?>;
        boolean bean = !container && !isOfJdk(value.getClass()) && !(value instanceof Enum<?>);
        if (!(container || bean) || !seen.add(value)) {
            return;
        }
        if (bean) {
            violations.addAll(validator.validate(value, groups));
        } else if (depth == DEEPEST) {
            throw new IllegalArgumentException("Arguments of " + method + " contain more than " + DEEPEST
                    + " containers inside each other, too many to be checked");
        } else if (value instanceof Object[] several) {
            for (Object one : several) {
                lookInto(one, depth + 1, seen, violations);
            }
        } else if (value instanceof Iterable<?> several) {
            several.forEach(one -> lookInto(one, depth + 1, seen, violations));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> {
                lookInto(key, depth + 1, seen, violations);
                lookInto(one, depth + 1, seen, violations);
            });
        }
    }
}
