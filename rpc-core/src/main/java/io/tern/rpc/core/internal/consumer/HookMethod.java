// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.HookSettings;
import io.tern.rpc.spi.MethodDescriptor;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One hook of one service method. The method is chosen by the bean's type when the reference is built; the bean itself is
 * asked for at the first use, because it may well be one that has the reference injected. Thread-safe.
 */
final class HookMethod {
    private static final List<Class<?>> WIDENING =
            List.of(byte.class, short.class, int.class, long.class, float.class, double.class);

    private final HookSettings settings;
    private final Method method;
    private final Form form;
    private final Function<String, Object> beans;
    /** Written by whoever comes first; two threads write the same. */
    private volatile @Nullable Bound bound;

    private HookMethod(HookSettings settings, Method method, Form form, Function<String, Object> beans) {
        this.settings = settings;
        this.method = method;
        this.form = form;
        this.beans = beans;
    }

    /** What a hook is told; the order is that of preference among overloads. */
    private enum Form {
        /** The call's arguments: {@code oninvoke}. */
        ARGUMENTS,
        /** Result or error, then the call's arguments. */
        OUTCOME_AND_ARGUMENTS,
        /** Result or error, then the call's arguments as one array. */
        OUTCOME_AND_ARRAY,
        /** Result or error. */
        OUTCOME
    }

    private record Bound(Object bean, Method method) {}

    private record Candidate(Method method, Form form) {}

    /** {@code oninvoke}: takes exactly the arguments of the call. */
    static Optional<HookMethod> forArguments(
            HookSettings settings, Class<?> beanType, MethodDescriptor called, Function<String, Object> beans) {
        return publicMethods(beanType, settings.method())
                .filter(method -> takesArguments(method.getParameterTypes(), 0, called))
                .min(Comparator.comparing(Method::toString))
                .map(method -> new HookMethod(settings, method, Form.ARGUMENTS, beans));
    }

    /** {@code onreturn} and {@code onthrow}: take an outcome of the type, and perhaps the arguments in one of two forms. */
    static Optional<HookMethod> forOutcome(
            HookSettings settings,
            Class<?> beanType,
            MethodDescriptor called,
            Class<?> outcome,
            Function<String, Object> beans) {
        return publicMethods(beanType, settings.method())
                .flatMap(method -> form(method.getParameterTypes(), called, outcome).stream()
                        .map(form -> new Candidate(method, form)))
                .min(Comparator.comparing(Candidate::form)
                        .thenComparing(candidate -> candidate.method().toString()))
                .map(best -> new HookMethod(settings, best.method(), best.form(), beans));
    }

    static Stream<Method> publicMethods(Class<?> beanType, String name) {
        return Stream.of(beanType.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge());
    }

    /** Dubbo's rule: two parameters of which the second takes an array get the array, whatever the service method takes. */
    private static Optional<Form> form(Class<?>[] parameters, MethodDescriptor called, Class<?> outcome) {
        if (parameters.length == 0 || !takes(parameters[0], outcome)) {
            return Optional.empty();
        }
        if (parameters.length == 1) {
            return Optional.of(Form.OUTCOME);
        }
        if (parameters.length == 2 && parameters[1].isAssignableFrom(Object[].class)) {
            return Optional.of(Form.OUTCOME_AND_ARRAY);
        }
        return takesArguments(parameters, 1, called) ? Optional.of(Form.OUTCOME_AND_ARGUMENTS) : Optional.empty();
    }

    private static boolean takesArguments(Class<?>[] parameters, int from, MethodDescriptor called) {
        List<Class<?>> arguments = called.parameterTypes();
        if (parameters.length != from + arguments.size()) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!takes(parameters[from + i], arguments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A narrower parameter is accepted: the declared type is often just a type variable's bound. */
    private static boolean takes(Class<?> parameter, Class<?> declared) {
        if (declared == void.class) {
            return !parameter.isPrimitive();
        }
        Class<?> target = MethodType.methodType(parameter).wrap().returnType();
        Class<?> value = MethodType.methodType(declared).wrap().returnType();
        if (target.isAssignableFrom(value) || value.isAssignableFrom(target)) {
            return true;
        }
        int from = WIDENING.indexOf(MethodType.methodType(declared).unwrap().returnType());
        return from >= 0 && from < WIDENING.indexOf(parameter);
    }

    /** Whether the first parameter can hold the value; null is an object's. */
    boolean takesOutcome(Object value) {
        return method.getParameterTypes()[0].isInstance(value);
    }

    /**
     * Runs the hook.
     *
     * @param outcome ignored by {@code oninvoke}
     * @throws Throwable what the hook threw, or why it cannot run
     */
    void run(@Nullable Object outcome, @Nullable Object[] arguments) throws Throwable {
        Bound target = bound;
        if (target == null) {
            target = bind();
            bound = target;
        }
        try {
            target.method().invoke(target.bean(), parameters(outcome, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private @Nullable Object[] parameters(@Nullable Object outcome, @Nullable Object[] arguments) {
        return switch (form) {
            case ARGUMENTS -> arguments;
            case OUTCOME -> new @Nullable Object[] {outcome};
            case OUTCOME_AND_ARRAY -> new @Nullable Object[] {outcome, arguments};
            case OUTCOME_AND_ARGUMENTS -> {
                List<@Nullable Object> all = new ArrayList<>(arguments.length + 1);
                all.add(outcome);
                all.addAll(Arrays.asList(arguments));
                yield all.toArray();
            }
        };
    }

    /** A bean can turn out to be a proxy of the type that was announced for it. */
    private Bound bind() throws NoSuchMethodException {
        Object bean = beans.apply(settings.bean());
        Method own = method.getDeclaringClass().isInstance(bean)
                ? method
                : bean.getClass().getMethod(method.getName(), method.getParameterTypes());
        own.trySetAccessible();
        return new Bound(bean, own);
    }

    /** {@code bean.method}, as it is written in the file. */
    @Override
    public String toString() {
        return settings.bean() + "." + settings.method();
    }
}
