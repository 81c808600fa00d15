// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.util.Map;

/**
 * How a provider serves one method, or all methods that have no settings of their own.
 *
 * @param name the method's name, all overloads; {@code *} for the service's defaults
 * @param timeoutMillis the deadline of a request that does not bring its own; 1 or more
 * @param executes most executions at a time for each overload; 0: no limit
 * @param origins by attribute name, where each value was written; never null
 */
public record ServiceMethodSettings(String name, int timeoutMillis, int executes, Map<String, Origin> origins) {
    public ServiceMethodSettings {
        origins = Map.copyOf(origins);
    }
}
