// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a provider serves one method, or all methods that have no settings of their own.
 *
 * @param name the method's name, all overloads; {@code *} for the service's defaults
 * @param timeoutMillis the deadline of a request that does not bring its own; 1 or more
 * @param executes most executions at a time for each overload; 0: no limit
 * @param validation name of the kind of argument check; null: none
 * @param arguments what is said about parameters; never null
 * @param parameters {@code dubbo:parameter} entries of the method, its service and its provider, of which the nearest counts;
 *     never null
 * @param origins by attribute name, where each value was written; never null
 */
public record ServiceMethodSettings(
        String name,
        int timeoutMillis,
        int executes,
        @Nullable String validation,
        List<ArgumentSettings> arguments,
        Map<String, String> parameters,
        Map<String, Origin> origins) {
    public ServiceMethodSettings {
        arguments = List.copyOf(arguments);
        parameters = Map.copyOf(parameters);
        origins = Map.copyOf(origins);
    }

    /** Without the parameters, among which a token can be. */
    @Override
    public String toString() {
        return "method " + name;
    }
}
