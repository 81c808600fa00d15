// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A service with a result of each kind. */
interface StockService {
    String text(String id);

    int number();

    Long bigNumber();

    byte small();

    double fraction();

    boolean flag();

    char letter();

    void save();

    Object any();

    Colour colour();

    List<Integer> numbers();

    Set<String> names();

    Map<String, List<Long>> table();

    int[] array();

    Item item();

    List<Item> items();

    Point point();

    CompletableFuture<Item> later();

    Runnable task();

    enum Colour {
        RED,
        GREEN
    }

    /** With a setter, a field without one, and a value that is an object again. */
    final class Item {
        private String name = "unnamed";
        private int count = 1;
        private @Nullable Item part;

        public void setName(String name) {
            this.name = name.toUpperCase(java.util.Locale.ROOT);
        }

        @Override
        public String toString() {
            return name + " x" + count + (part == null ? "" : " of " + part);
        }
    }

    record Point(int x, @Nullable String label) {}
}
