// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;

/** Everything that was written, element by element, with what has no effect and why: nothing is left out. */
final class WrittenReport {
    private static final String INDENT = "  ";

    private final ConfigModel model;
    private final StringBuilder text = new StringBuilder("as written\n");

    private WrittenReport(ConfigModel model) {
        this.model = model;
    }

    static String of(ConfigModel model) {
        WrittenReport report = new WrittenReport(model);
        for (ElementKind kind : ElementKind.values()) {
            for (CheckedElement element : model.all(kind)) {
                if (isOwn(element.written())) {
                    report.add(element, INDENT);
                }
            }
        }
        return report.text.toString();
    }

    private static boolean isOwn(ConfigElement element) {
        return element.parent() == null
                || element.kind() == ElementKind.REFERENCE
                || element.kind() == ElementKind.SERVICE;
    }

    private void add(CheckedElement element, String indent) {
        text.append(indent).append(element.written().origin(null)).append('\n');
        String inner = indent + INDENT;
        element.writtenValues().forEach(value -> text.append(value.line(inner)).append('\n'));
        for (ConfigElement child : element.written().children()) {
            // What parameters say is among the values.
            if (!isOwn(child) && child.kind() != ElementKind.PARAMETER) {
                add(model.of(child), inner);
            }
        }
    }
}
