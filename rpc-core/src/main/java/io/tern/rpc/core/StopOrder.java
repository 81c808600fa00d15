// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.core.internal.console.Console;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Each step with what is left of one time limit: services out of the registries, tell consumers, serve until they have
 * heard, wait for running requests, close ports, refuse new calls, wait for calls in flight, close connections and
 * registries, close the console, end threads, give back what metrics and tracing hold. A step that fails keeps none of the others
 * from being done.
 */
final class StopOrder {
    /** What registries get at least, if calls have used up the time. */
    private static final int REGISTRIES_MILLIS = 500;

    private final ProviderSide providers;
    private final ConsumerSide consumers;
    private final RegistrySide registries;
    private final TransportSide transports;
    private final @Nullable Console console;
    private final EngineThreads threads;
    private final TelemetrySide telemetry;
    private final Ticker ticker;

    StopOrder(
            ProviderSide providers,
            ConsumerSide consumers,
            RegistrySide registries,
            TransportSide transports,
            @Nullable Console console,
            EngineThreads threads,
            TelemetrySide telemetry,
            Ticker ticker) {
        this.providers = providers;
        this.consumers = consumers;
        this.registries = registries;
        this.transports = transports;
        this.console = console;
        this.threads = threads;
        this.telemetry = telemetry;
        this.ticker = ticker;
    }

    void run(long limitMillis) {
        long deadline = ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        try {
            providers.close(left(deadline));
        } finally {
            closeBelowProviders(deadline);
        }
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
