// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.consumer;

import io.tern.rpc.RpcContext;
import io.tern.rpc.demo.order.Order;
import io.tern.rpc.demo.order.OrderService;
import io.tern.rpc.demo.order.OutOfStockException;
import io.tern.rpc.demo.report.Claims;
import io.tern.rpc.demo.report.Stopwatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The other ways to call, one method each; the settings are in {@code consumer.xml}. */
final class CallStyles {
    private static final int NOTES = 5;
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(3);

    private final OrderService orders;

    CallStyles(OrderService orders) {
        this.orders = orders;
    }

    void run(Claims claims) throws Exception {
        withoutWaitingForTheWrite(claims);
        oneWay(claims);
        withFutureInTheSignature(claims);
        withBusinessException(claims);
    }

    /** {@code sent="false"}: the call returns while the request is still being written. */
    private void withoutWaitingForTheWrite(Claims claims) throws Exception {
        Stopwatch watch = new Stopwatch();
        Order none = orders.find(7);
        Future<Order> future = RpcContext.getContext().getFuture();
        Duration called = watch.elapsed();
        Order order = future.get();
        claims.check(
                none == null && order.id() == 7,
                "sent=\"false\": the call does not wait for the write",
                "null after " + Stopwatch.millis(called) + ", the order after " + Stopwatch.millis(watch.elapsed()));
    }

    /** {@code return="false"}: no future, no answer; a counter at the provider tells that the requests arrived. */
    private void oneWay(Claims claims) {
        int before = orders.countNotes();
        for (int i = 0; i < NOTES; i++) {
            orders.note("note " + i);
        }
        boolean noFuture = RpcContext.getContext().getFuture() == null;
        Stopwatch watch = new Stopwatch();
        int arrived;
        do {
            arrived = orders.countNotes() - before;
        } while (arrived < NOTES && watch.elapsed().compareTo(LONGEST_DELIVERY) < 0);
        claims.check(
                noFuture && arrived == NOTES,
                "return=\"false\": one-way, no future, and the provider got them",
                arrived + " of " + NOTES + " notes counted there");
    }

    /** A method that returns a {@link CompletableFuture} needs no setting. */
    private void withFutureInTheSignature(Claims claims) throws Exception {
        CompletableFuture<Long> price = orders.place("tern", 3).thenApply(Order::priceCents);
        claims.check(
                price.get() == 750, "a method that returns CompletableFuture", "3 terns for " + price.get() + " cents");
    }

    /** The service's own exception is the direct cause, with its class and its fields. */
    private void withBusinessException(Claims claims) throws Exception {
        orders.reserve("tern", 1000);
        Future<Void> future = RpcContext.getContext().getFuture();
        try {
            future.get();
            claims.check(false, "the service's exception comes through the future", "none came");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            claims.check(
                    cause instanceof OutOfStockException outOfStock && outOfStock.available() == 12,
                    "the service's exception comes through the future",
                    cause instanceof OutOfStockException outOfStock
                            ? "OutOfStockException, available = " + outOfStock.available()
                            : String.valueOf(cause));
        }
    }
}
