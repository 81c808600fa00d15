// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.internal.governance.ConfiguratorRule.Form;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configurators of a registry: {@code override://0.0.0.0/demo.Api?category=configurators&timeout=3000}. Not thread-safe. */
final class RegistryConfigurators extends RegistryRules<ConfiguratorRule> {
    RegistryConfigurators(ConsumerFacts consumer, boolean skipsCompatible, RuleLog log) {
        super(consumer, skipsCompatible, log);
    }

    @Override
    boolean concerns(DubboUrl entry, ConsumerFacts consumer) {
        return super.concerns(entry, consumer) || (isBare(entry) && entry.path().isEmpty());
    }

    private static boolean isBare(DubboUrl entry) {
        Map<String, String> fields = entry.parameters();
        return fields.isEmpty() || fields.keySet().equals(Set.of("anyhost"));
    }

    /** {@code override://0.0.0.0/} and the like take back what comes before them. */
    @Override
    void add(DubboUrl entry, List<ConfiguratorRule> rules) {
        if (isBare(entry)) {
            rules.clear();
        } else {
            rules.add(rule(entry));
        }
    }

    /** What one entry says, whether it stands in a registry or in a config center. */
    static ConfiguratorRule rule(DubboUrl entry) {
        boolean absent = entry.protocol().equals("absent");
        if (!absent && !entry.protocol().equals("override")) {
            throw new IllegalArgumentException("it is of a kind that Tern does not have; known: override, absent");
        }
        if (entry.host().isEmpty()) {
            throw new IllegalArgumentException("it has no host; write 0.0.0.0 for all");
        }
        String addresses = entry.parameter("providerAddresses");
        return new ConfiguratorRule(
                entry.parameter("configVersion") == null ? Form.BEFORE_2_7 : Form.SINCE_2_7,
                absent,
                entry.host(),
                entry.port(),
                entry.parameter("side"),
                entry.parameter("application"),
                service(entry),
                addresses == null ? List.of() : List.of(addresses.split(",")),
                ConfiguratorRule.conditions(entry.parameters()),
                ConfiguratorRule.parameters(entry.parameters()),
                RegistryRoutes.priority(entry));
    }

    private static @Nullable ServiceKey service(DubboUrl entry) {
        String name = entry.interfaceName();
        return name.equals(ConsumerFacts.ANY) || name.isEmpty()
                ? null
                : new ServiceKey(entry.parameter("group"), name, entry.parameter("version"));
    }

    @Override
    List<ConfiguratorRule> finish(List<ConfiguratorRule> rules) {
        rules.sort(ConfiguratorRule::compare);
        return super.finish(rules);
    }
}
