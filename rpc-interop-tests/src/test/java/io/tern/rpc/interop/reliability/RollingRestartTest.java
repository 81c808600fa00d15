// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.traffic.History;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three providers that are stopped and started one after the other: no caller notices, whether it tries once or again. */
class RollingRestartTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);
    private static final int IN_USE = 10;

    /**
     * A provider that has just started gets few calls at first, as by default, where it takes ten minutes. It has as
     * many threads as calls that a pause of the machine can hold up: refusing them is not what is tested.
     */
    private static final Map<String, String> SETTINGS = Map.of("interop.warmup", "10000", "interop.threads", "1000");

    @TempDir
    private Path directory;

    private Zookeeper zookeeper;
    private List<Provider> providers = List.of();

    @BeforeEach
    void start() {
        zookeeper = new Zookeeper(directory);
        providers = Stream.of("one", "two", "three")
                .map(name -> Provider.tern(name, zookeeper.address(), directory, SETTINGS))
                .toList();
        providers.forEach(Provider::start);
    }

    @AfterEach
    void stop() {
        providers.forEach(Provider::close);
        zookeeper.close();
    }

    @Test
    void aRollingRestartCostsNoCallWithOrWithoutRetries() {
        int rate = Scale.of("rate", 150, 250);
        long roundNanos = TimeUnit.SECONDS.toNanos(Scale.of("round-seconds", 0, 60));
        try (Consumer once = Consumer.registered("once", 0, zookeeper.address());
                Consumer again = Consumer.registered("again", 2, zookeeper.address())) {
            History history = once.begin(rate, 0);
            again.begin(rate, 0);
            providers.forEach(provider -> awaitUse(provider, history));
            for (int round = 0; round < Scale.of("rounds", 2, 20); round++) {
                long begun = System.nanoTime();
                for (Provider provider : providers) {
                    provider.stop();
                    provider.start();
                    awaitUse(provider, history);
                }
                LocalTern.await(
                        "the round is long enough", LONGEST_ROUND, () -> System.nanoTime() - begun >= roundNanos);
            }
            Verdict tried = once.end(directory).report("D2-rolling-restart-retries-0");
            Verdict retried = again.end(directory).report("D1-rolling-restart-failover");
            tried.assertNoneFailed();
            retried.assertNoneFailed();
        }
    }

    private static void awaitUse(Provider provider, History history) {
        long now = System.nanoTime();
        LocalTern.await(
                provider.name() + " is used",
                SOON,
                () -> history.servedSince(now).getOrDefault(provider.name(), 0L) >= IN_USE);
    }
}
