// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.Scope;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.inprocess.LocalServices;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The services of a configuration that references of the process can call inside, looked through once for all references
 * that are resolved together.
 */
final class OfferedServices {
    private final ConfigModel model;
    /** Null until the first question: who has no reference without an address asks none. */
    private @Nullable Map<String, Set<ServiceKey>> byInterface;

    OfferedServices(ConfigModel model) {
        this.model = model;
    }

    /** Whether one of them is what a reference wants. */
    boolean has(ServiceKey wanted) {
        if (byInterface == null) {
            byInterface = byInterface();
        }
        Set<ServiceKey> offered = byInterface.getOrDefault(wanted.interfaceName(), Set.of());
        // As a rule it is the very key; the rest is for groups and versions that stand for several.
        return offered.contains(wanted) || offered.stream().anyMatch(key -> LocalServices.matches(wanted, key));
    }

    private Map<String, Set<ServiceKey>> byInterface() {
        Map<String, Set<ServiceKey>> all = new HashMap<>();
        for (CheckedElement service : model.all(ElementKind.SERVICE)) {
            String name = service.textOrNull("interface");
            CheckedElement provider = model.defaultsOf(service, ElementKind.PROVIDER);
            Ranks ranks = new Ranks(provider == null ? List.of(service) : List.of(service, provider));
            boolean offered = ServiceResolver.scope(ranks) != Scope.REMOTE && ranks.flag("export", true);
            if (name != null && offered) {
                all.computeIfAbsent(name, of -> new LinkedHashSet<>()).add(ServiceResolver.key(ranks, name));
            }
        }
        return all;
    }
}
