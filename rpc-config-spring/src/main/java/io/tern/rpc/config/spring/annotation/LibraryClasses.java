// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.util.List;

/** Classes that nobody annotates for us and whose interfaces are no services: those of Java, Kotlin and Spring. */
final class LibraryClasses {
    private static final List<String> PACKAGES =
            List.of("java.", "javax.", "jakarta.", "kotlin.", "org.springframework.", "org.aopalliance.");

    private LibraryClasses() {}

    static boolean contain(Class<?> type) {
        return PACKAGES.stream().anyMatch(type.getName()::startsWith);
    }
}
