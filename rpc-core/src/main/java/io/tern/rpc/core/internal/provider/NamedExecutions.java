// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.log.SafeText;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The running calls of a generic service, which all come by one method, counted by the names of those that they mean.
 * Thread-safe; keeps nothing about a name by which no call runs, since consumers can make names up.
 */
final class NamedExecutions {
    private static final String EXECUTES = "executes";

    private final ServiceSettings service;
    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    private NamedExecutions(ServiceSettings service) {
        this.service = service;
    }

    /** Null if the service is none, or has no limit for a named method. */
    static @Nullable NamedExecutions of(ServiceSettings service) {
        boolean limited = service.style().isGeneric()
                && (service.defaults().executes() > 0
                        || service.methods().values().stream()
                                .anyMatch(
                                        method -> method.executes() > 0 && !GenericDispatch.isGeneric(method.name())));
        return limited ? new NamedExecutions(service) : null;
    }

    /** What counts for all calls of the method that carries them: what is written there, not what holds for each method. */
    ServiceMethodSettings ofAll(ServiceMethodSettings carrier) {
        boolean own = !Objects.equals(
                carrier.origins().get(EXECUTES), service.defaults().origins().get(EXECUTES));
        return own
                ? carrier
                : new ServiceMethodSettings(
                        carrier.name(),
                        carrier.timeoutMillis(),
                        0,
                        carrier.validation(),
                        carrier.arguments(),
                        carrier.parameters(),
                        carrier.origins());
    }

    /** The name that a call of {@code $invoke} brings. */
    static String name(@Nullable Object[] arguments) {
        return arguments.length > 0 && arguments[0] instanceof String name ? name : "";
    }

    /** Takes a place; null if there is one, otherwise what to tell the consumer. */
    @Nullable
    String enter(String name) {
        ServiceMethodSettings settings = service.method(name);
        int limit = settings.executes();
        if (limit <= 0) {
            return null;
        }
        boolean[] entered = {false};
        running.compute(name, (key, count) -> {
            int before = count == null ? 0 : count;
            entered[0] = before < limit;
            return entered[0] ? Integer.valueOf(before + 1) : count;
        });
        return entered[0]
                ? null
                : ServerErrors.tooManyAtATime(
                        service.service().interfaceName() + "#" + SafeText.of(name), limit, settings);
    }

    /** Gives back the place that {@link #enter} took. */
    void exit(String name) {
        running.computeIfPresent(name, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    /** How many names calls run by. */
    int names() {
        return running.size();
    }
}
