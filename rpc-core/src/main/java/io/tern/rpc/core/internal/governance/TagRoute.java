// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.Endpoint;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings calls with a tag to providers with that tag, and the others to those without.
 *
 * <p>As Dubbo's, but for providers of several applications: Dubbo obeys the rule of the first provider's application for all
 * of them, this obeys each application's rule for its own.
 *
 * @param rules by provider application; none: only the tags count that providers were started with
 */
record TagRoute(Map<String, TagRule> rules) implements RouteStep {
    @Override
    public List<EndpointInvoker> narrow(List<EndpointInvoker> providers, Invocation call, CallTag tag) {
        List<EndpointInvoker> chosen = tag.name().isEmpty() ? untagged(providers) : tagged(providers, tag);
        return chosen.size() == providers.size() ? providers : chosen;
    }

    private List<EndpointInvoker> untagged(List<EndpointInvoker> providers) {
        List<EndpointInvoker> chosen = new ArrayList<>(providers.size());
        for (EndpointInvoker provider : providers) {
            TagRule rule = rule(provider.endpoint());
            String started = ProviderFacts.tag(provider.endpoint());
            // Where there is a rule, a tag that it does not name has no meaning any more.
            boolean free = rule == null
                    ? started.isEmpty()
                    : !isGrouped(rule, provider.endpoint()) && !rule.groups().containsKey(started);
            if (free) {
                chosen.add(provider);
            }
        }
        return chosen;
    }

    private List<EndpointInvoker> tagged(List<EndpointInvoker> providers, CallTag tag) {
        TagRoute naming = new TagRoute(rulesThatName(tag.name(), providers));
        List<EndpointInvoker> chosen = new ArrayList<>();
        for (EndpointInvoker provider : providers) {
            TagRule rule = naming.rule(provider.endpoint());
            boolean has = rule == null
                    ? tag.name().equals(ProviderFacts.tag(provider.endpoint()))
                    : isIn(rule, tag.name(), provider.endpoint());
            if (has) {
                chosen.add(provider);
            }
        }
        if (!chosen.isEmpty() || tag.forced()) {
            return chosen;
        }
        for (EndpointInvoker provider : providers) {
            TagRule namingRule = naming.rule(provider.endpoint());
            boolean kept = namingRule != null && namingRule.force();
            TagRule rule = rule(provider.endpoint());
            boolean grouped = rule != null && isGrouped(rule, provider.endpoint());
            if (!kept && !grouped && ProviderFacts.tag(provider.endpoint()).isEmpty()) {
                chosen.add(provider);
            }
        }
        return chosen;
    }

    /** A group by addresses has its tag in any case; one by match only if somebody matches, else the rule does not name it. */
    private Map<String, TagRule> rulesThatName(String tag, List<EndpointInvoker> providers) {
        Map<String, TagRule> naming = new HashMap<>();
        rules.forEach((application, rule) -> {
            TagRule.Group group = rule.groups().get(tag);
            if (group != null && (!group.addresses().isEmpty() || hasMember(group, application, providers))) {
                naming.put(application, rule);
            }
        });
        return naming;
    }

    private static boolean hasMember(TagRule.Group group, String application, List<EndpointInvoker> providers) {
        for (EndpointInvoker provider : providers) {
            if (application.equals(ProviderFacts.application(provider.endpoint()))
                    && group.contains(provider.endpoint())) {
                return true;
            }
        }
        return false;
    }

    private @Nullable TagRule rule(Endpoint provider) {
        String application = rules.isEmpty() ? null : ProviderFacts.application(provider);
        return application == null ? null : rules.get(application);
    }

    private static boolean isIn(TagRule rule, String tag, Endpoint provider) {
        TagRule.Group group = rule.groups().get(tag);
        return group != null && group.contains(provider);
    }

    private static boolean isGrouped(TagRule rule, Endpoint provider) {
        for (TagRule.Group group : rule.groups().values()) {
            if (group.contains(provider)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int priority() {
        return TAGS;
    }

    @Override
    public boolean changesByCall() {
        return false;
    }
}
