// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.SettingKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a properties file that begins with {@code dubbo.}.
 *
 * @param meaning what it says; null if it is about no attribute and no parameter
 */
record Key(
        String name, PropertiesFile.Entry entry, @Nullable SettingKey meaning) {
    private static final String PREFIX = "dubbo.";

    /** All keys of a file that begin with {@code dubbo.}, in its order. */
    static List<Key> all(PropertiesFile file) {
        List<Key> keys = new ArrayList<>();
        file.entries().forEach((name, entry) -> {
            if (name.startsWith(PREFIX)) {
                keys.add(new Key(name, entry, SettingKey.of(name).orElse(null)));
            }
        });
        return keys;
    }

    /** The attribute, of the elements or of a method; that which a parameter stands for too. Null if it is about none. */
    @Nullable
    AttributeSpec spec() {
        if (meaning == null) {
            return null;
        }
        AttributeSpec attribute = meaning.attribute();
        return attribute != null
                ? attribute
                : SettingKey.ofParameter(meaning.kind(), meaning.parameter()).orElse(null);
    }

    /** Whether it says something of elements of the kind. */
    boolean isAbout(ElementKind kind) {
        return meaning != null && meaning.kind() == kind;
    }

    /** Whether it says something of an attribute of the elements of the kind, whichever they are. */
    boolean isAbout(ElementKind kind, String attribute) {
        AttributeSpec spec = spec();
        return isAbout(kind)
                && spec != null
                && spec.element() == kind
                && spec.name().equals(attribute);
    }

    /** Whether it holds for an attribute of an element. */
    boolean gives(ResolvedElement element, String attribute) {
        if (meaning == null || !isAbout(element.kind(), attribute)) {
            return false;
        }
        String named = meaning.name();
        return named.isEmpty() || named.equals(element.id()) || named.equals(element.text("interface"));
    }

    /** The id of the element that is there by this key alone; null if there is none. */
    @Nullable
    String made() {
        return meaning != null
                        && meaning.isPlural()
                        && SettingKey.CREATED.contains(meaning.kind())
                        && !meaning.name().isEmpty()
                ? meaning.name()
                : null;
    }
}
