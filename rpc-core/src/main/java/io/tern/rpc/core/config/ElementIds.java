// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Names for elements: what was written as id, else the name, else the interface, else the kind; a number makes it unique. */
public final class ElementIds {
    private ElementIds() {}

    /** The id that was written; null if none or a blank one was. */
    public static @Nullable String writtenId(ConfigElement element) {
        String id = element.text("id");
        return id == null || id.isBlank() ? null : id.strip();
    }

    /** A name that {@code taken} does not know: as Dubbo 2.7 makes them, so that files that rely on it keep working. */
    public static String idFor(ConfigElement element, Predicate<String> taken) {
        String base = base(element);
        String id = base;
        for (int number = 2; taken.test(id); number++) {
            id = base + number;
        }
        return id;
    }

    private static String base(ConfigElement element) {
        for (String attribute : new String[] {"id", "name", "interface"}) {
            String text = element.text(attribute);
            if (text != null && !text.isBlank()) {
                return text.strip();
            }
        }
        return element.kind() == ElementKind.PROTOCOL
                ? "dubbo"
                : element.kind().qualifiedName().replace(':', '.');
    }
}
