// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.internal.directory.Configurators;
import io.tern.rpc.core.internal.directory.Overrides;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurators in the order in which they apply: what a later one sets replaces what an earlier one did. */
record ConfiguratorTable(List<ConfiguratorRule> rules, ConsumerFacts consumer) implements Configurators {
    private static final String DISABLED = "disabled";

    @Override
    public Overrides of(DubboUrl provider) {
        ServiceKey key =
                new ServiceKey(provider.parameter("group"), provider.interfaceName(), provider.parameter("version"));
        Map<String, String> override = new HashMap<>();
        Map<String, String> absent = new HashMap<>();
        for (ConfiguratorRule rule : rules) {
            if (rule.concerns(provider, key, consumer)) {
                if (rule.absent()) {
                    rule.parameters().forEach(absent::putIfAbsent);
                } else {
                    override.putAll(rule.parameters());
                }
            }
        }
        if (override.isEmpty() && absent.isEmpty()) {
            return Overrides.NONE;
        }
        String disabled = override.get(DISABLED);
        if (disabled == null && provider.parameter(DISABLED) == null) {
            disabled = absent.get(DISABLED);
        }
        return new Overrides(override, absent, Boolean.parseBoolean(disabled));
    }
}
