// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.provider;

import io.tern.rpc.demo.order.Order;
import io.tern.rpc.demo.order.OrderService;
import io.tern.rpc.demo.order.OutOfStockException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Sells from a stock that never changes. */
public final class StockOrderService implements OrderService {
    private static final int STOCK = 12;
    private static final long PIECE_CENTS = 250;

    private final AtomicInteger notes = new AtomicInteger();

    @Override
    public Order find(long id) {
        int quantity = (int) (id % STOCK) + 1;
        return new Order(id, "item-" + id, quantity, quantity * PIECE_CENTS);
    }

    @Override
    public CompletableFuture<Order> place(String item, int quantity) {
        return CompletableFuture.supplyAsync(() -> new Order(1, item, quantity, quantity * PIECE_CENTS));
    }

    @Override
    public void reserve(String item, int quantity) throws OutOfStockException {
        if (quantity > STOCK) {
            throw new OutOfStockException("Only " + STOCK + " pieces of " + item + " are left.", STOCK);
        }
    }

    @Override
    public void note(String text) {
        notes.incrementAndGet();
    }

    @Override
    public int countNotes() {
        return notes.get();
    }
}
