// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.netty.handler.codec.dns.DnsRecordType;
import io.tern.rpc.registry.dns.DnsAnswer.Kind;
import io.tern.rpc.registry.dns.DnsWatch.Place;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of names as providers of whatever is looked for. Each name is asked for again when the time to live of its
 * addresses ends. A failure, or an empty answer of a server that is not responsible for the name, changes nothing.
 *
 * <p>Thread-safe: all state belongs to the loop's thread.
 */
final class DnsRegistry implements Registry {
    private static final Logger log = LoggerFactory.getLogger(DnsRegistry.class);

    private final DnsSettings settings;
    private final DnsQueries queries;
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
    private final AtomicBoolean toldThatNothingIsWritten = new AtomicBoolean();
    private volatile boolean reachable;
    private volatile boolean closed;

    // The loop's own.
    private final List<DnsLookup> lookups = new ArrayList<>();
    private final List<DnsWatch> watches = new ArrayList<>();
    private boolean troubled;

    DnsRegistry(DnsSettings settings, DnsQueries queries) {
        this.settings = settings;
        this.queries = queries;
    }

    void start() {
        queries.execute(() -> {
            for (DnsSettings.Name name : settings.names()) {
                lookups.add(new DnsLookup(name, DnsRecordType.A, queries, this::answered));
                lookups.add(new DnsLookup(name, DnsRecordType.AAAA, queries, this::answered));
            }
            lookups.forEach(DnsLookup::ask);
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> connected() {
        return connected.copy();
    }

    @Override
    public boolean isConnected() {
        return reachable;
    }

    @Override
    public CompletableFuture<@Nullable Void> register(DubboUrl entry) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("The registry is closed"));
        }
        if (toldThatNothingIsWritten.compareAndSet(false, true)) {
            log.info("Nothing is published in DNS: the names {} are whoever has their addresses", settings.names());
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<@Nullable Void> unregister(DubboUrl entry) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription subscribe(ServiceQuery query, RegistryListener listener) {
        DnsWatch watch = new DnsWatch(query, listener);
        queries.execute(() -> {
            watches.removeIf(DnsWatch::isClosed);
            watches.add(watch);
            if (isKnown()) {
                report(watch, places());
            }
        });
        return watch;
    }

    private void answered() {
        reachable = lookups.stream()
                .map(DnsLookup::last)
                .anyMatch(answer -> answer != null && answer.kind() != Kind.FAILED);
        if (reachable) {
            connected.complete(null);
        }
        tellTrouble();
        watches.removeIf(DnsWatch::isClosed);
        if (isKnown()) {
            List<Place> places = places();
            watches.forEach(watch -> report(watch, places));
        }
    }

    /**
     * Whether there is something to report: addresses once every question had some answer, so that the first report is not a
     * part of the whole; that there are none only when all answers say so.
     */
    private boolean isKnown() {
        return lookups.stream().allMatch(lookup -> lookup.last() != null)
                && (!places().isEmpty() || lookups.stream().allMatch(lookup -> lookup.addresses() != null));
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (DnsLookup lookup : lookups) {
            List<String> addresses = lookup.addresses();
            if (addresses != null) {
                addresses.forEach(
                        address -> places.add(new Place(address, lookup.name().port())));
            }
        }
        return List.copyOf(places);
    }

    // Many names have no AAAA records, and many servers say nothing proper about that: no trouble as long as one kind
    // works.
    private void tellTrouble() {
        if (lookups.stream().anyMatch(lookup -> lookup.last() == null)) {
            return;
        }
        boolean works =
                lookups.stream().map(DnsLookup::last).anyMatch(answer -> answer != null && answer.kind() == Kind.SURE);
        if (works && troubled) {
            log.info("The addresses of {} are known again", settings.names());
        } else if (!works && !troubled) {
            DnsAnswer first = lookups.get(0).last();
            log.warn(
                    "The addresses of {} cannot be found, what is known stays: {}",
                    settings.names(),
                    first == null ? "" : first.problem());
        }
        troubled = !works;
    }

    // Whatever a listener throws, it must not keep news from others.
    private static void report(DnsWatch watch, List<Place> places) {
        try {
            watch.report(places);
        } catch (Throwable e) {
            log.warn("A listener of a DNS registry failed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        queries.execute(() -> {
            lookups.forEach(DnsLookup::close);
            watches.forEach(DnsWatch::close);
            watches.clear();
        });
        queries.close();
        reachable = false;
    }
}
