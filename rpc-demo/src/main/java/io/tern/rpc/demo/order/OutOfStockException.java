// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.order;

/** More pieces were asked for than there are. */
public class OutOfStockException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int available;

    public OutOfStockException(String message, int available) {
        super(message);
        this.available = available;
    }

    /** How many pieces there are. */
    public int available() {
        return available;
    }
}
