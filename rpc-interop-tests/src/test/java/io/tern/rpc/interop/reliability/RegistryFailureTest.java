// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.traffic.History;
import io.tern.rpc.interop.traffic.TrafficService;
import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is away, forgets, or comes and goes: calls go on, and providers are registered again. */
class RegistryFailureTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PROVIDERS = "/dubbo/" + TrafficService.class.getName() + "/providers";
    /** More than the pauses between two attempts of the consumers to reach the registry. */
    private static final int FLAP_MILLIS = 200;
    /** From when the registry can be reached again. */
    private static final int REGISTERED_MILLIS = 5_000;

    @TempDir
    private Path directory;

    private List<Provider> providers = List.of();

    @AfterEach
    void stop() {
        providers.forEach(Provider::close);
    }

    private Consumer begin(String registry) {
        providers = Stream.of("one", "two")
                .map(name -> Provider.tern(name, registry, directory))
                .toList();
        providers.forEach(Provider::start);
        Consumer consumer = Consumer.registered("once", 0, registry);
        consumer.begin(Scale.of("rate", 100, 400), 0);
        return consumer;
    }

    @Test
    void aRegistryThatHangsIsNotMissed() {
        try (Zookeeper zookeeper = new Zookeeper(directory);
                Consumer consumer = begin(zookeeper.address())) {
            zookeeper.freeze();
            Pair.sleep(TimeUnit.SECONDS.toMillis(Scale.of("registry-seconds", 5, 60)));
            zookeeper.thaw();
            long registered = untilRegistered(zookeeper.address());
            long found = untilBothAreFound(zookeeper.address());
            end(consumer, "B15-registry-hangs", registered, "found again after " + found + " ms");
        }
    }

    @Test
    void aRegistryThatDiesAndComesBackEmptyIsFilledAgain() {
        try (Zookeeper zookeeper = new Zookeeper(directory);
                Consumer consumer = begin(zookeeper.address())) {
            zookeeper.kill();
            Pair.sleep(TimeUnit.SECONDS.toMillis(Scale.of("registry-seconds", 5, 60)));
            zookeeper.restartEmpty();
            long registered = untilRegistered(zookeeper.address());
            long found = untilBothAreFound(zookeeper.address());
            end(consumer, "B15-registry-killed-and-empty", registered, "found again after " + found + " ms");
        }
    }

    @Test
    void expiredSessionsAndLostConnectionsAreMadeGood() throws Exception {
        try (LocalZookeeper zookeeper = LocalZookeeper.open();
                Consumer consumer = begin("zookeeper://" + zookeeper.address())) {
            zookeeper.expireAll();
            long expired = untilRegistered("zookeeper://" + zookeeper.address());
            assertThat(expired).as("ms from the expiry").isLessThanOrEqualTo(REGISTERED_MILLIS);
            for (int flap = 0; flap < Scale.of("flaps", 5, 20); flap++) {
                Pair.sleep(FLAP_MILLIS);
                zookeeper.dropConnections();
                Pair.sleep(FLAP_MILLIS);
                zookeeper.stop();
                Pair.sleep(FLAP_MILLIS);
                zookeeper.start();
            }
            long registered = untilRegistered("zookeeper://" + zookeeper.address());
            String test = "B15-sessions-expire-and-registry-flaps";
            end(consumer, test, registered, "after the expiry " + expired + " ms");
        }
    }

    /** Ends the traffic: no call may have failed, and providers were registered again soon. */
    private void end(Consumer consumer, String test, long registeredMillis, String... figures) {
        List<String> all = new ArrayList<>(List.of("registered again after " + registeredMillis + " ms"));
        all.addAll(List.of(figures));
        consumer.end(directory).report(test, all.toArray(String[]::new)).assertNoneFailed();
        assertThat(registeredMillis)
                .as("ms until providers are registered again")
                .isLessThanOrEqualTo(REGISTERED_MILLIS);
    }

    /** Milliseconds until the registry has an entry of each provider. */
    private long untilRegistered(String registry) {
        String address = registry.substring("zookeeper://".length());
        long now = System.nanoTime();
        LocalTern.await("both are registered", SOON, () -> {
            try {
                return LocalZookeeper.children(address, PROVIDERS).size() == providers.size();
            } catch (Exception e) {
                // It cannot be asked at the moment.
                return false;
            }
        });
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now);
    }

    /** Milliseconds until a consumer that knows nothing has found both providers. */
    private long untilBothAreFound(String registry) {
        long now = System.nanoTime();
        try (Consumer fresh = Consumer.registered("fresh", 0, registry, Map.of("interop.check", false))) {
            History history = fresh.begin(50, 0);
            LocalTern.await("both are found", SOON, () -> history.served().size() == providers.size());
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now);
    }
}
