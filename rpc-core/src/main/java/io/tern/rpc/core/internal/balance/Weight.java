// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.Endpoint;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.core.internal.registry.ProviderParameters;
import io.tern.rpc.spi.Ticker;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider's share of the traffic: what it asks for by {@code weight}, and in the first {@code warmup} milliseconds after
 * its start as much of that as has passed of them, so that a cold JVM is not hit by its full share. Thread-safe.
 */
public final class Weight {
    /** The share of a provider that says nothing, Dubbo's. */
    public static final int DEFAULT = 100;

    private static final int DEFAULT_WARM_UP_MILLIS = 600_000;
    private static final Logger log = LoggerFactory.getLogger(Weight.class);

    private final int full;
    private final int warmUpMillis;
    private final long startNanos;
    private final Ticker ticker;
    private volatile boolean warm;

    private Weight(int full, int warmUpMillis, long uptimeMillis, Ticker ticker) {
        this.full = full;
        this.warmUpMillis = warmUpMillis;
        this.startNanos = ticker.nanos() - TimeUnit.MILLISECONDS.toNanos(uptimeMillis);
        this.ticker = ticker;
        this.warm = full == 0 || uptimeMillis >= warmUpMillis;
    }

    /**
     * What the endpoint's parameters say.
     *
     * @param warnings about wrong numbers, of which a registry may hold thousands, and tell them again and again
     */
    public static Weight of(Endpoint endpoint, Ticker ticker, LogLimit warnings) {
        // A provider writes its start as time of day, so that is asked for here, once; the ticker measures what passes.
        return of(endpoint, ticker, Instant.now(), warnings);
    }

    static Weight of(Endpoint endpoint, Ticker ticker, Instant now, LogLimit warnings) {
        int full = (int) number(endpoint, "weight", Integer.MAX_VALUE, DEFAULT, warnings);
        int warmUpMillis = (int) number(endpoint, "warmup", Integer.MAX_VALUE, DEFAULT_WARM_UP_MILLIS, warnings);
        return new Weight(full, warmUpMillis, Math.min(uptimeMillis(endpoint, now, warnings), warmUpMillis), ticker);
    }

    /** For ever, if the provider does not say when it started, or a time that is still to come. */
    private static long uptimeMillis(Endpoint endpoint, Instant now, LogLimit warnings) {
        // Where Dubbo merged its own parameters into a provider's, the plain name is the consumer's start.
        boolean merged = endpoint.parameters().containsKey("remote.timestamp");
        long start = number(endpoint, merged ? "remote.timestamp" : "timestamp", Long.MAX_VALUE, 0, warnings);
        long uptime = now.toEpochMilli() - start;
        return start == 0 || uptime < 0 ? Long.MAX_VALUE : uptime;
    }

    private static long number(Endpoint endpoint, String name, long most, long otherwise, LogLimit warnings) {
        String text = ProviderParameters.text(endpoint.parameters(), name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.trim());
            if (value <= most) {
                return Math.max(0, value);
            }
        } catch (NumberFormatException e) {
            // Reported below, with what is too large.
        }
        long held = warnings.pass();
        if (held != LogLimit.SUPPRESSED) {
            log.warn(
                    "{}: {} is {} (expected: a whole number from 0 to {}); taking {} ({} more such lines held back)",
                    endpoint,
                    name,
                    SafeText.of(text),
                    most,
                    otherwise,
                    held);
        }
        return otherwise;
    }

    /** The share at this moment; 0 if the provider asks for none. */
    public int now() {
        if (warm) {
            return full;
        }
        long uptimeMillis = TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - startNanos);
        if (uptimeMillis >= warmUpMillis) {
            warm = true;
            return full;
        }
        return (int) Math.max(1, uptimeMillis * full / warmUpMillis);
    }
}
