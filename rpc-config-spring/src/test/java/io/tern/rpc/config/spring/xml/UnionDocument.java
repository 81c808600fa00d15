// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;

/** A file with every element in every place where it may stand, each with all of its attributes. */
final class UnionDocument {
    private final String namespace;
    private final String location;

    UnionDocument(String namespace, String location) {
        this.namespace = namespace;
        this.location = location;
    }

    String all() {
        StringBuilder elements = new StringBuilder();
        for (ElementKind kind : ElementKind.values()) {
            if (kind.isTopLevel()) {
                element(elements, kind);
            }
        }
        return around(elements.toString());
    }

    /** A Spring file around some elements of the namespace, which has the prefix dubbo. */
    String around(String elements) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <beans xmlns="http://www.springframework.org/schema/beans"
                       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                       xmlns:dubbo="%s"
                       xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                                           %s %s">
                %s
                </beans>
                """.formatted(namespace, namespace, location, elements);
    }

    private static void element(StringBuilder text, ElementKind kind) {
        text.append("<dubbo:").append(kind.xmlName());
        for (AttributeSpec spec : AttributeCatalog.standard().attributesOf(kind)) {
            attribute(text, spec.name());
            spec.aliases().forEach(alias -> attribute(text, alias));
        }
        text.append(">\n");
        kind.children().forEach(child -> element(text, child));
        text.append("</dubbo:").append(kind.xmlName()).append(">\n");
    }

    private static void attribute(StringBuilder text, String name) {
        text.append(' ').append(name).append("=\"${some.key:x}\"");
    }
}
