// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import java.util.List;

/**
 * A key of a provider's parameters, taken apart: {@code default.findFoo.timeout}.
 *
 * @param ofDefaults whether {@code default.} stands in front, with which Dubbo 2.6 marks provider-wide values
 * @param method the method it is about; empty: all
 * @param name the setting; a few have a dot in their own name. {@code findFoo.0.callback} is the setting callback of the method
 */
record ParameterKey(boolean ofDefaults, String method, String name) {
    private static final String DEFAULTS = "default.";
    private static final List<String> DOTTED =
            List.of("connect.timeout", "hash.arguments", "hash.nodes", "reference.filter", "invoker.listener");

    static ParameterKey of(String key) {
        boolean ofDefaults = key.startsWith(DEFAULTS);
        String rest = ofDefaults ? key.substring(DEFAULTS.length()) : key;
        for (String dotted : DOTTED) {
            if (rest.equals(dotted)) {
                return new ParameterKey(ofDefaults, "", dotted);
            }
            if (rest.endsWith(dotted) && rest.charAt(rest.length() - dotted.length() - 1) == '.') {
                return new ParameterKey(ofDefaults, rest.substring(0, rest.length() - dotted.length() - 1), dotted);
            }
        }
        int dot = rest.lastIndexOf('.');
        String method = dot < 0 ? "" : rest.substring(0, dot);
        String name = rest.substring(dot + 1);
        return new ParameterKey(ofDefaults, name.equals(CallbackArguments.NAME) ? withoutIndex(method) : method, name);
    }

    private static String withoutIndex(String method) {
        int dot = method.lastIndexOf('.');
        boolean indexed = dot > 0 && method.substring(dot + 1).chars().allMatch(Character::isDigit);
        return indexed ? method.substring(0, dot) : method;
    }

    /** All that stands in front of the name. */
    String prefix() {
        return (ofDefaults ? DEFAULTS : "") + (method.isEmpty() ? "" : method + ".");
    }
}
