// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.internal.governance.ConfiguratorRule.Form;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the configurators of a config center: {@code KEY.configurators}. */
final class ConfiguratorRules {
    private static final Set<String> FIELDS = Set.of(
            "configVersion", "scope", "key", "enabled", "runtime", "valid", "priority", "dynamic", "force", "configs");
    private static final Set<String> CONFIG_FIELDS = Set.of(
            "type", "enabled", "side", "addresses", "providerAddresses", "services", "applications", "parameters");
    private static final Set<String> TYPES = Set.of("general", "weight", "balancing", "disabled");

    /** One rule is made for each combination of what a configurator names, so that a short text could ask for millions. */
    private static final long MOST_RULES = 1_000;

    private final RuleTree rule;
    private final boolean ofApplication;
    private final String key;
    private final List<ConfiguratorRule> rules = new ArrayList<>();
    private long combinations;

    private ConfiguratorRules(RuleTree rule) {
        this.rule = rule;
        String scope = rule.text("scope");
        this.ofApplication = "application".equals(scope);
        if (scope != null && !ofApplication && !scope.equals("service")) {
            throw rule.wrong("scope", "is neither application nor service");
        }
        this.key = required(rule, "key");
    }

    /**
     * Reads a rule: a map, or a list of texts as they stand in registries.
     *
     * @return in the order in which they apply
     * @throws IllegalArgumentException if it is not understood completely
     */
    static List<ConfiguratorRule> parse(@Nullable Object tree) {
        List<ConfiguratorRule> rules = new ArrayList<>();
        if (tree instanceof List<?> entries) {
            for (Object entry : entries) {
                if (!(entry instanceof String text)) {
                    throw new IllegalArgumentException("the rule is a list, but not one of override://");
                }
                DubboUrl url = DubboUrl.parse(text);
                if (!"false".equalsIgnoreCase(url.parameter("enabled"))) {
                    rules.add(RegistryConfigurators.rule(url));
                }
            }
        } else {
            RuleTree rule = RuleTree.of(tree);
            rule.allowVersions();
            rule.allow(FIELDS);
            rules.addAll(new ConfiguratorRules(rule).read());
        }
        rules.sort(ConfiguratorRule::compare);
        return List.copyOf(rules);
    }

    private List<ConfiguratorRule> read() {
        boolean enabled = rule.flag("enabled", true);
        for (RuleTree config : rule.parts("configs")) {
            config.allow(CONFIG_FIELDS); // v3.0's match is among those that are not known
            String type = config.text("type");
            if (type != null && !TYPES.contains(type)) {
                throw config.wrong("type", "is none of " + TYPES);
            }
            boolean ofItself = type != null && !type.equals("general");
            boolean itsOwn = config.flag("enabled", true);
            int before = rules.size();
            addAll(config);
            if (!(ofItself ? itsOwn : enabled)) {
                rules.subList(before, rules.size()).clear();
            }
        }
        return rules;
    }

    private void addAll(RuleTree config) {
        if (!config.has("parameters")) {
            throw config.wrong("parameters", "is missing");
        }
        Map<String, String> fields = config.part("parameters").scalars();
        if (fields.isEmpty() || fields.containsKey("")) {
            throw config.wrong("parameters", "is empty or has an empty key");
        }
        List<String> services = ofApplication ? orAny(config.texts("services")) : List.of(key);
        List<String> applications = ofApplication ? List.of(key) : orAny(config.texts("applications"));
        List<String> written = config.texts("addresses");
        List<String> addresses = written.isEmpty() ? List.of(ConfiguratorRule.ANY_HOST) : written;
        combinations += (long) addresses.size() * services.size() * applications.size();
        if (combinations > MOST_RULES) {
            throw rule.wrong(
                    "configs", "has more than " + MOST_RULES + " combinations of addresses, services and applications");
        }
        for (String address : addresses) {
            for (String service : services) {
                for (String application : applications) {
                    rules.add(rule(config, address, service, application, fields));
                }
            }
        }
    }

    private static ConfiguratorRule rule(
            RuleTree config, String address, String service, String application, Map<String, String> fields) {
        DubboUrl host = DubboUrl.parse("override://" + address);
        if (host.host().isEmpty() || !host.address().equals(address)) {
            throw config.wrong("addresses", "has an element that is no address");
        }
        return new ConfiguratorRule(
                Form.SINCE_2_7,
                false,
                host.host(),
                host.port(),
                config.text("side"),
                application,
                service(service),
                List.copyOf(config.texts("providerAddresses")),
                ConfiguratorRule.conditions(fields),
                ConfiguratorRule.parameters(fields),
                0);
    }

    /** {@code group/interface:version}; null: any. */
    private static @Nullable ServiceKey service(String key) {
        if (key.equals(ConsumerFacts.ANY)) {
            return null;
        }
        int slash = key.indexOf('/');
        int colon = key.indexOf(':', slash + 1);
        return new ServiceKey(
                slash < 0 ? null : key.substring(0, slash),
                key.substring(slash + 1, colon < 0 ? key.length() : colon),
                colon < 0 ? null : key.substring(colon + 1));
    }

    private static List<String> orAny(List<String> names) {
        return names.isEmpty() ? List.of(ConsumerFacts.ANY) : names;
    }

    private static String required(RuleTree tree, String field) {
        String text = tree.text(field);
        if (text == null || text.isBlank()) {
            throw tree.wrong(field, "is missing");
        }
        return text;
    }
}
