// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The interface of one reference or service, loaded and looked at.
 *
 * @param type what the proxy or the implementation is: as a rule the interface
 * @param name of the interface
 * @param overloads by the name of a method, the types of its parameters, for each method of that name; null if that is not
 *     known, since the interface need not be here
 */
record InterfaceFacts(Class<?> type, String name, @Nullable Map<String, List<List<Class<?>>>> overloads) {
    /**
     * Looks at the interface; null, with the mistake noted, if that cannot be done. That of generic calls is not loaded.
     *
     * @param generic whether the proxy or the implementation is a {@link GenericService}
     */
    static @Nullable InterfaceFacts of(CheckedElement element, boolean generic, ClassLoader loader, Problems problems) {
        return generic ? generic(element, problems) : of(element, loader, problems);
    }

    private static @Nullable InterfaceFacts generic(CheckedElement element, Problems problems) {
        String name = element.textOrNull("interface");
        if (name == null) {
            return null;
        }
        if (name.equals(GenericService.class.getName())) {
            problems.add(ConfigErrors.contradiction(
                    element.origin("interface"),
                    name,
                    "the attribute generic: every generic service has that class; write the name of the service's own"
                            + " interface, whose class need not be here"));
            return null;
        }
        return new InterfaceFacts(GenericService.class, name, null);
    }

    private static @Nullable InterfaceFacts of(CheckedElement element, ClassLoader loader, Problems problems) {
        String name = element.textOrNull("interface");
        if (name == null) {
            return null;
        }
        Class<?> type = null;
        if (element.written().object("interface") instanceof Class<?> given) {
            type = given;
        } else {
            type = NamedClass.find(name, loader);
            if (type == null) {
                problems.add(ConfigErrors.missingClass(element.origin("interface"), name));
                return null;
            }
        }
        if (!type.isInterface()) {
            problems.add(ConfigErrors.wrongType(
                    ConfigCode.CFG_08,
                    element.origin("interface"),
                    name,
                    "is a class; a service is described by an interface"));
            return null;
        }
        Map<String, List<List<Class<?>>>> overloads = new TreeMap<>();
        MethodDescriptor.of(type)
                .forEach(method -> overloads
                        .computeIfAbsent(method.name(), of -> new ArrayList<>())
                        .add(method.parameterTypes()));
        return new InterfaceFacts(type, name, overloads);
    }

    /** The names of its methods; null if they are not known. */
    @Nullable
    Set<String> methodNames() {
        return overloads == null ? null : overloads.keySet();
    }

    /** The method elements by name; notes those that the interface does not have, and those that are there twice. */
    Map<String, CheckedElement> methods(CheckedElement owner, ConfigModel model, Problems problems) {
        Map<String, CheckedElement> methods = new HashMap<>();
        List<CheckedElement> elements = model.children(owner, ElementKind.METHOD);
        for (CheckedElement element : elements) {
            String name = element.textOrNull("name");
            if (name == null) {
                continue;
            }
            List<List<Class<?>>> same = overloads == null ? null : overloads.get(name);
            if (same != null) {
                model.children(element, ElementKind.ARGUMENT)
                        .forEach(argument -> new ArgumentCheck(argument, same).report(problems));
            } else if (overloads != null) {
                problems.add(
                        ConfigErrors.missingMethod(element.origin("name"), name, type.getName(), overloads.keySet()));
            }
            CheckedElement first = methods.putIfAbsent(name, element);
            if (first != null) {
                ConfigElement earlier = first.written();
                problems.add(ConfigErrors.duplicate(element.origin("name"), name, earlier.origin(null)));
            }
        }
        return methods;
    }

    /** Notes a method in {@code onconnect} or {@code ondisconnect} that cannot be called: it must have no parameters. */
    void checkEvent(@Nullable String method, String attribute, Map<String, Origin> origins, Problems problems) {
        if (method == null || overloads == null) {
            return;
        }
        List<List<Class<?>>> same = overloads.getOrDefault(method, List.of());
        if (same.stream().noneMatch(List::isEmpty)) {
            Origin origin = origins.getOrDefault(attribute, Origin.BUILT_IN);
            problems.add(
                    same.isEmpty()
                            ? ConfigErrors.missingMethod(origin, method, type.getName(), overloads.keySet())
                            : ConfigErrors.wrongType(
                                    ConfigCode.CFG_09,
                                    origin,
                                    method,
                                    "names a method with parameters, which a connection has no values for; legal is one"
                                            + " without"));
        }
    }

    /** {@code own} is from {@link #arguments}. */
    CallbackArguments callbackArguments(Map<String, List<ArgumentSettings>> own) {
        return new CallbackArguments(overloads == null ? Map.of() : overloads, own);
    }

    /** What the argument elements of methods say about callbacks, by method; those with a mistake have their message. */
    static Map<String, List<ArgumentSettings>> arguments(Map<String, CheckedElement> methods, ConfigModel model) {
        Map<String, List<ArgumentSettings>> arguments = new HashMap<>();
        methods.forEach((name, method) -> arguments.put(
                name,
                model.children(method, ElementKind.ARGUMENT).stream()
                        .filter(argument -> argument.value("callback").isSet())
                        .map(InterfaceFacts::argument)
                        .toList()));
        return arguments;
    }

    private static ArgumentSettings argument(CheckedElement element) {
        AttributeValue index = element.value("index");
        return new ArgumentSettings(
                index.isSet() ? Math.toIntExact(index.asWhole()) : -1,
                element.textOrNull("type"),
                element.flag("callback", false));
    }
}
