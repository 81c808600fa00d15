// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a consumer calls one method, or all methods that have no settings of their own.
 *
 * @param name the method's name, all overloads; {@code *} for the reference's defaults
 * @param timeoutMillis 1 or more
 * @param retries 0 or more
 * @param async return at once, result through a future
 * @param oneWay ask for no reply ({@code return="false"}); wins over {@code async}
 * @param sent wait until the request is written, where the call does not wait for a reply
 * @param actives most calls at a time for each overload; 0: no limit
 * @param loadBalance name of the load balancer
 * @param sticky stay with one provider as long as it lives
 * @param mock what stands in when no provider answers, as written; null: nothing
 * @param merger how the results of several groups become one, as written; null: not at all
 * @param forks parallel calls of the cluster forking, 1 or more
 * @param failbackTasks most calls that the cluster failback keeps, 1 or more
 * @param cache name of the kind of result cache; null: none
 * @param validation name of the kind of argument check; null: none
 * @param arguments what is said about parameters; never null
 * @param onInvoke called before the call is sent; null if none
 * @param onReturn called with the result; null if none
 * @param onThrow called with the error; null if none
 * @param parameters {@code dubbo:parameter} entries of the method, its reference and its consumer, of which the nearest
 *     counts, and what a provider says about those that it may decide, such as {@code hash.arguments}; never null
 * @param origins by attribute name, where each value was written; never null
 */
public record MethodSettings(
        String name,
        int timeoutMillis,
        int retries,
        boolean async,
        boolean oneWay,
        boolean sent,
        int actives,
        String loadBalance,
        boolean sticky,
        @Nullable String mock,
        @Nullable String merger,
        int forks,
        int failbackTasks,
        @Nullable String cache,
        @Nullable String validation,
        List<ArgumentSettings> arguments,
        @Nullable HookSettings onInvoke,
        @Nullable HookSettings onReturn,
        @Nullable HookSettings onThrow,
        Map<String, String> parameters,
        Map<String, Origin> origins) {
    public MethodSettings {
        arguments = List.copyOf(arguments);
        parameters = Map.copyOf(parameters);
        origins = Map.copyOf(origins);
    }

    /** The same with another number of parallel calls. */
    public MethodSettings withForks(int otherForks) {
        return new MethodSettings(
                name,
                timeoutMillis,
                retries,
                async,
                oneWay,
                sent,
                actives,
                loadBalance,
                sticky,
                mock,
                merger,
                otherForks,
                failbackTasks,
                cache,
                validation,
                arguments,
                onInvoke,
                onReturn,
                onThrow,
                parameters,
                origins);
    }

    /** Without the parameters, among which a token can be. */
    @Override
    public String toString() {
        return "method " + name;
    }
}
