// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Writes the page about compatibility: a fixed beginning, then one row for each attribute of the catalogue. */
final class CompatibilityText {
    private CompatibilityText() {}

    static String write() throws IOException {
        StringBuilder text = new StringBuilder();
        EffectIndex tests = EffectIndex.read();
        try (InputStream head = CompatibilityText.class.getResourceAsStream("compatibility-head.md")) {
            text.append(new String(Objects.requireNonNull(head).readAllBytes(), StandardCharsets.UTF_8));
        }
        for (ElementKind kind : ElementKind.values()) {
            text.append("\n### `dubbo:")
                    .append(kind.xmlName())
                    .append("`\n\n")
                    .append(kind.documentation())
                    .append('\n');
            if (!AttributeCatalog.standard().attributesOf(kind).isEmpty()) {
                text.append(
                        "\n| element | attribute | tier | state | default | legal values | what Tern does | test |\n");
                text.append("|---|---|---|---|---|---|---|---|\n");
            }
            AttributeCatalog.standard().attributesOf(kind).forEach(spec -> row(text, spec, tests));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, AttributeSpec spec, EffectIndex tests) {
        AttributeText words = new AttributeText(spec);
        text.append("| ").append(spec.element().xmlName());
        text.append(" | `").append(spec.name()).append('`');
        spec.aliases().forEach(alias -> text.append(", `").append(alias).append('`'));
        text.append(" | ").append(spec.tier());
        text.append(" | ").append(words.state());
        text.append(" | ").append(cell(words.defaultText()));
        text.append(" | ").append(cell(words.legal()));
        text.append(" | ").append(cell(words.meaning()));
        text.append(" | ").append(tests.simpleNames(spec)).append(" |\n");
    }

    /** Characters that would end the cell or start markup. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_");
    }
}
