// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Providers that leave the registry and come back while calls without retries go on. */
class RegistryStopTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int PROVIDERS = 3;

    /** As slow as a registry may be whose news arrive within the notice of a second. */
    private final MemoryRegistry registry = new MemoryRegistry(300);

    private final List<GatedWork> works = new ArrayList<>();
    private final List<Tern> providers = new ArrayList<>();
    private final List<ExportedService> services = new ArrayList<>();
    private Tern consumer;
    private Load load;

    @BeforeEach
    void start() {
        for (int i = 0; i < PROVIDERS; i++) {
            works.add(new GatedWork());
            providers.add(provider(LocalTern.freePort()));
            services.add(export(i));
        }
        consumer = Tern.builder()
                .application("consumer")
                .registry(registry)
                .element(registryElement())
                .start();
        WorkService stub = consumer.refer(
                        WorkService.class,
                        reference -> reference.set("timeout", 5_000).set("retries", 0))
                .get();
        LocalTern.await("all are connected", SOON, () -> consumer.stats().openConnections() == PROVIDERS);
        load = new Load(stub, 6);
        for (int i = 0; i < PROVIDERS; i++) {
            awaitUse(i);
        }
    }

    @AfterEach
    void close() {
        consumer.close();
        providers.forEach(Tern::close);
        registry.close();
    }

    private static ConfigElement registryElement() {
        return ConfigElement.of(ElementKind.REGISTRY).set("address", "memory://127.0.0.1:9");
    }

    private Tern provider(int port) {
        return Tern.builder()
                .application("provider")
                .registry(registry)
                .element(registryElement())
                .element(LocalTern.protocol(port))
                .start();
    }

    private ExportedService export(int i) {
        return providers.get(i).export(WorkService.class, works.get(i), attributes -> {});
    }

    private void awaitUse(int i) {
        int seen = works.get(i).started();
        LocalTern.await("provider " + i + " is used", SOON, () -> works.get(i).started() > seen + 50);
    }

    private void assertNoCallFailed() throws InterruptedException {
        assertThat(load.end()).as("failed calls of %s", load.succeeded()).isEmpty();
    }

    @Test
    void aRollingRestartCostsNoCall() throws Exception {
        for (int i = 0; i < PROVIDERS; i++) {
            int port = LocalTern.address(services.get(i)).getPort();
            long start = System.nanoTime();
            providers.get(i).close();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(9_000);
            assertThat(registry.providers(WorkService.class)).hasSize(PROVIDERS - 1);
            providers.set(i, provider(port));
            services.set(i, export(i));
            awaitUse(i);
        }
        assertNoCallFailed();
    }

    @Test
    void aServiceThatIsClosedAloneCostsNoCall() throws Exception {
        services.get(0).close();
        assertThat(registry.providers(WorkService.class)).hasSize(PROVIDERS - 1);
        services.set(0, export(0));
        awaitUse(0);
        assertNoCallFailed();
    }

    @Test
    void offlineEmptiesAProviderThatIsStillServingAndOnlineFillsItAgain() throws Exception {
        providers.get(0).offline().get(5, TimeUnit.SECONDS);
        services.get(1).offline().get(5, TimeUnit.SECONDS);
        assertThat(registry.providers(WorkService.class)).hasSize(1);
        LocalTern.await("only the third is used", SOON, () -> {
            int first = works.get(0).started();
            int second = works.get(1).started();
            awaitUse(2);
            return works.get(0).started() == first && works.get(1).started() == second;
        });
        WorkService direct = LocalTern.stub(consumer, WorkService.class, LocalTern.url(services.get(0)));
        assertThat(direct.quick("x")).as("it is still served").isEqualTo("x");
        providers.get(0).online().get(5, TimeUnit.SECONDS);
        services.get(1).online().get(5, TimeUnit.SECONDS);
        awaitUse(0);
        awaitUse(1);
        assertNoCallFailed();
    }
}
