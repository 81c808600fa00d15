// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import io.tern.rpc.spi.registry.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever watches something, until they close this. Called on the registry's thread, closed on any. */
final class Subscriber implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

    private final String subject;
    private final Consumer<Subscriber> onClose;
    private final CompletableFuture<@Nullable Void> reported = new CompletableFuture<>();
    private volatile boolean closed;
    private int missing;
    private boolean failed;

    /**
     * A new one.
     *
     * @param subject what is watched, for the log
     * @param nodes how many nodes have to be reported
     */
    Subscriber(String subject, int nodes, Consumer<Subscriber> onClose) {
        this.subject = subject;
        this.missing = nodes;
        this.onClose = onClose;
        if (nodes == 0) {
            reported.complete(null);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Calls the listener. One that throws, whatever it is, is logged once, and hears of the next change all the same: others are
     * told on the same thread, and somebody may wait for the first report.
     */
    <T> void report(Consumer<T> listener, T value, boolean first) {
        if (closed) {
            return;
        }
        try {
            listener.accept(value);
        } catch (Throwable e) {
            if (!failed) {
                failed = true;
                log.warn("The listener for {} failed; its next failures are not logged", subject, e);
            }
        }
        if (first && --missing == 0) {
            reported.complete(null);
        }
    }

    @Override
    public CompletableFuture<@Nullable Void> reported() {
        return reported.copy();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.accept(this);
        }
    }
}
