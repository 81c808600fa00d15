// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path that came as a text: its nodes are properties. */
record ReceivedPath(String text, List<Node> nodes) implements Path {
    private record Property(
            String name, boolean inIterable, @Nullable Integer index) implements Node {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isInIterable() {
            return inIterable;
        }

        @Override
        public @Nullable Integer getIndex() {
            return index;
        }

        @Override
        public @Nullable Object getKey() {
            return null;
        }

        @Override
        public ElementKind getKind() {
            return ElementKind.PROPERTY;
        }

        @Override
        public <T extends Node> T as(Class<T> nodeType) {
            return nodeType.cast(this);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static ReceivedPath of(String text) {
        List<Node> nodes = new ArrayList<>();
        boolean inIterable = false;
        Integer index = null;
        for (String part : text.split("\\.", -1)) {
            int bracket = part.indexOf('[');
            nodes.add(new Property(bracket < 0 ? part : part.substring(0, bracket), inIterable, index));
            // The index belongs to the node behind it, as in the path of the sender.
            inIterable = bracket >= 0;
            index = inIterable ? number(part.substring(bracket)) : null;
        }
        return new ReceivedPath(text, List.copyOf(nodes));
    }

    private static @Nullable Integer number(String inBrackets) {
        try {
            return Integer.valueOf(inBrackets.replaceAll("[\\[\\]]", ""));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public Iterator<Node> iterator() {
        return nodes.iterator();
    }

    @Override
    public String toString() {
        return text;
    }
}
