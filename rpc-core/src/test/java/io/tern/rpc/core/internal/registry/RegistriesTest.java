// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.RegistrySample;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistriesTest {
    private static final RegistrySettings SETTINGS =
            RegistrySample.of("r", "fake").settings();
    private static final Executor THREADS = task -> new Thread(task, "test").start();

    private final FakeRegistry registry = new FakeRegistry("fake");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Registries registries =
            new Registries(kind -> registry, new RegistryContext("app", new FakeTicker(), timer, new RpcObserver() {}));

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    /** Makes a registry for each time that it is asked. */
    private static RegistryFactory always(List<Registry> made) {
        return new RegistryFactory() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Registry create(RegistrySettings settings, RegistryContext context) {
                Registry registry = new FakeRegistry("fake");
                made.add(registry);
                return registry;
            }
        };
    }

    @Test
    void whatMattersForTheConnectionTellsRegistriesApartAndIdsDoNot() {
        List<Registry> made = new ArrayList<>();
        Registries each = new Registries(
                kind -> always(made), new RegistryContext("app", new FakeTicker(), timer, new RpcObserver() {}));
        Registry first = each.open(SETTINGS);
        RegistrySettings twin =
                RegistrySample.of("twin", "fake").check(false).simplified().settings();
        assertThat(each.open(twin)).isSameAs(first);
        List<RegistrySettings> others = List.of(
                RegistrySample.of("r", "other").settings(),
                RegistrySample.of("r", "fake").addresses("10.0.0.8:2181").settings(),
                RegistrySample.of("r", "fake").timeoutMillis(7).settings(),
                RegistrySample.of("r", "fake").dynamic(false).settings());
        others.forEach(settings -> assertThat(each.open(settings)).isNotSameAs(first));
        assertThat(made).hasSize(1 + others.size());
        each.close();
    }

    @Test
    void allAreClosedAndNoneIsOpenedAnyMore() {
        registries.open(SETTINGS);
        registries.close(5_000, THREADS);
        assertThat(registry.log).containsExactly("close");
        assertThatThrownBy(() -> registries.open(SETTINGS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutARegistryNoThreadIsNeededToCloseThem() {
        registries.close(5_000, task -> {
            throw new AssertionError("there is nothing to do");
        });
        assertThatThrownBy(() -> registries.open(SETTINGS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRegistryThatDoesNotCloseIsNotWaitedForLongerThanAllowed() {
        registries.open(SETTINGS);
        CountDownLatch never = new CountDownLatch(1);
        long start = System.nanoTime();
        try (LogCapture log = new LogCapture(Registries.class)) {
            registries.close(
                    50,
                    task -> THREADS.execute(() -> {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("within 50 ms"));
        }
        never.countDown();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
