// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import org.jspecify.annotations.Nullable;

/**
 * What {@code dubbo:argument} says about parameters of a method.
 *
 * @param index the position from 0; -1: all parameters of the type
 * @param type the full name of the parameter's class; null: whatever stands at the position
 * @param callback true: the provider may call the argument back; false: not any more
 */
public record ArgumentSettings(int index, @Nullable String type, boolean callback) {
    /** Whether a parameter is meant. */
    public boolean matches(int position, Class<?> parameterType) {
        return (index < 0 || index == position)
                && (type == null || type.equals(parameterType.getName()))
                && (index >= 0 || type != null);
    }
}
