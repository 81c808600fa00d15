// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.order;

import java.util.concurrent.CompletableFuture;

/** Answers at once. How each method is called (asynchronously, one-way, …) is written in {@code consumer.xml}. */
public interface OrderService {
    /** The order of this number; its values follow from the number, so that a caller can check them. */
    Order find(long id);

    /** Asynchronous by its return type, on both sides. */
    CompletableFuture<Order> place(String item, int quantity);

    /** Puts pieces aside. */
    void reserve(String item, int quantity) throws OutOfStockException;

    /** Writes a note that nobody waits for. */
    void note(String text);

    /** How many notes were written. */
    int countNotes();
}
