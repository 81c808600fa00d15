// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.ArgumentSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is said about callback arguments of an interface: by elements, and in Dubbo's form by providers, as {@code
 * METHOD.INDEX.callback}. Immutable.
 *
 * @param overloads by the name of a method, the types of its parameters, for each method of that name
 * @param own by method, what the elements of the reference or service say
 */
record CallbackArguments(Map<String, List<List<Class<?>>>> overloads, Map<String, List<ArgumentSettings>> own) {
    /** The last part of the parameter's name. */
    static final String NAME = "callback";

    /** What a service's entry says. */
    Map<String, String> published() {
        Map<String, String> entry = new HashMap<>();
        own.forEach((name, arguments) -> overloads(name).forEach(parameters -> {
            for (int i = 0; i < parameters.size(); i++) {
                Class<?> parameter = parameters.get(i);
                for (ArgumentSettings argument : arguments) {
                    if (parameter.isInterface() && argument.matches(i, parameter)) {
                        entry.putIfAbsent(key(name, i), Boolean.toString(argument.callback()));
                    }
                }
            }
        }));
        return entry;
    }

    /**
     * What counts for calls of a method. The elements of a reference decide only about providers that it names itself: who is
     * found in a registry says what he does with arguments.
     *
     * @param said the text of a parameter, by its key; null if nobody says anything
     * @param direct whether the reference itself names its provider
     */
    List<ArgumentSettings> of(String name, UnaryOperator<@Nullable String> said, boolean direct) {
        List<ArgumentSettings> written = own.getOrDefault(name, List.of());
        List<ArgumentSettings> counting = new ArrayList<>();
        int most = overloads(name).stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < most; i++) {
            String text = said.apply(key(name, i));
            if (isLegal(text) && (direct || mayOthersDecide(name, i, written))) {
                counting.add(new ArgumentSettings(
                        i, null, Boolean.parseBoolean(String.valueOf(text).strip())));
            }
        }
        if (direct) {
            counting.addAll(written);
        }
        return counting;
    }

    /** Whether a text means anything. */
    static boolean isLegal(@Nullable String text) {
        return text != null
                && (text.strip().equalsIgnoreCase("true") || text.strip().equalsIgnoreCase("false"));
    }

    /**
     * Lists, maps and other interfaces of the JDK are values as a rule: whoever can write into a registry shall not be able to
     * reach into those of this process.
     */
    private boolean mayOthersDecide(String name, int index, List<ArgumentSettings> written) {
        return overloads(name).stream()
                .filter(types -> index < types.size())
                .map(types -> types.get(index))
                .allMatch(parameter ->
                        !isJdk(parameter) || written.stream().anyMatch(argument -> argument.matches(index, parameter)));
    }

    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private List<List<Class<?>>> overloads(String name) {
        return overloads.getOrDefault(name, List.of());
    }

    private static String key(String name, int index) {
        return name + "." + index + "." + NAME;
    }
}
