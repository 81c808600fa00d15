// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import io.tern.rpc.spi.registry.DubboUrl;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A service with ten thousand providers: how long a consumer takes to start, and whether calls notice when the list changes.
 * All but one stand at the address of that one in groups of their own, with a tag that keeps calls away, so that one
 * connection is enough. Time is measured, so this is no part of every build.
 */
@EnabledIfSystemProperty(named = Scale.LONG, matches = "true")
class ManyProvidersTest {
    private static final int PROVIDERS = 10_000;
    private static final int ROUNDS = 5;
    private static final int CHANGES = 40;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_START_MILLIS = 2_000;
    private static final long LONGEST_CALL_MILLIS = 500;

    /** Called by the test. */
    public interface Numbers {
        /** The next one. */
        int next(int number);
    }

    @Test
    void theStartIsShortAndCallsDoNotWaitForAChangedList() throws Exception {
        int port = LocalTern.freePort();
        try (MemoryRegistry registry = new MemoryRegistry(0);
                Tern provider = Tern.builder()
                        .application("numbers")
                        .registry(registry)
                        .element(element())
                        .element(LocalTern.protocol(port))
                        .element(ConfigElement.service(Numbers.class, (Numbers) number -> number + 1)
                                .set("group", "real"))
                        .start()) {
            for (int i = 1; i < PROVIDERS; i++) {
                registry.add(nobody(i, port));
            }
            long[] starts = new long[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                try (Tern consumer = consumer(registry)) {
                    if (round >= 0) { // the first one pays for classes
                        starts[round] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                    }
                    assertThat(((Numbers) consumer.reference("numbers").get()).next(round))
                            .isEqualTo(round + 1);
                }
            }
            long median = Arrays.stream(starts).sorted().toArray()[ROUNDS / 2];
            long longest = longestCallMillis(registry, port);
            Verdict.write(
                    "ten-thousand-providers",
                    "start " + Arrays.toString(starts) + " ms, median " + median
                            + " ms; longest call while the list changed " + CHANGES + " times: " + longest + " ms");
            assertThat(median).as("start").isLessThan(LONGEST_START_MILLIS);
            assertThat(longest).as("longest call").isLessThan(LONGEST_CALL_MILLIS);
            assertThat(provider.stats().requestsRunning()).isZero();
        }
    }

    /** Of calls made one after the other while providers come and go. */
    private static long longestCallMillis(MemoryRegistry registry, int port) throws Exception {
        try (Tern consumer = consumer(registry)) {
            Numbers numbers = (Numbers) consumer.reference("numbers").get();
            AtomicInteger changes = new AtomicInteger();
            CompletableFuture<Void> changing = CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < CHANGES; i++) {
                            registry.add(nobody(PROVIDERS + i, port));
                            changes.incrementAndGet();
                            LockSupport.parkNanos(PAUSE_NANOS);
                        }
                    },
                    LocalTern.threads());
            long longest = 0;
            int number = 0;
            while (!changing.isDone()) {
                long begun = System.nanoTime();
                assertThat(numbers.next(number)).isEqualTo(number + 1);
                longest = Math.max(longest, System.nanoTime() - begun);
                number++;
            }
            changing.get(1, TimeUnit.SECONDS);
            assertThat(changes).hasValue(CHANGES);
            assertThat(number).as("calls").isGreaterThan(CHANGES);
            return TimeUnit.NANOSECONDS.toMillis(longest);
        }
    }

    private static Tern consumer(MemoryRegistry registry) {
        return Tern.builder()
                .application("counting")
                .registry(registry)
                .element(element())
                .element(ConfigElement.reference(Numbers.class)
                        .set("id", "numbers")
                        .set("group", "*")
                        .set("timeout", Duration.ofSeconds(20).toMillis()))
                .start();
    }

    private static ConfigElement element() {
        return ConfigElement.of(ElementKind.REGISTRY)
                .set("address", "memory://here:1")
                .set("file", "false");
    }

    /** An entry of the size that Dubbo's have. */
    private static DubboUrl nobody(int number, int port) {
        String service = Numbers.class.getName();
        return new DubboUrl(
                "dubbo",
                "127.0.0.1",
                port,
                service,
                Map.of(
                        "interface",
                        service,
                        "group",
                        "group" + number,
                        "dubbo.tag",
                        "nobody",
                        "methods",
                        "method,".repeat(50)));
    }
}
