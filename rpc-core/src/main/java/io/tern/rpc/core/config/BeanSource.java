// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import org.jspecify.annotations.Nullable;

/** Where {@code ref="…"}, {@code oninvoke="bean.method"} and user filters come from. Thread-safe after the start. */
public interface BeanSource {
    /** The class of a bean, found without creating it; null if there is no such bean. */
    @Nullable
    Class<?> typeOf(String name);

    /** Whether the bean is one object; prototypes cannot serve. */
    boolean isSingleton(String name);

    /** The bean, created now if need be. Called only for names that {@link #typeOf} knows. */
    Object bean(String name);
}
