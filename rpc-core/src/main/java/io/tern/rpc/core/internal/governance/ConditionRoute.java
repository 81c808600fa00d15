// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.Endpoint;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition rule: calls that match the left go to providers that match the right.
 *
 * @param when all must hold for the rule to apply; none: it always does
 * @param then all must hold for a provider to stay; none: nobody stays
 * @param force nobody stays if nobody matches; else everybody
 * @param priority the place in the chain
 * @param application the only providers it is about; null: all
 */
record ConditionRoute(
        List<CallCondition> when,
        List<Condition> then,
        boolean force,
        int priority,
        @Nullable String application) implements RouteStep {
    private static final String ARROW = "=>";

    /** A condition about the call or its consumer. */
    record CallCondition(CallValue subject, Condition condition) {}

    /**
     * Reads {@code left => right}. Without an arrow all is right; {@code true} on the left is as empty, {@code false} on the
     * right as well.
     *
     * @throws IllegalArgumentException says what is wrong, without repeating the text
     */
    static ConditionRoute parse(
            String rule, boolean force, int priority, @Nullable String application, ConsumerFacts consumer) {
        int arrow = rule.indexOf(ARROW);
        String left = arrow < 0 ? "" : rule.substring(0, arrow).trim();
        String right = rule.substring(arrow < 0 ? 0 : arrow + ARROW.length()).trim();
        if (arrow < 0 && right.isEmpty()) {
            throw new IllegalArgumentException("a condition rule is empty");
        }
        return new ConditionRoute(
                left.isEmpty() || left.equals("true") ? List.of() : when(left, consumer),
                right.isEmpty() || right.equals("false") ? List.of() : then(right, consumer),
                force,
                priority,
                application);
    }

    private static List<CallCondition> when(String text, ConsumerFacts consumer) {
        List<CallCondition> when = new ArrayList<>();
        for (Condition condition : ConditionText.parse(text, ConditionRoute::plainPattern)) {
            when.add(new CallCondition(CallValue.of(condition.key(), consumer), condition));
        }
        return List.copyOf(when);
    }

    private static ValuePattern plainPattern(String value) {
        if (value.startsWith("$")) {
            throw new IllegalArgumentException("the left side refers to the consumer by $, about which it is anyway");
        }
        return ValuePattern.of(value);
    }

    private static List<Condition> then(String text, ConsumerFacts consumer) {
        List<Condition> then = ConditionText.parse(text, value -> providerPattern(value, consumer));
        for (Condition condition : then) {
            if (condition.key().indexOf('[') >= 0) {
                throw new IllegalArgumentException("the right side asks for arguments or attachments of the call");
            }
        }
        return then;
    }

    private static ValuePattern providerPattern(String value, ConsumerFacts consumer) {
        if (!value.startsWith("$")) {
            return ValuePattern.of(value);
        }
        String referred = consumer.value(value.substring(1));
        return referred == null ? new ValuePattern.Nothing() : ValuePattern.Glob.of(referred);
    }

    @Override
    public List<EndpointInvoker> narrow(List<EndpointInvoker> providers, Invocation call, CallTag tag) {
        for (CallCondition condition : when) {
            if (!condition.condition().holds(condition.subject().of(call))) {
                return providers;
            }
        }
        List<EndpointInvoker> staying = new ArrayList<>(providers.size());
        boolean matched = false;
        for (EndpointInvoker provider : providers) {
            boolean concerned = concerns(provider.endpoint());
            if (!concerned || matches(provider.endpoint())) {
                staying.add(provider);
                matched |= concerned;
            }
        }
        boolean givesBack = !matched && !force && !then.isEmpty();
        return givesBack || staying.size() == providers.size() ? providers : staying;
    }

    private boolean concerns(Endpoint provider) {
        return application == null || application.equals(ProviderFacts.application(provider));
    }

    private boolean matches(Endpoint provider) {
        for (Condition condition : then) {
            if (!condition.holds(ProviderFacts.value(provider, condition.key()))) {
                return false;
            }
        }
        return !then.isEmpty();
    }

    @Override
    public boolean changesByCall() {
        return when.stream().anyMatch(condition -> condition.subject().changesByCall());
    }
}
