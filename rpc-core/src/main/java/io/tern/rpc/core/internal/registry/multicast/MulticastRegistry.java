// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.registry.multicast.MulticastMessage.Word;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry without a server: providers tell a multicast group what they offer, and answer who asks. Peers are other Tern and
 * Dubbo processes.
 *
 * <p>Datagrams get lost, so that everything is said again: each entry once per session, and the question for a service whenever
 * a provider of it gave no sign of life for half of one. A provider that gave none for a whole session is forgotten unless it
 * accepts a connection.
 *
 * <p>Thread-safe: all state belongs to the loop's thread.
 */
final class MulticastRegistry implements Registry, GroupListener {
    private static final Logger log = LoggerFactory.getLogger(MulticastRegistry.class);
    /** Longest wait for the first answer; Dubbo's default is 1 s. */
    private static final long FIRST_REPORT_MILLIS = 800;
    /** The first question is asked twice, since a lost datagram would make a service look empty. */
    private static final long ASK_AGAIN_MILLIS = 300;
    /** Answers of several providers come in a burst, and are reported together. */
    private static final long BURST_MILLIS = 100;
    /** The longest time until an entry that somebody took back is told again. */
    private static final long LONGEST_PERIOD_MILLIS = 15_000;

    private static final int MOST_PROBES = 64;
    private static final Set<String> IMMORTAL = Set.of("consumer", "route", "override");

    private final MulticastSettings settings;
    private final RegistryContext context;
    private final GroupLoop loop;
    private final LogLimit garbage;
    private final long sessionNanos;
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
    private volatile boolean joined;
    private volatile boolean closed;

    // The loop's own.
    private final Map<DubboUrl, OwnEntry> own = new LinkedHashMap<>();
    private final List<MulticastWatch> watches = new ArrayList<>();
    private int probes;

    private @Nullable ScheduledFuture<?> upkeep; // set before anybody else sees this

    MulticastRegistry(MulticastSettings settings, RegistryContext context) {
        this.settings = settings;
        this.context = context;
        loop = new GroupLoop(settings, context, this);
        garbage = new LogLimit(context.ticker(), 1, 60_000);
        sessionNanos = TimeUnit.MILLISECONDS.toNanos(settings.sessionMillis());
    }

    void start() {
        long period = Math.max(1, Math.min(settings.sessionMillis() / 4, LONGEST_PERIOD_MILLIS));
        loop.start();
        upkeep = context.scheduler()
                .scheduleWithFixedDelay(() -> loop.execute(this::upkeep), period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<@Nullable Void> connected() {
        return connected.copy();
    }

    @Override
    public boolean isConnected() {
        return joined;
    }

    @Override
    public CompletableFuture<@Nullable Void> register(DubboUrl entry) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("The registry is closed"));
        }
        DubboUrl sayable;
        try {
            sayable = OwnEntry.sayable(entry);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<@Nullable Void> told = new CompletableFuture<>();
        loop.execute(() -> {
            OwnEntry added = own.computeIfAbsent(entry, key -> new OwnEntry(sayable));
            added.tell(told);
            announce(added);
        });
        return told.copy();
    }

    @Override
    public CompletableFuture<@Nullable Void> unregister(DubboUrl entry) {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Void> told = new CompletableFuture<>();
        loop.execute(() -> {
            takeBack(own.remove(entry));
            told.complete(null);
        });
        return told.copy();
    }

    @Override
    public Subscription subscribe(ServiceQuery query, RegistryListener listener) {
        MulticastMessage question = MulticastMessage.question(query, context.application(), settings.unicast());
        MulticastWatch watch = new MulticastWatch(query, question, listener);
        loop.execute(() -> {
            watches.add(watch);
            begin(watch);
        });
        return watch;
    }

    @Override
    public void joined() {
        joined = true;
        connected.complete(null);
        own.values().forEach(this::announce);
        for (MulticastWatch watch : watches) {
            watch.refresh(context.ticker().nanos());
            begin(watch);
        }
    }

    @Override
    public void lost() {
        joined = false;
        own.values().forEach(OwnEntry::doubt);
    }

    private void begin(MulticastWatch watch) {
        if (!joined) {
            return;
        }
        ask(watch);
        loop.schedule(() -> ask(watch), ASK_AGAIN_MILLIS);
        if (watch.isNew()) {
            loop.schedule(() -> reportFirst(watch), FIRST_REPORT_MILLIS);
        }
    }

    private void ask(MulticastWatch watch) {
        if (!watch.isClosed()) {
            loop.tell(watch.question().text());
        }
    }

    private void reportFirst(MulticastWatch watch) {
        if (watch.isNew() && joined) {
            watch.report();
        }
    }

    private void changed(MulticastWatch watch) {
        if (watch.takesReport()) {
            loop.schedule(watch::report, BURST_MILLIS);
        }
    }

    private void announce(OwnEntry entry) {
        if (loop.tell(new MulticastMessage(Word.REGISTER, entry.url()).text())) {
            entry.told(context.ticker().nanos());
        }
    }

    private void takeBack(@Nullable OwnEntry entry) {
        if (entry != null) {
            loop.tell(new MulticastMessage(Word.UNREGISTER, entry.url()).text());
        }
    }

    @Override
    public void heard(String datagram, InetSocketAddress from) {
        MulticastMessage message;
        try {
            message = MulticastMessage.parse(datagram);
        } catch (IllegalArgumentException e) {
            refused(from, e);
            return;
        }
        if (message != null) {
            switch (message.word()) {
                case REGISTER -> registered(message.url());
                case UNREGISTER -> unregistered(message.url());
                case SUBSCRIBE -> answer(message, from.getAddress());
            }
        }
    }

    private void refused(InetSocketAddress from, IllegalArgumentException why) {
        context.observer().counted(Event.REGISTRY_ENTRY_SKIPPED);
        long suppressed = garbage.pass();
        if (suppressed != LogLimit.SUPPRESSED) {
            log.warn(
                    "A datagram of {} in the group {} is ignored: it {} ({} more before this one)",
                    from,
                    settings.group(),
                    why.getMessage(),
                    suppressed);
        }
    }

    private void registered(DubboUrl url) {
        long now = context.ticker().nanos();
        for (MulticastWatch watch : watches) {
            if (watch.registered(url, now)) {
                changed(watch);
            }
        }
    }

    private void unregistered(DubboUrl url) {
        own.values().stream().filter(entry -> entry.url().equals(url)).forEach(OwnEntry::doubt);
        for (MulticastWatch watch : watches) {
            if (watch.unregistered(url)) {
                changed(watch);
            }
        }
    }

    private void answer(MulticastMessage question, InetAddress from) {
        boolean toAll = "false".equals(question.url().parameter("unicast"));
        for (OwnEntry entry : own.values()) {
            if (question.asksFor(entry.url())) {
                // What is sent to this machine alone reaches only one of its processes, perhaps ourselves.
                toAll = toAll || isThisMachine(from);
                if (toAll) {
                    announce(entry);
                } else {
                    loop.tell(new MulticastMessage(Word.REGISTER, entry.url()).text(), from);
                }
            }
        }
    }

    private static boolean isThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }

    private void upkeep() {
        watches.removeIf(MulticastWatch::isClosed);
        if (!joined) {
            return;
        }
        long now = context.ticker().nanos();
        own.values().stream().filter(entry -> entry.isDue(sessionNanos, now)).forEach(this::announce);
        for (MulticastWatch watch : watches) {
            if (watch.wantsToAsk(sessionNanos / 2, now)) {
                ask(watch);
            }
            if (settings.clean()) {
                watch.silent(sessionNanos, now, MulticastRegistry::isMortal).forEach(url -> probe(watch, url));
            }
        }
    }

    private static boolean isMortal(DubboUrl url) {
        return url.port() > 0 && !IMMORTAL.contains(url.protocol()) && !"false".equals(url.parameter("dynamic"));
    }

    private void probe(MulticastWatch watch, DubboUrl url) {
        InetAddress host = MulticastSettings.literal(url.host());
        if (host == null) {
            forget(watch, url);
        } else if (probes < MOST_PROBES) {
            probes++;
            loop.probe(host, url.port(), accepts -> {
                probes--;
                if (accepts) {
                    watch.registered(url, context.ticker().nanos());
                } else {
                    forget(watch, url);
                }
            });
        }
    }

    private void forget(MulticastWatch watch, DubboUrl url) {
        if (watch.unregistered(url)) {
            log.info(
                    "{} in the group {} is forgotten: it neither answers nor accepts connections",
                    url,
                    settings.group());
            changed(watch);
        }
    }

    @Override
    public void close() {
        closed = true;
        ScheduledFuture<?> ending = upkeep;
        if (ending != null) {
            ending.cancel(false);
        }
        loop.execute(() -> {
            own.values().forEach(this::takeBack);
            own.values().forEach(OwnEntry::close);
            own.clear();
            watches.forEach(MulticastWatch::close);
            watches.clear();
        });
        loop.close();
        joined = false;
    }
}
