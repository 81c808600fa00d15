// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.SettingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Elements that nobody has written, and that are there because keys outside of files and code are about them. */
final class ImpliedElements {
    /** Of these there is one, and it is there as soon as a key gives it the attribute without which it would be nothing. */
    private static final Map<ElementKind, String> SINGLE =
            Map.of(ElementKind.APPLICATION, "name", ElementKind.CONFIG_CENTER, "address");

    private final OutsideSettings outside;

    ImpliedElements(OutsideSettings outside) {
        this.outside = outside;
    }

    /** Those that stand at the top of a file, beside the ones in the model; each with its id. */
    List<ConfigElement> beside(ConfigModel model) {
        List<ConfigElement> implied = new ArrayList<>();
        SINGLE.forEach((kind, attribute) -> {
            ConfigElement element = ConfigElement.of(kind);
            boolean given = AttributeCatalog.standard()
                    .find(kind, attribute)
                    .filter(spec -> outside.override(element, spec) != null || outside.fallback(element, spec) != null)
                    .isPresent();
            if (given && model.all(kind).isEmpty()) {
                implied.add(element);
            }
        });
        for (ElementKind kind : SettingKey.SINGLE) {
            if (outside.mentions(kind) && model.all(kind).isEmpty()) {
                implied.add(ConfigElement.of(kind));
            }
        }
        SettingKey.CREATED.forEach(kind -> addAll(kind, model, implied));
        return implied;
    }

    private void addAll(ElementKind kind, ConfigModel model, List<ConfigElement> implied) {
        Set<String> written = model.all(kind).stream().map(CheckedElement::id).collect(Collectors.toSet());
        boolean alone = written.isEmpty();
        for (String id : outside.ids(kind)) {
            if (written.contains(id)) {
                continue;
            }
            ConfigElement element = ConfigElement.of(kind).id(id);
            if (kind == ElementKind.PROTOCOL) {
                fill(element, "name", "dubbo");
            } else if (!alone && (kind == ElementKind.PROVIDER || kind == ElementKind.CONSUMER)) {
                // There is one default element of these kinds, and what is written comes first.
                fill(element, "default", false);
            }
            implied.add(element);
        }
    }

    /** What an element says hides what the file says, and this nobody has said. */
    private void fill(ConfigElement element, String attribute, Object value) {
        boolean said = AttributeCatalog.standard()
                .find(element.kind(), attribute)
                .filter(spec -> outside.fallback(element, spec) != null)
                .isPresent();
        if (!said) {
            element.set(attribute, value);
        }
    }

    /** Gives a reference or service an element for each method that only keys are about, and returns these. */
    List<ConfigElement> methodsOf(ConfigElement owner) {
        if (owner.kind() != ElementKind.REFERENCE && owner.kind() != ElementKind.SERVICE) {
            return List.of();
        }
        Set<String> written = owner.children(ElementKind.METHOD).stream()
                .map(method -> String.valueOf(method.text("name")).strip())
                .collect(Collectors.toSet());
        List<ConfigElement> implied = new ArrayList<>();
        for (String name : outside.methods(owner)) {
            if (!written.contains(name)) {
                ConfigElement method = ConfigElement.of(ElementKind.METHOD).set("name", name);
                owner.add(method);
                implied.add(method);
            }
        }
        return implied;
    }
}
