// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that is known about one attribute of one element.
 *
 * @param element the element it belongs to
 * @param name its name
 * @param aliases other spellings that mean the same
 * @param required whether the element cannot do without it; another source than XML may supply it
 * @param type its form and range
 * @param defaultText what applies when it is not written, for people; empty when there is nothing to say
 * @param tier how much it matters
 * @param treatment what this release does with it, unless a rule says otherwise for a value
 * @param reason why, as a part of a sentence; may be empty
 * @param rules what this release does with certain values; the first that fits applies
 * @param documentation what it means, in one or more sentences
 */
public record AttributeSpec(
        ElementKind element,
        String name,
        List<String> aliases,
        boolean required,
        AttributeType type,
        String defaultText,
        Tier tier,
        Treatment treatment,
        String reason,
        List<ValueRule> rules,
        String documentation) {
    public AttributeSpec {
        aliases = List.copyOf(aliases);
        rules = List.copyOf(rules);
    }

    /** Whether the value must never appear in a message or log line. */
    public boolean isSecret() {
        return type.form().isSecret();
    }

    /** The values that the rules list literally with this treatment, in their order. */
    public List<String> valuesWith(Treatment wanted) {
        List<String> values = new ArrayList<>();
        for (ValueRule rule : rules) {
            if (rule.treatment() == wanted) {
                values.addAll(rule.literals());
            }
        }
        return values;
    }

    /** The names that are legal in Dubbo; empty when the attribute is no choice. Of the words that switch off, only {@code false} is listed. */
    public List<String> legalNames() {
        List<String> names = new ArrayList<>();
        if (type.form().isClosed()) {
            for (ValueRule rule : rules) {
                names.addAll(rule.treatment() == Treatment.OFF ? List.of("false") : rule.literals());
            }
        }
        return names;
    }

    /** Which texts are legal, as the end of the sentence "it is …". */
    public String legal() {
        String base = type.description();
        return type.form().isClosed() ? base + " " + String.join(", ", legalNames()) : base;
    }

    /** The codes that a wrong value of this attribute can lead to, here or when the references to other things are followed. */
    public Set<ConfigCode> wrongValueCodes() {
        Set<ConfigCode> codes = EnumSet.noneOf(ConfigCode.class);
        codes.addAll(type.form().codes());
        if (required) {
            codes.add(ConfigCode.CFG_06);
        }
        boolean refusesValues = rules.stream()
                .anyMatch(rule ->
                        rule.treatment() == Treatment.REFUSED || rule.treatment() == Treatment.REFUSED_WHEN_USED);
        if (refusesValues || treatment == Treatment.REFUSED) {
            codes.add(ConfigCode.CFG_16);
        }
        if (rules.stream().anyMatch(rule -> rule.values().contains(ValueRule.ANY))) {
            codes.remove(ConfigCode.CFG_05);
        }
        return codes;
    }
}
