// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.validation;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ServiceDispatcher;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts {@code validation="…"} in front of calls and of services, and finds mistakes in it. Thread-safe. */
public final class ArgumentChecks {
    private static final String BEAN_VALIDATION = "jvalidation";
    /** What else Dubbo's files write for it; the new names are those of the package {@code jakarta}. */
    private static final Set<String> SYNONYMS = Set.of("true", "jvalidationNew", "jvalidation-jakarta");

    private final Function<String, @Nullable ArgumentValidator> validators;

    /** {@code validators} finds one by its name. */
    public ArgumentChecks(Function<String, @Nullable ArgumentValidator> validators) {
        this.validators = validators;
    }

    /** What is wrong with the checks of a reference (CFG-16); empty if nothing is. */
    public List<ConfigProblem> problems(ReferenceSettings reference) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        for (MethodDescriptor method : MethodDescriptor.of(reference.serviceInterface())) {
            var settings = reference.method(method.name());
            report(method, settings.validation(), settings.origins(), problems);
        }
        return List.copyOf(problems);
    }

    /** What is wrong with the checks of a service (CFG-16); empty if nothing is. */
    public List<ConfigProblem> problems(ServiceSettings service) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        for (MethodDescriptor method : MethodDescriptor.of(service.serviceInterface())) {
            var settings = service.method(method.name());
            report(method, settings.validation(), settings.origins(), problems);
        }
        return List.copyOf(problems);
    }

    private void report(
            MethodDescriptor method, @Nullable String kind, Map<String, Origin> origins, Set<ConfigProblem> problems) {
        if (kind == null) {
            return;
        }
        Origin origin = origins.getOrDefault("validation", Origin.BUILT_IN).attribute("validation");
        ArgumentValidator validator = find(kind);
        if (validator == null) {
            problems.add(ConfigErrors.partMissing(
                    origin,
                    kind,
                    "needs the module rpc-validation, and arguments must not pass unchecked; add it, or write false"));
            return;
        }
        try {
            validator.forMethod(method);
        } catch (IllegalStateException e) {
            problems.add(ConfigErrors.partMissing(origin, kind, "cannot check anything: " + e.getMessage()));
        }
    }

    private @Nullable ArgumentValidator find(String kind) {
        return validators.apply(SYNONYMS.contains(kind) ? BEAN_VALIDATION : kind);
    }

    private ArgumentValidator.@Nullable Check check(@Nullable String kind, MethodDescriptor method) {
        ArgumentValidator validator = kind == null ? null : find(kind);
        return validator == null ? null : validator.forMethod(method);
    }

    /** The calls of one method, checked if {@code kind} says so; otherwise {@code next} itself. */
    public Invoker link(MethodDescriptor method, @Nullable String kind, Invoker next) {
        ArgumentValidator.Check check = check(kind, method);
        return check == null ? next : new ValidatedCalls(check, next);
    }

    /** The dispatcher of a service, with checks in front of the methods that want them; otherwise {@code next} itself. */
    public ServiceDispatcher link(ServiceSettings service, List<MethodDescriptor> methods, ServiceDispatcher next) {
        ArgumentValidator.@Nullable Check[] checks = new ArgumentValidator.@Nullable Check[methods.size()];
        boolean any = false;
        for (MethodDescriptor method : methods) {
            ArgumentValidator.Check check = check(service.method(method.name()).validation(), method);
            checks[method.index()] = check;
            any |= check != null;
        }
        if (!any) {
            return next;
        }
        return (index, implementation, arguments) -> {
            ArgumentValidator.Check check = checks[index];
            if (check != null) {
                check.check(arguments);
            }
            return next.dispatch(index, implementation, arguments);
        };
    }
}
