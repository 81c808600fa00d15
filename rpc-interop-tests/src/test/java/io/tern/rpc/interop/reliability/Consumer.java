// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import io.tern.rpc.RpcContext;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.SpringFile;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.traffic.History;
import io.tern.rpc.interop.traffic.Tally;
import io.tern.rpc.interop.traffic.Told;
import io.tern.rpc.interop.traffic.Traffic;
import io.tern.rpc.interop.traffic.TrafficService;
import io.tern.rpc.spi.RpcObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** Tern as a consumer of the traffic, in the process of the test. */
final class Consumer implements AutoCloseable {
    /** Of each attempt, where providers become silent. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    /**
     * Of each attempt, where no call has a reason to fail. A call that gets lost shows whatever it is; a machine that is too
     * busy for two seconds to run a process that was just started does not.
     */
    static final Duration PATIENT = Duration.ofSeconds(5);

    static final int HEARTBEAT_MILLIS = 1_000;
    /** The longest pause between attempts to connect. */
    static final int RECONNECT_MILLIS = 1_000;

    private static final long POLL_NANOS = 10_000_000;
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final String name;
    private final int retries;
    private final Duration timeout;
    private final TrafficService service;
    private final AutoCloseable library;
    private @Nullable Traffic traffic;

    private Consumer(String name, int retries, Duration timeout, TrafficService service, AutoCloseable library) {
        this.name = name;
        this.retries = retries;
        this.timeout = timeout;
        this.service = service;
        this.library = library;
    }

    /** One that a Spring file sets up and that finds its providers in a registry. Its name is unique in a test. */
    static Consumer registered(String name, int retries, String registry) {
        return registered(name, retries, registry, Map.of());
    }

    /** @param placeholders of traffic-consumer.xml */
    static Consumer registered(String name, int retries, String registry, Map<String, Object> placeholders) {
        Map<String, Object> all = new HashMap<>();
        all.put("interop.application", name);
        all.put("interop.registry", registry);
        all.put("interop.retries", retries);
        all.put("interop.timeout", PATIENT.toMillis());
        all.putAll(placeholders);
        ClassPathXmlApplicationContext context = SpringFile.load("traffic-consumer.xml", all);
        return new Consumer(name, retries, PATIENT, context.getBean("traffic", TrafficService.class), context);
    }

    /** One that knows its providers' ports, and finds a silent one dead after three heartbeats of a second. */
    static Consumer direct(String name, int retries, int... ports) {
        return direct(name, retries, false, ports);
    }

    /** As {@link #direct}, but its calls wait on no thread: their future is taken from the context. */
    static Consumer directAsync(String name, int retries, int... ports) {
        return direct(name, retries, true, ports);
    }

    private static Consumer direct(String name, int retries, boolean async, int... ports) {
        Tern tern = Tern.builder().application(name).start();
        String urls = Arrays.stream(ports).mapToObj(LocalTern::url).collect(Collectors.joining(";"));
        TrafficService service = LocalTern.stub(
                tern,
                TrafficService.class,
                urls,
                reference -> reference
                        .set("timeout", TIMEOUT.toMillis())
                        .set("retries", retries)
                        .set("async", async)
                        .set("reconnect", RECONNECT_MILLIS)
                        .parameter("heartbeat", String.valueOf(HEARTBEAT_MILLIS))
                        // What a fault costs with all the retries that it takes.
                        .parameter("tern.retry.budget", "0"));
        LocalTern.await("all are connected", LONGEST_END, () -> tern.stats().openConnections() == ports.length);
        return new Consumer(name, retries, TIMEOUT, service, tern);
    }

    /** Begins to call, a thread for each call. */
    History begin(int callsPerSecond, int sleepMillis) {
        return begin(Traffic.blocking(service), callsPerSecond, sleepMillis);
    }

    /** Begins to call, as a consumer of {@link #directAsync}. */
    History beginAsync(int callsPerSecond, int sleepMillis) {
        return begin(
                (ask, threads) -> {
                    service.ask(ask);
                    return RpcContext.getContext().<Told>getFuture();
                },
                callsPerSecond,
                sleepMillis);
    }

    private History begin(Traffic.Caller caller, int callsPerSecond, int sleepMillis) {
        Traffic begun = Traffic.start(name.hashCode(), caller, callsPerSecond, sleepMillis);
        traffic = begun;
        return begun.history();
    }

    /** Connections that are open; only of those that know their providers. */
    long openConnections() {
        return ((Tern) library).stats().openConnections();
    }

    /** How often something has happened; only of those that know their providers. */
    long count(RpcObserver.Event event) {
        return ((Tern) library).stats().count(event);
    }

    /** Ends the traffic, judges it and closes the consumer; what is left of it then is stuck. */
    Verdict end(Path records) {
        Traffic ending = traffic;
        if (ending == null) {
            throw new IllegalStateException("No traffic has begun");
        }
        // Each attempt has the whole timeout.
        Duration longest = timeout.multipliedBy(retries + 1);
        History history = ending.stop(longest.plusMillis(250));
        Tally tally = Tally.of(history, longest, Tally.ran(records), retries == 0);
        List<String> stuck = new ArrayList<>(remaining(this::calls));
        close();
        stuck.addAll(remaining(this::threads));
        return new Verdict(tally, stuck);
    }

    /** What is there after 10 s, or sooner if nothing is. */
    private static List<String> remaining(Supplier<List<String>> what) {
        long deadline = System.nanoTime() + LONGEST_END.toNanos();
        List<String> there = what.get();
        while (!there.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NANOS);
            there = what.get();
        }
        return there;
    }

    /** Calls that the library holds to be under way; only of those that know their providers. */
    private List<String> calls() {
        int calls = library instanceof Tern tern ? tern.stats().callsInFlight() : 0;
        return calls == 0 ? List.of() : List.of("calls in flight " + calls);
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> thread.startsWith("tern-") && thread.contains("-" + name + "-"))
                .toList();
    }

    @Override
    public void close() {
        if (traffic != null) {
            traffic.close();
        }
        try {
            library.close();
        } catch (Exception e) {
            throw new IllegalStateException("The consumer cannot be closed", e);
        }
    }
}
