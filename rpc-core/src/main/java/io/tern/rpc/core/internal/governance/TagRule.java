// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tag rule of one provider application: which of its providers have which tag at run time.
 *
 * @param force a tag that the rule names is never given up for providers without a tag
 * @param groups by tag
 */
record TagRule(boolean force, Map<String, Group> groups) {
    private static final Set<String> FIELDS = Set.of(
            "configVersion", "scope", "key", "force", "runtime", "enabled", "valid", "priority", "dynamic", "tags");
    private static final Set<String> TAG_FIELDS = Set.of("name", "addresses", "match");
    private static final Set<String> MATCH_FIELDS = Set.of("key", "value");

    /**
     * A condition about a provider's own parameter: {@code key: env, value: {exact: gray}}.
     *
     * @param test is given null where there is no such parameter
     */
    record Match(String key, Predicate<@Nullable String> test) {
        boolean holds(Endpoint provider) {
            return test.test(ProviderFacts.value(provider, key));
        }
    }

    /** Who has a tag: those at the addresses; without addresses, those that match. */
    record Group(List<AddressPattern> addresses, List<Match> matches) {
        boolean contains(Endpoint provider) {
            if (addresses.isEmpty()) {
                return !matches.isEmpty() && matches.stream().allMatch(match -> match.holds(provider));
            }
            return addresses.stream().anyMatch(address -> address.matches(provider.host(), provider.port()));
        }
    }

    /**
     * Reads a rule.
     *
     * @return nothing if it is switched off
     * @throws IllegalArgumentException if it is not understood completely
     */
    static Optional<TagRule> parse(@Nullable Object tree) {
        RuleTree rule = RuleTree.of(tree);
        rule.allowVersions();
        rule.allow(FIELDS);
        if (!rule.has("tags")) {
            throw rule.wrong("tags", "is missing");
        }
        Map<String, Group> groups = new LinkedHashMap<>();
        for (RuleTree tag : rule.parts("tags")) {
            tag.allow(TAG_FIELDS);
            String name = tag.text("name");
            if (name == null || name.isBlank()) {
                throw tag.wrong("name", "is missing");
            }
            if (groups.put(name, group(tag)) != null) {
                throw tag.wrong("name", "is there twice");
            }
        }
        boolean inForce = rule.flag("enabled", true) && rule.flag("valid", true);
        return inForce ? Optional.of(new TagRule(rule.flag("force", false), Map.copyOf(groups))) : Optional.empty();
    }

    private static Group group(RuleTree tag) {
        List<AddressPattern> addresses = new ArrayList<>();
        for (String address : tag.texts("addresses")) {
            addresses.add(AddressPattern.of(address.trim()));
        }
        List<Match> matches = new ArrayList<>();
        for (RuleTree match : tag.parts("match")) {
            matches.add(match(match));
        }
        return new Group(List.copyOf(addresses), List.copyOf(matches));
    }

    private static Match match(RuleTree match) {
        match.allow(MATCH_FIELDS);
        String key = match.text("key");
        if (key == null || key.isBlank()) {
            throw match.wrong("key", "is missing");
        }
        Map<String, String> value = match.part("value").scalars();
        if (value.size() != 1) {
            throw match.wrong("value", "does not have exactly one of exact, prefix, wildcard, empty and noempty");
        }
        Map.Entry<String, String> test = value.entrySet().iterator().next();
        return new Match(key, test(match, test.getKey(), test.getValue()));
    }

    private static Predicate<@Nullable String> test(RuleTree match, String kind, String operand) {
        return switch (kind) {
            case "exact" -> value -> operand.equals(value);
            case "prefix" -> value -> value != null && value.startsWith(operand);
            case "wildcard" -> {
                ValuePattern pattern = ValuePattern.of(operand);
                yield value -> value != null && pattern.matches(value);
            }
            case "empty" -> value -> value == null || value.isEmpty();
            case "noempty" -> value -> value != null && !value.isEmpty(); // as Dubbo writes it
            default -> throw match.wrong("value." + kind, "is a kind of match that Tern does not have");
        };
    }
}
