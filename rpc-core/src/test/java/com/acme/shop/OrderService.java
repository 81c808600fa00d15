// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop;

import com.acme.core.Dao;
import com.acme.shop.dto.Basket;
import com.acme.shop.dto.Colour;
import com.acme.shop.dto.Order;
import com.acme.shop.dto.OrderException;
import com.acme.shop.dto.OrderKey;
import com.acme.shop.dto.Priced;
import com.acme.shop.dto.Reply;
import com.acme.shop.dto.Shape;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An interface whose declarations use every way in which a type can be reached. */
public interface OrderService extends Dao<Order, OrderKey> {
    CompletableFuture<Reply<? extends Basket>> later(Map<String, Shape[][]> shapes) throws OrderException;

    Object anything(Object value, Priced priced, Colour colour);

    <E extends Comparable<E>> E greatest(E one, java.awt.Point point, Thread thread);
}
