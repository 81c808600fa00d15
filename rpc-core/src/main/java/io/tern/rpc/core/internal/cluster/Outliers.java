// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.RpcException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers of one directory that fail again and again. After some failures in a row one is set aside: it gets no
 * calls for a while, then a single one as a probe, and after that either all or none for twice the time. Never more than
 * half of the providers are set aside, since the others would not stand it. Thread-safe; nothing is kept about a provider
 * that does not fail.
 */
final class Outliers {
    private static final Logger log = LoggerFactory.getLogger(Outliers.class);
    private static final int FAILURES_IN_A_ROW = 5;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String service;
    private final Ticker ticker;
    private final RpcObserver observer;
    private final Map<EndpointInvoker, Suspect> suspects = new ConcurrentHashMap<>();
    /** How many of them are set aside. Written under the lock. */
    private final AtomicInteger asideCount = new AtomicInteger();
    /** The providers for which {@link #suspects} was cleaned last. */
    private volatile Known known = new Known(List.of(), Set.of());

    Outliers(String service, Ticker ticker, RpcObserver observer) {
        this.service = service;
        this.ticker = ticker;
        this.observer = observer;
    }

    /** A directory's providers, whose list is compared by identity. */
    private record Known(List<EndpointInvoker> list, Set<EndpointInvoker> set) {}

    /** A provider whose last call failed. Written under the lock of the {@link Outliers}. */
    private static final class Suspect {
        int failures;
        long pauseNanos = FIRST_PAUSE_NANOS;
        boolean probed;
        volatile boolean aside;
        /** When the next probe is due, as long as it is set aside. */
        volatile long untilNanos;

        void pause(long nowNanos) {
            untilNanos = nowNanos + pauseNanos;
            probed = false;
        }
    }

    /** Whether no provider's last call failed: then there is nothing to look at. */
    boolean areNone() {
        return suspects.isEmpty();
    }

    /** A provider did not answer, or could not be reached. {@code all} are the directory's providers. */
    synchronized void failed(EndpointInvoker provider, RpcException failure, List<EndpointInvoker> all) {
        forgetRemoved(all);
        if (all.size() < 2 || !known.set.contains(provider)) {
            return;
        }
        Suspect suspect = suspects.computeIfAbsent(provider, key -> new Suspect());
        if (suspect.aside) {
            // Others are calls that were under way when it was set aside.
            if (suspect.probed) {
                suspect.pauseNanos = Math.min(2 * suspect.pauseNanos, LONGEST_PAUSE_NANOS);
                setAside(provider, suspect, "failed again", failure);
            }
        } else if (++suspect.failures >= FAILURES_IN_A_ROW && 2 * (asideCount.get() + 1) <= all.size()) {
            setAside(provider, suspect, "failed " + suspect.failures + " times in a row", failure);
        }
    }

    private void setAside(EndpointInvoker provider, Suspect suspect, String event, RpcException failure) {
        suspect.pause(ticker.nanos());
        if (!suspect.aside) {
            suspect.aside = true;
            asideCount.incrementAndGet();
        }
        observer.counted(RpcObserver.Event.PROVIDER_SET_ASIDE);
        log.warn(
                "Provider {} of {} {} (last: {}); it gets no calls for {} s, then one as a probe",
                provider.endpoint(),
                service,
                event,
                failure instanceof RpcTimeoutException ? "timeout" : "connection error",
                TimeUnit.NANOSECONDS.toSeconds(suspect.pauseNanos));
    }

    /** A provider answered, whatever it said. */
    void answered(EndpointInvoker provider) {
        if (suspects.containsKey(provider) && forget(provider)) {
            log.info("Provider {} of {} answers again and gets calls again", provider.endpoint(), service);
        }
    }

    /** Whether it was set aside. */
    private synchronized boolean forget(EndpointInvoker provider) {
        Suspect suspect = suspects.remove(provider);
        boolean wasAside = suspect != null && suspect.aside;
        if (wasAside) {
            asideCount.decrementAndGet();
        }
        return wasAside;
    }

    /** Those that are set aside; empty if that would be more than half of them. */
    Set<EndpointInvoker> aside(List<EndpointInvoker> providers) {
        if (asideCount.get() == 0) {
            return Set.of();
        }
        Set<EndpointInvoker> aside = new HashSet<>();
        for (EndpointInvoker provider : providers) {
            Suspect suspect = suspects.get(provider);
            if (suspect != null && suspect.aside) {
                aside.add(provider);
            }
        }
        return 2 * aside.size() <= providers.size() ? aside : Set.of();
    }

    /** One that was set aside and whose time is over, for this call only; null if there is none. */
    @Nullable
    EndpointInvoker probe(List<EndpointInvoker> providers, List<EndpointInvoker> tried, List<EndpointInvoker> all) {
        if (all != known.list) {
            forgetRemoved(all);
        }
        if (asideCount.get() == 0) {
            return null;
        }
        long now = ticker.nanos();
        for (EndpointInvoker provider : providers) {
            Suspect suspect = suspects.get(provider);
            if (suspect != null
                    && isDue(suspect, now)
                    && provider.isAvailable()
                    && provider.weight() > 0 // or it is draining
                    && !tried.contains(provider)
                    && claim(suspect, now)) {
                return provider;
            }
        }
        return null;
    }

    private static boolean isDue(Suspect suspect, long now) {
        return suspect.aside && now - suspect.untilNanos >= 0;
    }

    /** A probe whose outcome is never told, as one that is cancelled, is followed by another one after the same pause. */
    private synchronized boolean claim(Suspect suspect, long now) {
        if (!isDue(suspect, now)) {
            return false;
        }
        suspect.pause(now);
        suspect.probed = true;
        return true;
    }

    private synchronized void forgetRemoved(List<EndpointInvoker> all) {
        if (all == known.list) {
            return;
        }
        Set<EndpointInvoker> set = new HashSet<>(all);
        for (EndpointInvoker suspect : suspects.keySet()) {
            if (!set.contains(suspect)) {
                forget(suspect);
            }
        }
        known = new Known(all, set);
    }
}
