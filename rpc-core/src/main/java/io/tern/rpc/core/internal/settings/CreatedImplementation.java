// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The implementation of a service that says {@code class} instead of {@code ref}. Who has beans makes it, with its
 * properties, as the bean that is named by the service's id followed by {@code Impl}; else it is made here.
 */
final class CreatedImplementation {
    private static final String BEAN_SUFFIX = "Impl";

    private final ConfigModel model;
    private final Problems problems;
    private final ClassLoader loader;
    private final BeanSource beans;

    CreatedImplementation(ConfigModel model, Problems problems, ClassLoader loader, BeanSource beans) {
        this.model = model;
        this.problems = problems;
        this.loader = loader;
        this.beans = beans;
    }

    /** Whether the service says {@code class}, rightly or not. */
    static boolean isWanted(CheckedElement service) {
        return service.textOrNull("class") != null || service.isMistaken("class");
    }

    /** Notes what is wrong with class and properties; the result is the name of the bean. */
    String check(CheckedElement service, Class<?> serviceInterface) {
        String name = service.textOrNull("class");
        if (name == null) {
            return "";
        }
        if (service.written().object("ref") != null || service.textOrNull("ref") != null) {
            problems.add(
                    ConfigErrors.contradiction(service.origin("class"), name, "the attribute ref; keep one of them"));
        }
        Class<?> type = type(service, name);
        if (type == null) {
            problems.add(ConfigErrors.missingClass(service.origin("class"), name));
            return "";
        }
        if (!serviceInterface.isAssignableFrom(type)) {
            fault(service, name, "does not implement " + serviceInterface.getName());
        } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            fault(service, name, "is abstract, so that no object can be made of it");
        } else if (!isBean(service) && constructor(type) == null) {
            fault(service, name, "has no constructor without parameters");
        }
        for (CheckedElement property : model.children(service, ElementKind.PROPERTY)) {
            checkProperty(property, type, isBean(service));
        }
        return service.id() + BEAN_SUFFIX;
    }

    /** Properties without {@code class} mean nothing. */
    void refuseProperties(CheckedElement service) {
        for (CheckedElement property : model.children(service, ElementKind.PROPERTY)) {
            problems.add(
                    ConfigErrors.contradiction(
                            property.origin("name"),
                            String.valueOf(property.textOrNull("name")),
                            "the service, which has no class to create; write class, or the property into the bean that ref names"));
        }
    }

    private void fault(CheckedElement service, String name, String fault) {
        problems.add(ConfigErrors.wrongType(ConfigCode.CFG_08, service.origin("class"), name, fault));
    }

    private void checkProperty(CheckedElement property, Class<?> type, boolean made) {
        String name = property.textOrNull("name");
        if (name == null) {
            return;
        }
        String value = property.written().text("value");
        String reference = property.textOrNull("ref");
        if (!made) {
            problems.add(ConfigErrors.contradiction(
                    property.origin("name"),
                    name,
                    "a service that is made by code, where nobody sets properties; give it the object itself, as ref"));
        } else if (value != null && reference != null) {
            problems.add(ConfigErrors.contradiction(
                    property.origin("ref"), reference, "the attribute value; keep one of them"));
        } else if (value == null && reference == null && !property.isMistaken("ref")) {
            problems.add(ConfigErrors.missing(property.written().origin("value"), "a text, or a bean named by ref"));
        }
        if (reference != null && beans.typeOf(reference) == null) {
            problems.add(ConfigErrors.missingBean(property.origin("ref"), reference, reference, "bean", List.of()));
        }
        // What has dots or brackets leads into other objects, which only Spring can follow.
        if (name.matches("\\w+") && Arrays.stream(type.getMethods()).noneMatch(method -> isSetter(method, name))) {
            problems.add(ConfigErrors.wrongType(
                    ConfigCode.CFG_08,
                    property.origin("name"),
                    name,
                    "is not a property of " + type.getName() + ": there is no public method " + setter(name)
                            + " with one parameter"));
        }
    }

    private static boolean isSetter(Method method, String property) {
        return method.getParameterCount() == 1 && method.getName().equals(setter(property));
    }

    private static String setter(String property) {
        return "set" + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
    }

    /** The object, made now if need be. */
    Object object(CheckedElement service) {
        if (isBean(service)) {
            return beans.bean(service.id() + BEAN_SUFFIX);
        }
        String name = String.valueOf(service.textOrNull("class"));
        Class<?> type = type(service, name);
        Constructor<?> constructor = type == null ? null : constructor(type);
        if (constructor == null) {
            throw new IllegalStateException("No constructor of " + name + ", which was checked before");
        }
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            ConfigProblem problem = ConfigErrors.wrongType(
                    ConfigCode.CFG_08, service.origin("class"), name, "cannot be made: its constructor failed");
            RpcConfigException error = new RpcConfigException(List.of(problem.message()));
            error.addSuppressed(reason);
            throw error;
        }
    }

    private boolean isBean(CheckedElement service) {
        return beans.typeOf(service.id() + BEAN_SUFFIX) != null;
    }

    private @Nullable Class<?> type(CheckedElement service, String name) {
        return service.written().object("class") instanceof Class<?> given ? given : NamedClass.find(name, loader);
    }

    private static @Nullable Constructor<?> constructor(Class<?> type) {
        return Arrays.stream(type.getConstructors())
                .filter(constructor -> constructor.getParameterCount() == 0)
                .findFirst()
                .orElse(null);
    }
}
