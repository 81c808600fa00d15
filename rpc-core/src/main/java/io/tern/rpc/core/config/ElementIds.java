// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Names for elements: what was written as id, else the name, else the interface, else the kind; a number makes it unique.
 * An instance remembers how far the numbers of a name are used up, so that many elements of one name cost no more than
 * others; used by one thread.
 */
public final class ElementIds {
    private final Map<String, Integer> nextNumbers = new HashMap<>();

    /** Without names. */
    public ElementIds() {}

    /** The id that was written; null if none or a blank one was. */
    public static @Nullable String writtenId(ConfigElement element) {
        String id = element.text("id");
        return id == null || id.isBlank() ? null : id.strip();
    }

    /** A name that {@code taken} does not know: as Dubbo 2.7 makes them, so that files that rely on it keep working. */
    public String idFor(ConfigElement element, Predicate<String> taken) {
        String base = base(element);
        if (!taken.test(base)) {
            return base;
        }
        int number = nextNumbers.getOrDefault(base, 2);
        while (taken.test(base + number)) {
            number++;
        }
        nextNumbers.put(base, number + 1);
        return base + number;
    }

    /** Numbers that were given back may be used again. */
    public void freed() {
        nextNumbers.clear();
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
