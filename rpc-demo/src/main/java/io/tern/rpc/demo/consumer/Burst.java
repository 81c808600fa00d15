// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.consumer;

import io.tern.rpc.RpcContext;
import io.tern.rpc.demo.order.Order;
import io.tern.rpc.demo.order.OrderService;
import io.tern.rpc.demo.report.Claims;
import io.tern.rpc.demo.report.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Many asynchronous calls from one thread, as fast as {@code actives} lets them go. Every answer is looked at. */
final class Burst {
    private static final int CALLS = 10_000;

    private final OrderService orders;

    Burst(OrderService orders) {
        this.orders = orders;
    }

    void run(Claims claims) throws InterruptedException {
        List<CompletableFuture<Boolean>> answers = new ArrayList<>(CALLS);
        Stopwatch watch = new Stopwatch();
        for (long id = 0; id < CALLS; id++) {
            orders.find(id);
            CompletableFuture<Order> future = RpcContext.getContext().getCompletableFuture();
            Order expected = expected(id);
            answers.add(future.thenApply(expected::equals));
        }
        int right = 0;
        int wrong = 0;
        int lost = 0;
        for (CompletableFuture<Boolean> answer : answers) {
            try {
                if (answer.get()) {
                    right++;
                } else {
                    wrong++;
                }
            } catch (ExecutionException e) {
                lost++;
            }
        }
        double seconds = watch.elapsed().toNanos() / 1e9;
        claims.check(
                right == CALLS,
                CALLS + " asynchronous calls, each answer checked",
                right + " right, " + wrong + " wrong, " + lost + " lost, " + Math.round(CALLS / seconds) + " calls/s");
    }

    /** What the provider computes from the number. */
    private static Order expected(long id) {
        int quantity = (int) (id % 12) + 1;
        return new Order(id, "item-" + id, quantity, quantity * 250L);
    }
}
