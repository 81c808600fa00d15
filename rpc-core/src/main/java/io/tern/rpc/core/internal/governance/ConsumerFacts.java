// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask about the consumer.
 *
 * @param application its application's name
 * @param host its address, as it stands in its own entry in the registry
 * @param service what it calls; the group may be a comma list or {@code *}, the version {@code *}
 * @param parameters the other parameters of its entry; {@code dubbo.tag} and {@code dubbo.force.tag} are those of the
 *     reference
 */
public record ConsumerFacts(String application, String host, ServiceKey service, Map<String, String> parameters) {
    static final String ANY = "*";

    public ConsumerFacts {
        requireNonNull(application, "application");
        requireNonNull(host, "host");
        requireNonNull(service, "service");
        parameters = Map.copyOf(parameters);
    }

    /** The value of one key of Dubbo's consumer entry; null if it has none. */
    @Nullable
    String value(String key) {
        return switch (key) {
            case "protocol", "side" -> "consumer";
            case "host", "address" -> host;
            case "application" -> application;
            case "path", "interface" -> service.interfaceName();
            case "group" -> service.group();
            case "version" -> service.version();
            default -> {
                String value = parameters.get(key);
                yield value == null || value.isBlank() ? null : value;
            }
        };
    }

    /** Whether a registry's rule is for this consumer's service and switched on: what Dubbo's registries compare. */
    boolean concerns(DubboUrl rule) {
        ServiceKey about = new ServiceKey(rule.parameter("group"), rule.interfaceName(), rule.parameter("version"));
        return !"false".equalsIgnoreCase(rule.parameter("enabled"))
                && (about.interfaceName().equals(ANY) || about.interfaceName().equals(service.interfaceName()))
                && isAmong(service.group(), about.group())
                && (ANY.equals(service.version()) || isEqual(service.version(), about.version()));
    }

    private static boolean isAmong(@Nullable String wanted, @Nullable String group) {
        if (wanted == null || group == null || ANY.equals(wanted)) {
            return ANY.equals(wanted) || isEqual(wanted, group);
        }
        for (String one : wanted.split(",", -1)) {
            if (one.trim().equals(group)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEqual(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }

    /** {@code interface:version:group}, empty parts kept: the key of the service's rules in a config center. */
    String serviceRuleKey() {
        return service.interfaceName() + ":" + orEmpty(service.version()) + ":" + orEmpty(service.group());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
