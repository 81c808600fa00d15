// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.Endpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What routes may ask about a provider. */
final class ProviderFacts {
    private ProviderFacts() {}

    /** The value of one key of Dubbo's provider entry, of the provider-wide default if only that is there; null if none. */
    static @Nullable String value(Endpoint provider, String key) {
        return switch (key) {
            case "protocol" -> "dubbo";
            case "host" -> provider.host();
            case "port" -> String.valueOf(provider.port());
            case "address" -> provider.address();
            case "path" -> provider.path();
            case "application" -> application(provider);
            default -> parameter(provider, key);
        };
    }

    private static @Nullable String parameter(Endpoint provider, String key) {
        Map<String, String> parameters = provider.parameters();
        String value = parameters.get(key);
        return value == null || value.isEmpty() ? parameters.get("default." + key) : value;
    }

    /** The provider's application: where its parameters were merged with the consumer's, it has this other name. */
    static @Nullable String application(Endpoint provider) {
        String merged = provider.parameters().get("remote.application");
        return merged == null ? provider.parameters().get("application") : merged;
    }

    /** The tag it was started with; empty if none. */
    static String tag(Endpoint provider) {
        return provider.parameters().getOrDefault(CallTag.KEY, "");
    }
}
