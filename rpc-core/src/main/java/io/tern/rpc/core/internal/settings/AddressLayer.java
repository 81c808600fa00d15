// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.AttributeValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the address of a registry says about the registry's attributes, in its user part and its query. */
final class AddressLayer implements Layer {
    /** They are the address itself. */
    private static final Set<String> ADDRESS = Set.of("id", "address", "protocol", "backup");

    private final CheckedElement element;
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();

    AddressLayer(CheckedElement element, RegistryAddress address, Problems problems) {
        this.element = element;
        address.parameters().forEach((key, text) -> {
            AttributeSpec spec =
                    AttributeCatalog.standard().find(element.kind(), key).orElse(null);
            if (ADDRESS.contains(key)) {
                return;
            }
            if (spec == null) {
                parameters.put(key, text);
                return;
            }
            AttributeCheck check = AttributeCheck.of(spec, text, origin(key));
            // What the attribute says counts more, and then nobody reads this one.
            if (!element.value(spec.name()).isSet()) {
                problems.addAll(check.problems());
            }
            values.put(spec.name(), check.value());
        });
        putText("username", address.username());
        putText("password", address.password());
    }

    private void putText(String name, @Nullable String text) {
        if (text != null) {
            values.put(name, new AttributeValue.Text(text));
        }
    }

    /** The rest of the query. */
    Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public AttributeValue value(String name) {
        return values.getOrDefault(name, new AttributeValue.Unset());
    }

    @Override
    public Origin origin(String name) {
        return element.origin("address").attribute(name);
    }
}
