// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Picks each setting from the strongest place that has it, and remembers which place that was. */
final class Ranks {
    private final List<Layer> strongestFirst;
    private final Map<String, Origin> origins = new LinkedHashMap<>();

    Ranks(List<? extends Layer> strongestFirst) {
        this.strongestFirst = List.copyOf(strongestFirst);
    }

    /** The same ranks below a stronger one. */
    Ranks below(Layer stronger) {
        List<Layer> layers = new ArrayList<>();
        layers.add(stronger);
        layers.addAll(strongestFirst);
        return new Ranks(layers);
    }

    AttributeValue pick(String name) {
        for (Layer layer : strongestFirst) {
            AttributeValue value = layer.value(name);
            if (value.isSet()) {
                origins.put(name, layer.origin(name));
                return value;
            }
        }
        origins.put(name, Origin.BUILT_IN);
        return new AttributeValue.Unset();
    }

    int whole(String name, int builtIn) {
        AttributeValue value = pick(name);
        return value.isSet() ? Math.toIntExact(value.asWhole()) : builtIn;
    }

    boolean flag(String name, boolean builtIn) {
        AttributeValue value = pick(name);
        return value.isSet() ? value.asFlag() : builtIn;
    }

    String text(String name, String builtIn) {
        String text = textOrNull(name);
        return text == null ? builtIn : text;
    }

    /** The text; null if it is not set or switched off. */
    @Nullable
    String textOrNull(String name) {
        AttributeValue value = pick(name);
        return value instanceof AttributeValue.Text text ? text.text() : null;
    }

    List<String> items(String name) {
        AttributeValue value = pick(name);
        return value.isSet() ? value.asItems() : List.of();
    }

    /** The items of every place, weakest place first: for lists that add up. */
    List<String> allItems(String name) {
        List<String> all = new ArrayList<>();
        for (int i = strongestFirst.size() - 1; i >= 0; i--) {
            AttributeValue value = strongestFirst.get(i).value(name);
            if (value.isSet()) {
                origins.put(name, strongestFirst.get(i).origin(name));
                all.addAll(value.asItems());
            }
        }
        return all;
    }

    /** By name, where each picked value is written. */
    Map<String, Origin> origins() {
        return origins;
    }
}
