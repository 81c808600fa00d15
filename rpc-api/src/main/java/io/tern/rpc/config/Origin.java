// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a value was written, so that messages and reports can send the reader to the right line of the right file.
 *
 * @param element what holds the value, as its author would call it: {@code dubbo:method name "findFoo"}, {@code system property}
 * @param id the bean id of that element, or what identifies it best; null if nothing does
 * @param attribute the attribute, parameter key or property name; null if the origin is a whole element
 * @param resource the file, as Spring or the loader names it; null if the value came from code
 */
public record Origin(
        String element,
        @Nullable String id,
        @Nullable String attribute,
        @Nullable String resource) {
    /** The origin of everything that nobody wrote. */
    public static final Origin BUILT_IN = new Origin("built-in default", null, null, null);

    /** The same element, another attribute. */
    public Origin attribute(String name) {
        return new Origin(element, id, name, resource);
    }

    /** Reads like {@code <dubbo:method name "findFoo"> of "fooService", attribute timeout, in consumer.xml}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(element);
        if (id != null) {
            text.append(" \"").append(id).append('"');
        }
        if (attribute != null) {
            text.append(", attribute ").append(attribute);
        }
        if (resource != null) {
            text.append(", in ").append(resource);
        }
        return text.toString();
    }
}
