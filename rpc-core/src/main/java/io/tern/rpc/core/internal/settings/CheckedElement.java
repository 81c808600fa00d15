// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.SecretText;
import io.tern.rpc.core.config.SettingKey;
import io.tern.rpc.core.config.ValueRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An element whose attributes have passed their own checks. A nested {@code dubbo:parameter} with the name of an attribute
 * counts as that attribute, unless the attribute itself is written.
 */
final class CheckedElement implements Layer {
    private static final AttributeCatalog CATALOG = AttributeCatalog.standard();
    private static final Set<ElementKind> KINDS_BY_ADDRESS = Set.of(ElementKind.REGISTRY, ElementKind.CONFIG_CENTER);

    private final ConfigElement written;
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, Origin> parameterOrigins = new HashMap<>();
    private final List<ConfigProblem> whenUsed = new ArrayList<>();
    private final List<WrittenValue> writtenValues = new ArrayList<>();

    CheckedElement(
            ConfigElement written, Problems problems, Map<String, Set<String>> extensions, OutsideSettings outside) {
        this.written = written;
        Set<String> overridden = new HashSet<>();
        for (AttributeSpec spec : CATALOG.attributesOf(written.kind())) {
            OutsideKeys.Entry entry = outside.override(written, spec);
            if (entry != null) {
                overridden.add(spec.name());
                read(spec, entry, problems, extensions);
            }
        }
        readAttributes(overridden, problems, extensions);
        readParameters(problems, extensions, outside);
        for (AttributeSpec spec : CATALOG.attributesOf(written.kind())) {
            OutsideKeys.Entry entry = values.containsKey(spec.name()) ? null : outside.fallback(written, spec);
            if (entry != null) {
                read(spec, entry, problems, extensions);
            }
        }
        for (AttributeSpec spec : CATALOG.attributesOf(written.kind())) {
            if (spec.required() && (!values.containsKey(spec.name()) || isRequiredAndBlank(spec))) {
                AttributeCheck.ofAbsent(spec, written.origin(spec.name())).ifPresent(problems::add);
            }
        }
    }

    private boolean isRequiredAndBlank(AttributeSpec spec) {
        String text = written.text(spec.name());
        return !value(spec.name()).isSet()
                && text != null
                && text.isBlank()
                && spec.rules().stream().noneMatch(rule -> rule.values().contains(ValueRule.BLANK));
    }

    private void read(
            AttributeSpec spec, OutsideKeys.Entry entry, Problems problems, Map<String, Set<String>> extensions) {
        requireOneSpelling(entry, problems);
        AttributeCheck check = AttributeCheck.of(spec, entry.text(), entry.origin(), names(extensions, spec));
        problems.addAll(check.problems());
        keep(spec, check, entry.origin(), entry.text());
    }

    private static void requireOneSpelling(OutsideKeys.Entry entry, Problems problems) {
        if (entry.rival() != null) {
            problems.add(ConfigErrors.twoSpellings(entry.origin(), entry.rival()));
        }
    }

    private void readAttributes(Set<String> overridden, Problems problems, Map<String, Set<String>> extensions) {
        written.attributes().forEach((name, value) -> {
            AttributeSpec spec = CATALOG.find(written.kind(), name).orElse(null);
            if (spec == null) {
                problems.add(ConfigErrors.unknownAttribute(written.kind(), written.origin(name)));
                return;
            }
            if (overridden.contains(spec.name())) {
                hide(spec, value.text(), written.origin(name));
                return;
            }
            AttributeCheck check = check(spec, name, value, extensions);
            problems.addAll(check.problems());
            AttributeValue earlier = values.get(spec.name());
            if (earlier != null && earlier.isSet() && check.value().isSet() && !earlier.equals(check.value())) {
                problems.add(ConfigErrors.contradiction(
                        written.origin(name),
                        value.text(),
                        "another spelling of the same attribute; keep one of them"));
            }
            // A mistake counts as written: a second message that the attribute is missing would mislead.
            if (check.isError() || earlier == null || !earlier.isSet()) {
                keep(spec, check, written.origin(name), value.text());
            } else {
                hide(spec, value.text(), written.origin(name));
            }
        });
    }

    private AttributeCheck check(
            AttributeSpec spec, String name, ConfigElement.Written value, Map<String, Set<String>> extensions) {
        if (value.object() != null) {
            return new AttributeCheck(new AttributeValue.Text(value.text()), spec.treatment(), List.of(), null);
        }
        return AttributeCheck.of(spec, value.text(), written.origin(name), names(extensions, spec));
    }

    /** The kind of a registry is named by its address or, beside that, by {@code protocol}. */
    private static Set<String> names(Map<String, Set<String>> extensions, AttributeSpec spec) {
        boolean kind = KINDS_BY_ADDRESS.contains(spec.element()) && spec.name().equals("protocol");
        return extensions.getOrDefault(kind ? "address" : spec.name(), Set.of());
    }

    private void readParameters(Problems problems, Map<String, Set<String>> extensions, OutsideSettings outside) {
        Map<String, OutsideKeys.Entry> stronger = outside.overridingParameters(written);
        stronger.forEach((key, entry) -> readParameter(key, key, entry, problems, extensions));
        for (ConfigElement parameter : written.children(ElementKind.PARAMETER)) {
            String key = parameter.text("key");
            String text = parameter.text("value");
            if (key == null || key.isBlank() || text == null) {
                continue;
            }
            key = key.strip();
            String published = "true".equalsIgnoreCase(parameter.text("hide")) ? "." + key : key;
            OutsideKeys.Entry entry = new OutsideKeys.Entry(text, parameter.origin("value"));
            OutsideKeys.Entry hiding = stronger.get(key);
            if (hiding != null) {
                writtenValues.add(new WrittenValue(
                        "parameter " + key,
                        SecretText.masked(key, text),
                        entry.origin(),
                        "does not count beside " + hiding.origin()));
            } else {
                readParameter(key, published, entry, problems, extensions);
            }
        }
        outside.furtherParameters(written).forEach((key, entry) -> {
            if (!parameters.containsKey(key) && !parameters.containsKey("." + key)) {
                readParameter(key, key, entry, problems, extensions);
            }
        });
    }

    /** One with the name of an attribute counts as that attribute. */
    private void readParameter(
            String key,
            String published,
            OutsideKeys.Entry entry,
            Problems problems,
            Map<String, Set<String>> extensions) {
        requireOneSpelling(entry, problems);
        AttributeSpec spec = SettingKey.ofParameter(written.kind(), key).orElse(null);
        if (spec == null) {
            parameters.put(published, entry.text());
            parameterOrigins.put(published, entry.origin());
            writtenValues.add(WrittenValue.parameter(key, entry.text(), entry.origin()));
        } else if (!value(spec.name()).isSet()) {
            read(spec, entry, problems, extensions);
        } else {
            hide(spec, entry.text(), entry.origin());
        }
    }

    private void hide(AttributeSpec spec, String text, Origin origin) {
        writtenValues.add(WrittenValue.hidden(spec, text, origin, origin(spec.name())));
    }

    private void keep(AttributeSpec spec, AttributeCheck check, Origin origin, String text) {
        values.put(spec.name(), check.value());
        origins.put(spec.name(), origin);
        writtenValues.add(WrittenValue.of(spec, text, origin, check));
        if (check.whenUsed() != null) {
            whenUsed.add(check.whenUsed());
        }
    }

    ConfigElement written() {
        return written;
    }

    /** Everything that was written about the element, also what does not count. */
    List<WrittenValue> writtenValues() {
        return writtenValues;
    }

    ElementKind kind() {
        return written.kind();
    }

    /** The name by which other elements refer to it; the element has one by now. */
    String id() {
        String id = written.id();
        return id == null ? written.kind().xmlName() : id;
    }

    /** The text of an attribute; null if it is not set or switched off. */
    @Nullable
    String textOrNull(String name) {
        return value(name) instanceof AttributeValue.Text text ? text.text() : null;
    }

    /** Whether something is written that is no value, which has its own message. */
    boolean isMistaken(String name) {
        String text = written.text(name);
        return text != null && !text.isBlank() && !value(name).isSet();
    }

    boolean flag(String name, boolean builtIn) {
        AttributeValue value = value(name);
        return value.isSet() ? value.asFlag() : builtIn;
    }

    /** Parameters that are no attributes. */
    Map<String, String> parameters() {
        return parameters;
    }

    /** Where one of the parameters is written. */
    Origin originOfParameter(String key) {
        return parameterOrigins.getOrDefault(key, written.origin(key));
    }

    /** What becomes a mistake as soon as a service or reference uses this element. */
    List<ConfigProblem> whenUsed() {
        return whenUsed;
    }

    @Override
    public AttributeValue value(String name) {
        return values.getOrDefault(name, new AttributeValue.Unset());
    }

    @Override
    public Origin origin(String name) {
        Origin origin = origins.get(name);
        return origin == null ? written.origin(name) : origin;
    }
}
