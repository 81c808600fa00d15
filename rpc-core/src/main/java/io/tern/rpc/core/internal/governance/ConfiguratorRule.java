// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that changes parameters.
 *
 * @param form where it was written, which decides what its host means
 * @param absent set only what nobody set
 * @param host {@code 0.0.0.0}: any
 * @param port 0: none
 * @param side {@code consumer} or {@code provider}; null or {@code *}: both
 * @param application the only consumer application; null, {@code *} or {@code any}: all
 * @param service the only service; null: any
 * @param providerAddresses the only providers; empty: all
 * @param conditions parameters that must have these values
 * @param parameters what to set
 * @param priority higher wins
 */
record ConfiguratorRule(
        Form form,
        boolean absent,
        String host,
        int port,
        @Nullable String side,
        @Nullable String application,
        @Nullable ServiceKey service,
        List<String> providerAddresses,
        Map<String, String> conditions,
        Map<String, String> parameters,
        int priority) {
    static final String ANY_HOST = "0.0.0.0";

    private static final String CONSUMER = "consumer";
    private static final char CONDITION = '~';

    /** Say to whom a rule applies, how it is stored, or what it is about; never what is to be set. */
    private static final Set<String> NO_PARAMETERS = Set.of(
            "anyhost",
            "application",
            "category",
            "check",
            "compatible_config",
            "configVersion",
            "dynamic",
            "enabled",
            "group",
            "interface",
            "interfaces",
            "name",
            "priority",
            "providerAddresses",
            "services",
            "side",
            "version");

    /** How the part before the slash is meant. */
    enum Form {
        /** With a port a provider, without one a consumer or {@code 0.0.0.0}. */
        BEFORE_2_7,
        /** By {@code side}, which must be there: the consumer's or the provider's own address. */
        SINCE_2_7
    }

    /** The order in which Dubbo applies rules: of one host after those of all, then by priority. */
    static int compare(ConfiguratorRule one, ConfiguratorRule other) {
        int byHost = one.host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(one.priority, other.priority);
    }

    /**
     * Those of the fields that are to be set.
     *
     * @throws IllegalArgumentException if one cannot be part of a provider's entry
     */
    static Map<String, String> parameters(Map<String, String> fields) {
        Map<String, String> parameters = new HashMap<>();
        fields.forEach((key, value) -> {
            if (NO_PARAMETERS.contains(key) || key.charAt(0) == CONDITION || value.isBlank()) {
                return;
            }
            if (key.indexOf('&') >= 0 || key.indexOf('=') >= 0 || value.indexOf('&') >= 0) {
                throw new IllegalArgumentException("it sets a parameter to a value with &");
            }
            parameters.put(key, value);
        });
        return Map.copyOf(parameters);
    }

    /** Those of the fields that are conditions, without the tilde. */
    static Map<String, String> conditions(Map<String, String> fields) {
        Map<String, String> conditions = new HashMap<>();
        fields.forEach((key, value) -> {
            if (key.charAt(0) == CONDITION && !ConsumerFacts.ANY.equals(value)) {
                conditions.put(key.substring(1), value);
            }
        });
        return Map.copyOf(conditions);
    }

    /** Whether it changes what this consumer sees of this provider, which has this key. */
    boolean concerns(DubboUrl provider, ServiceKey key, ConsumerFacts consumer) {
        return concernsHost(provider, consumer)
                && concernsApplication(consumer)
                && (service == null || service.equals(key))
                && concernsAddress(provider)
                && conditionsHold(provider, consumer);
    }

    private boolean concernsHost(DubboUrl provider, ConsumerFacts consumer) {
        boolean any = host.equals(ANY_HOST);
        if (form == Form.SINCE_2_7) {
            return CONSUMER.equals(side) && port == 0 && (any || host.equals(consumer.host()));
        }
        if (side != null && !side.equals(ConsumerFacts.ANY) && !side.equals(CONSUMER)) {
            return false;
        }
        if (port != 0) {
            return port == provider.port() && (any || host.equals(provider.host()));
        }
        return any || host.equals(consumer.host());
    }

    private boolean concernsApplication(ConsumerFacts consumer) {
        return application == null
                || application.equals(ConsumerFacts.ANY)
                || application.equals("any")
                || application.equals(consumer.application());
    }

    private boolean concernsAddress(DubboUrl provider) {
        if (providerAddresses.isEmpty()) {
            return true;
        }
        for (String address : providerAddresses) {
            if (address.equals(provider.address())
                    || address.equals(provider.host())
                    || address.equals(ANY_HOST)
                    || address.equals(ANY_HOST + ":*")
                    || address.equals(ANY_HOST + ":" + provider.port())) {
                return true;
            }
        }
        return false;
    }

    /** Asked of the provider's entry with the consumer's over it, which is what Dubbo's rules see. */
    private boolean conditionsHold(DubboUrl provider, ConsumerFacts consumer) {
        for (Map.Entry<String, String> condition : conditions.entrySet()) {
            String value = consumer.parameters().get(condition.getKey());
            if (value == null) {
                value = provider.parameter(condition.getKey());
            }
            if (!condition.getValue().equals(value)) {
                return false;
            }
        }
        return true;
    }
}
