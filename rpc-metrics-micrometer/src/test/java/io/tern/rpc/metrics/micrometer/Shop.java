// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is called in the tests. */
public interface Shop {
    String find(String id);

    CompletableFuture<String> later(String id);

    void note(String text);

    String fail(String text);

    String held(String id);

    String limited(String id);

    /** Holds {@code held} until it is opened. */
    final class Server implements Shop {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        @Override
        public String find(String id) {
            return id;
        }

        @Override
        public CompletableFuture<String> later(String id) {
            return CompletableFuture.completedFuture(id);
        }

        @Override
        public void note(String text) {}

        @Override
        public String fail(String text) {
            throw new IllegalStateException(text);
        }

        @Override
        public String held(String id) {
            entered.countDown();
            try {
                open.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return id;
        }

        @Override
        public String limited(String id) {
            return id;
        }
    }
}
