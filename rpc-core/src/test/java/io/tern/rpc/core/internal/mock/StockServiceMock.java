// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Found by its name: mock="true". */
class StockServiceMock implements StockService {
    final CompletableFuture<Item> later = new CompletableFuture<>();
    int saved;

    @Override
    public String text(String id) {
        return "mocked " + id;
    }

    @Override
    public int number() {
        throw new IllegalStateException("of the mock");
    }

    @Override
    public Long bigNumber() {
        return 1L;
    }

    @Override
    public byte small() {
        return 1;
    }

    @Override
    public double fraction() {
        return 1;
    }

    @Override
    public boolean flag() {
        return true;
    }

    @Override
    public char letter() {
        return 'm';
    }

    @Override
    public void save() {
        saved++;
    }

    @Override
    public Object any() {
        return this;
    }

    @Override
    public Colour colour() {
        return Colour.RED;
    }

    @Override
    public List<Integer> numbers() {
        return List.of();
    }

    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public Map<String, List<Long>> table() {
        return Map.of();
    }

    @Override
    public int[] array() {
        return new int[0];
    }

    @Override
    public Item item() {
        return new Item();
    }

    @Override
    public List<Item> items() {
        return List.of();
    }

    @Override
    public Point point() {
        return new Point(0, null);
    }

    @Override
    public CompletableFuture<Item> later() {
        return later;
    }

    @Override
    public Runnable task() {
        return () -> {};
    }
}
