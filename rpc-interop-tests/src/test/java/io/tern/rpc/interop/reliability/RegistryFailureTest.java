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
            long found = untilBothAreFound(zookeeper.address());
            consumer.end(directory)
                    .report("B15-registry-hangs", "found again after " + found + " ms")
                    .assertNoneFailed();
        }
    }

    @Test
    void aRegistryThatDiesAndComesBackEmptyIsFilledAgain() {
        try (Zookeeper zookeeper = new Zookeeper(directory);
                Consumer consumer = begin(zookeeper.address())) {
            zookeeper.kill();
            Pair.sleep(TimeUnit.SECONDS.toMillis(Scale.of("registry-seconds", 5, 60)));
            zookeeper.restartEmpty();
            long found = untilBothAreFound(zookeeper.address());
            consumer.end(directory)
                    .report("B15-registry-killed-and-empty", "found again after " + found + " ms")
                    .assertNoneFailed();
        }
    }

    @Test
    void expiredSessionsAndLostConnectionsAreMadeGood() throws Exception {
        try (LocalZookeeper zookeeper = LocalZookeeper.open();
                Consumer consumer = begin("zookeeper://" + zookeeper.address())) {
            zookeeper.expireAll();
            long found = awaitRegistered(zookeeper);
            for (int flap = 0; flap < Scale.of("flaps", 5, 20); flap++) {
                zookeeper.dropConnections();
                Pair.sleep(FLAP_MILLIS);
                zookeeper.stop();
                Pair.sleep(FLAP_MILLIS);
                zookeeper.start();
                Pair.sleep(FLAP_MILLIS);
            }
            awaitRegistered(zookeeper);
            consumer.end(directory)
                    .report("B15-sessions-expire-and-registry-flaps", "registered again after " + found + " ms")
                    .assertNoneFailed();
            assertThat(found).as("ms until providers are registered again").isLessThanOrEqualTo(5_000);
        }
    }

    private long awaitRegistered(LocalZookeeper zookeeper) {
        long now = System.nanoTime();
        LocalTern.await("both are registered", SOON, () -> {
            try {
                return zookeeper.children(PROVIDERS).size() == providers.size();
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
