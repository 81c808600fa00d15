// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.HookSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the methods of hooks by their beans' types and reports, in the words of CFG-10, why one cannot be used. */
final class HookCheck {
    private final Function<String, @Nullable Class<?>> beanTypes;
    private final Function<String, Object> beans;

    HookCheck(Function<String, @Nullable Class<?>> beanTypes, Function<String, Object> beans) {
        this.beanTypes = beanTypes;
        this.beans = beans;
    }

    /** Puts the method's hooks before {@code next}; returns that if there are none. Faults are added to the problems. */
    Invoker link(
            MethodDescriptor method,
            MethodSettings settings,
            Invoker next,
            LogLimit warnings,
            List<ConfigProblem> problems) {
        HookMethod onInvoke = find("oninvoke", settings.onInvoke(), null, method, settings, problems);
        HookMethod onReturn = find("onreturn", settings.onReturn(), method.resultType(), method, settings, problems);
        HookMethod onThrow = find("onthrow", settings.onThrow(), Throwable.class, method, settings, problems);
        return onInvoke == null && onReturn == null && onThrow == null
                ? next
                : new CallHooks(onInvoke, onReturn, onThrow, next, warnings);
    }

    private @Nullable HookMethod find(
            String attribute,
            @Nullable HookSettings hook,
            @Nullable Class<?> outcome,
            MethodDescriptor method,
            MethodSettings settings,
            List<ConfigProblem> problems) {
        if (hook == null) {
            return null;
        }
        Class<?> beanType = beanTypes.apply(hook.bean());
        String fault;
        if (beanType == null) {
            fault = "names no bean: there is no bean \"" + hook.bean() + "\"";
        } else if (HookMethod.publicMethods(beanType, hook.method()).findAny().isEmpty()) {
            fault = "names no method: " + beanType.getName() + " has no public method " + hook.method() + "; it has "
                    + ownMethods(beanType);
        } else {
            Optional<HookMethod> found = outcome == null
                    ? HookMethod.forArguments(hook, beanType, method, beans)
                    : HookMethod.forOutcome(hook, beanType, method, outcome, beans);
            if (found.isPresent()) {
                return found.get();
            }
            fault = "does not fit " + method + ": " + hook.method() + " of " + beanType.getName() + " must take "
                    + legal(outcome, method);
        }
        Origin origin =
                settings.origins().getOrDefault(attribute, Origin.BUILT_IN).attribute(attribute);
        problems.add(ConfigErrors.unusableCallback(origin, hook.bean() + "." + hook.method(), fault));
        return null;
    }

    private static String ownMethods(Class<?> beanType) {
        return Stream.of(beanType.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class && !method.isBridge())
                .map(method -> method.getName() + types(Stream.of(method.getParameterTypes())))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String legal(@Nullable Class<?> outcome, MethodDescriptor method) {
        Stream<Class<?>> arguments = method.parameterTypes().stream();
        if (outcome == null) {
            return types(arguments);
        }
        Class<?> first = outcome == void.class ? Object.class : outcome;
        return types(Stream.of(first)) + ", " + types(Stream.of(first, Object[].class)) + " or "
                + types(Stream.concat(Stream.of(first), arguments));
    }

    private static String types(Stream<Class<?>> types) {
        return types.map(Class::getSimpleName).collect(Collectors.joining(",", "(", ")"));
    }
}
