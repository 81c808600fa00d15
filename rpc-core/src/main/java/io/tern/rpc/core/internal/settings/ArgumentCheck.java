// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether an argument element names a parameter of its method, by position, by type, or by both. Dubbo ignores one that
 * names none.
 *
 * @param argument the element
 * @param overloads the parameter types of each method of the name; at least one
 */
record ArgumentCheck(CheckedElement argument, List<List<Class<?>>> overloads) {
    private static final String INDEX = "index";
    private static final String TYPE = "type";
    private static final String CALLBACK = "callback";

    void report(Problems problems) {
        AttributeValue index = argument.value(INDEX);
        String typeName = argument.textOrNull(TYPE);
        if (!index.isSet() && typeName == null) {
            if (!hasMistake(INDEX) && !hasMistake(TYPE)) {
                problems.add(ConfigErrors.missing(
                        argument.written().origin(INDEX), "a position from 0, or the attribute type in its place"));
            }
            return;
        }
        long position = index.isSet() ? index.asWhole() : -1;
        if (index.isSet() && overloads.stream().noneMatch(types -> position < types.size())) {
            problems.add(ConfigErrors.outOfRange(argument.origin(INDEX), Long.toString(position), positions()));
        } else if (typeName != null && overloads.stream().noneMatch(types -> hasType(types, typeName))) {
            problems.add(ConfigErrors.wrongType(
                    ConfigCode.CFG_08,
                    argument.origin(TYPE),
                    typeName,
                    "is not the type of a parameter; those are " + parameters()));
        } else if (index.isSet()
                && typeName != null
                && overloads.stream().noneMatch(types -> agrees(types, position))) {
            problems.add(ConfigErrors.contradiction(
                    argument.origin(TYPE),
                    typeName,
                    "index=\"" + position + "\", where no parameter of that type is; the parameters are "
                            + parameters()));
        } else if (argument.value(CALLBACK).isSet()
                && overloads.stream().noneMatch(types -> hasInterface(types, position))) {
            problems.add(ConfigErrors.wrongType(
                    ConfigCode.CFG_08,
                    argument.origin(CALLBACK),
                    Boolean.toString(argument.flag(CALLBACK, false)),
                    "needs a parameter whose type is an interface, so that the provider can call it; the parameters are "
                            + parameters()));
        }
    }

    /** Whether what is meant, by position or else by type, is an interface. */
    private boolean hasInterface(List<Class<?>> types, long position) {
        String typeName = argument.textOrNull(TYPE);
        for (int i = 0; i < types.size(); i++) {
            boolean meant = (position < 0 || position == i)
                    && (typeName == null || types.get(i).getName().equals(typeName));
            if (meant && types.get(i).isInterface()) {
                return true;
            }
        }
        return false;
    }

    /** A value that is written and does not count is a mistake with a message of its own, but for the -1 that means none. */
    private boolean hasMistake(String attribute) {
        @Nullable String text = argument.written().text(attribute);
        return text != null && !text.isBlank() && !text.strip().equals("-1");
    }

    private static boolean hasType(List<Class<?>> types, String name) {
        return types.stream().anyMatch(type -> type.getName().equals(name));
    }

    private boolean agrees(List<Class<?>> types, long position) {
        return position < types.size() && types.get((int) position).getName().equals(argument.textOrNull(TYPE));
    }

    private String positions() {
        int most = overloads.stream().mapToInt(List::size).max().orElse(0);
        return most == 0 ? "none: the method has no parameters" : "0 … " + (most - 1);
    }

    private String parameters() {
        return overloads.stream()
                .map(types -> types.stream().map(Class::getName).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(" or "));
    }
}
