// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ApplicationSettings;
import io.tern.rpc.core.internal.console.Console;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.lifecycle.Once;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each step with what is left of one time limit: services out of the registries, tell consumers, serve until they have
 * heard, wait for running requests, close ports, refuse new calls, wait for calls in flight, close connections and
 * registries, close the console, end threads, give back what metrics and tracing hold. A step that fails keeps none of the others
 * from being done.
 *
 * <p>In two parts, for containers: what serves, and all the rest. The time between them is not ours, and does not count.
 * Thread-safe; each part is done once, and whoever asks for it meanwhile waits.
 */
final class StopOrder {
    /** What registries get at least, if calls have used up the time. */
    private static final int REGISTRIES_MILLIS = 500;
    /** What closing may take beyond the wait for calls: sockets and threads. */
    private static final int CLOSE_MARGIN_MILLIS = 5_000;
    /** A container's own hook starts in the same moment as ours; this is how much later it may begin. */
    private static final int CONTAINER_MILLIS = 500;

    private static final Logger log = LoggerFactory.getLogger(StopOrder.class);

    private final ProviderSide providers;
    private final ConsumerSide consumers;
    private final RegistrySide registries;
    private final TransportSide transports;
    private final @Nullable Console console;
    private final EngineThreads threads;
    private final TelemetrySide telemetry;
    private final Ticker ticker = Ticker.SYSTEM;
    private final long limitMillis;

    private final Once serving = new Once();
    private final Once closing = new Once();
    private final CountDownLatch containerBegan = new CountDownLatch(1);
    private final CountDownLatch closeBegan = new CountDownLatch(1);
    /** What of the limit is used up; written by the parts, one after the other. */
    private volatile long usedMillis;

    /** The application says how long all steps may take together. */
    StopOrder(
            ProviderSide providers,
            ConsumerSide consumers,
            RegistrySide registries,
            TransportSide transports,
            @Nullable Console console,
            EngineThreads threads,
            TelemetrySide telemetry,
            ApplicationSettings application) {
        this.providers = providers;
        this.consumers = consumers;
        this.registries = registries;
        this.transports = transports;
        this.console = console;
        this.threads = threads;
        this.telemetry = telemetry;
        this.limitMillis = application.shutdownWaitMillis();
    }

    /** The part of a container, which closes later. */
    void stopServing() {
        containerBegan.countDown();
        endServing();
    }

    private void endServing() {
        boolean done = serving.run(
                () -> {
                    long deadline = deadline();
                    try {
                        providers.close(left(deadline));
                    } finally {
                        usedMillis = limitMillis - left(deadline);
                    }
                },
                limitMillis + CLOSE_MARGIN_MILLIS);
        warnUnless(done);
    }

    void close() {
        containerBegan.countDown();
        closeBegan.countDown();
        boolean done = closing.run(
                () -> {
                    try {
                        endServing();
                    } finally {
                        closeBelowProviders(deadline());
                    }
                },
                limitMillis + CLOSE_MARGIN_MILLIS);
        warnUnless(done);
    }

    private void warnUnless(boolean done) {
        if (!done && !Thread.currentThread().isInterrupted()) {
            log.warn("Closing takes longer than shutwait={} ms; not waiting any more", limitMillis);
        }
    }

    /**
     * At the end of the process: stops serving, and lets a container that is closing too do the rest when the beans that
     * still call have ended. Returns when it has begun to, when there is none that closes, or when the time is over.
     */
    void yieldToContainer() {
        long deadline = deadline();
        endServing();
        try {
            if (containerBegan.await(CONTAINER_MILLIS, TimeUnit.MILLISECONDS)
                    && !closeBegan.await(left(deadline), TimeUnit.MILLISECONDS)) {
                usedMillis = limitMillis;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long deadline() {
        return ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(limitMillis - usedMillis);
    }

    private void closeBelowProviders(long deadline) {
        try {
            consumers.close(left(deadline), threads.callbacks());
        } finally {
            try {
                registries.close(Math.max(left(deadline), REGISTRIES_MILLIS), threads.callbacks());
            } finally {
                closeConsole();
            }
        }
    }

    /** Until here it has said that this instance is not ready any more. */
    private void closeConsole() {
        try {
            if (console != null) {
                console.close();
            }
        } finally {
            closeTransport();
        }
    }

    private void closeTransport() {
        try {
            transports.close();
        } finally {
            try {
                threads.close();
            } finally {
                telemetry.close(); // last: it hears of the last connection that is closed
            }
        }
    }

    private long left(long deadline) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - ticker.nanos()));
    }
}
