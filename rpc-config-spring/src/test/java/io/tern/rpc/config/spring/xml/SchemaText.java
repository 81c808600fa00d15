// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the schema of all elements from the catalogue. The schema describes for editors and rejects nothing: unknown attributes, missing attributes
 * and misplaced elements are reported by the parser, which knows the element's id and can suggest what was meant.
 */
final class SchemaText {
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            <!-- Copyright The Tern Authors -->
            <!-- Generated from the catalogue of attributes in rpc-core by GeneratedFilesTest, which says how; do not edit. -->
            <xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
            """;
    private static final String OPEN_CONTENT = """
                        <xsd:sequence>
                            <xsd:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
                        </xsd:sequence>
            """;

    private SchemaText() {}

    static String write() {
        StringBuilder text = new StringBuilder(HEAD);
        for (ElementKind kind : ElementKind.values()) {
            element(text, kind);
        }
        return text.append("</xsd:schema>\n").toString();
    }

    private static void element(StringBuilder text, ElementKind kind) {
        text.append("    <xsd:element name=\"").append(kind.xmlName()).append("\">\n");
        documentation(text, "        ", documentation(kind));
        text.append("        <xsd:complexType>\n").append(OPEN_CONTENT);
        for (AttributeSpec spec : AttributeCatalog.standard().attributesOf(kind)) {
            attribute(text, spec.name(), documentation(spec));
            spec.aliases().forEach(alias -> attribute(text, alias, "Other spelling of " + spec.name() + "."));
        }
        text.append("            <xsd:anyAttribute namespace=\"##any\" processContents=\"skip\"/>\n");
        text.append("        </xsd:complexType>\n    </xsd:element>\n");
    }

    private static void attribute(StringBuilder text, String name, String documentation) {
        text.append("            <xsd:attribute name=\"").append(name).append("\" type=\"xsd:string\">\n");
        documentation(text, "                ", documentation);
        text.append("            </xsd:attribute>\n");
    }

    private static String documentation(ElementKind kind) {
        List<String> sentences = new ArrayList<>(List.of(kind.documentation()));
        if (!kind.parents().isEmpty()) {
            sentences.add((kind.isTopLevel() ? "May stand inside: " : "Stands inside: ") + names(kind.parents()) + ".");
        }
        if (!kind.children().isEmpty()) {
            sentences.add("May contain, in any order: " + names(kind.children()) + ".");
        }
        return String.join(" ", sentences);
    }

    private static String names(Iterable<ElementKind> kinds) {
        List<String> names = new ArrayList<>();
        kinds.forEach(kind -> names.add(kind.xmlName()));
        return names.stream().collect(Collectors.joining(", "));
    }

    private static String documentation(AttributeSpec spec) {
        AttributeText words = new AttributeText(spec);
        return words.meaning() + " Legal: " + words.legal() + ". Default: " + words.defaultText() + ". State: "
                + words.state() + ".";
    }

    private static void documentation(StringBuilder text, String indent, String documentation) {
        text.append(indent)
                .append("<xsd:annotation>\n")
                .append(indent)
                .append("    <xsd:documentation>")
                .append(documentation.replace("&", "&amp;").replace("<", "&lt;"))
                .append("</xsd:documentation>\n")
                .append(indent)
                .append("</xsd:annotation>\n");
    }
}
