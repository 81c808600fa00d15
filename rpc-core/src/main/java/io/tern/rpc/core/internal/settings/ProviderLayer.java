// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says about itself, or a rule about providers: parameters by Dubbo's names, checked as the attributes of
 * the same names are. Immutable.
 *
 * <p>A key alone is about all methods, {@code findFoo.key} about one. Dubbo 2.6 puts {@code default.} in front of what
 * comes from the provider element; that is weaker than what a consumer element says, all else is stronger.
 */
final class ProviderLayer {
    /** Nobody says anything. */
    static final ProviderLayer SILENT = new ProviderLayer(Map.of(), key -> Origin.BUILT_IN, Map.of(), problem -> {});

    private static final AttributeCatalog CATALOG = AttributeCatalog.standard();
    private static final String DEFAULTS = "default.";
    /** What an element is, and what of the consumer's own it calls. */
    private static final Set<String> OWN = Set.of("interface", "name", "id", "oninvoke", "onreturn", "onthrow");

    private final Map<String, String> parameters;
    private final Function<String, Origin> origins;
    private final Map<String, AttributeValue> values;

    /**
     * Checks the parameters; those that are no attributes are kept as they are.
     *
     * @param origins where a parameter is written, by its key
     * @param extensions by attribute, names that are legal besides the shipped ones
     * @param problems hears what is wrong; a wrong value counts as not there
     */
    ProviderLayer(
            Map<String, String> parameters,
            Function<String, Origin> origins,
            Map<String, Set<String>> extensions,
            Consumer<ConfigProblem> problems) {
        this.parameters = Map.copyOf(parameters);
        this.origins = origins;
        this.values = new HashMap<>();
        parameters.forEach((text, value) -> {
            ParameterKey key = ParameterKey.of(text);
            AttributeSpec spec = CATALOG.find(
                            key.method().isEmpty() ? ElementKind.REFERENCE : ElementKind.METHOD, key.name())
                    .orElse(null);
            if (spec == null || OWN.contains(spec.name())) {
                return;
            }
            AttributeCheck check =
                    AttributeCheck.of(spec, value, origins.apply(text), extensions.getOrDefault(spec.name(), Set.of()));
            check.problems().forEach(problems);
            values.put(key.prefix() + spec.name(), check.value());
        });
    }

    private ProviderLayer(
            Map<String, String> parameters, Function<String, Origin> origins, Map<String, AttributeValue> values) {
        this.parameters = parameters;
        this.origins = origins;
        this.values = values;
    }

    /** The same without what is said about some settings. */
    ProviderLayer without(Set<String> names) {
        Map<String, String> others = new HashMap<>(parameters);
        others.keySet().removeIf(key -> names.contains(ParameterKey.of(key).name()));
        Map<String, AttributeValue> otherValues = new HashMap<>(values);
        otherValues.keySet().removeIf(key -> names.contains(ParameterKey.of(key).name()));
        return new ProviderLayer(others, origins, otherValues);
    }

    /** Whether the setting is said, for whichever methods. */
    boolean decides(String name) {
        return parameters.keySet().stream()
                .anyMatch(key -> ParameterKey.of(key).name().equals(name));
    }

    /** What is said about all methods. */
    Layer all() {
        return layer("");
    }

    /** What is said about one method. */
    Layer method(String method) {
        return layer(method + ".");
    }

    /** The provider-wide defaults of Dubbo 2.6. */
    Layer defaults() {
        return layer(DEFAULTS);
    }

    /** The same for one method. */
    Layer defaults(String method) {
        return layer(DEFAULTS + method + ".");
    }

    /** Whether anything is said about the method by its name. */
    boolean mentions(String method) {
        return parameters.keySet().stream()
                .anyMatch(key -> ParameterKey.of(key).method().equals(method));
    }

    /** The names of the methods about which anything is said, each once. */
    Stream<String> methods() {
        return parameters.keySet().stream()
                .map(key -> ParameterKey.of(key).method())
                .filter(ProviderLayer::isName)
                .distinct();
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && Character.isJavaIdentifierStart(text.charAt(0))
                && text.chars().allMatch(Character::isJavaIdentifierPart);
    }

    /** The text of a parameter; null if it is not there. */
    @Nullable
    String parameter(String key) {
        return parameters.get(key);
    }

    private Layer layer(String prefix) {
        return new Layer() {
            @Override
            public AttributeValue value(String name) {
                return values.getOrDefault(prefix + name, new AttributeValue.Unset());
            }

            @Override
            public Origin origin(String name) {
                return origins.apply(prefix + name);
            }
        };
    }
}
