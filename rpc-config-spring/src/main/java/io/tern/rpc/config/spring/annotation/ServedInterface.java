// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The interface that a class serves when nobody says which.
 *
 * @param type the only one; null if there are none or several
 * @param wanted what to write then
 */
record ServedInterface(@Nullable Class<?> type, String wanted) {
    static ServedInterface of(Class<?> served) {
        if (served.isInterface()) {
            return new ServedInterface(served, "");
        }
        List<Class<?>> candidates = Stream.of(ClassUtils.getAllInterfacesForClass(served))
                .filter(type -> !LibraryClasses.contain(type))
                .toList();
        if (candidates.size() == 1) {
            return new ServedInterface(candidates.get(0), "");
        }
        String found = candidates.isEmpty()
                ? "implements none"
                : "implements "
                        + candidates.stream().map(Class::getName).sorted().collect(Collectors.joining(", "));
        return new ServedInterface(
                null, "the interface that is offered, as interfaceClass; " + served.getName() + ' ' + found);
    }
}
