// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.price;

/** Tells prices. It changes nothing, so that a call may be made twice. */
public interface PriceService {
    /** The price of this item; the cents follow from the number, so that a caller can check them. */
    Price find(long item);
}
