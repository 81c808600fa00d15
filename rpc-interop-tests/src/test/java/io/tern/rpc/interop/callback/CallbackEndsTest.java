// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.callback.HubBench.TestEar;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import io.tern.rpc.interop.harness.FaultProxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callback arguments when connections break and come back, and when their providers are found in a registry. */
@Timeout(120)
class CallbackEndsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 1_000;

    /** Calls until the connection is there again. */
    private static void addAgain(Hub hub, TestEar ear) {
        long start = System.nanoTime();
        while (true) {
            try {
                hub.add(ear);
                return;
            } catch (RpcException e) {
                if (System.nanoTime() - start > SOON.toNanos()) {
                    throw e;
                }
            }
        }
    }

    @Test
    void afterAReconnectTheConsumerHasToPassItsObjectsAgain() {
        try (HubBench bench = new HubBench();
                FaultProxy proxy =
                        FaultProxy.to(LocalTern.address(bench.service).getPort())) {
            Hub hub = HubBench.hub(bench.consumer, LocalTern.url(proxy.port()), element -> {});
            TestEar ear = new TestEar("one");
            hub.add(ear);
            Hub.Ear lost = bench.newest();
            assertThat(lost.hear("a")).isEqualTo("one heard a");
            proxy.reset();
            LocalTern.await(
                    "nothing is left",
                    SOON,
                    () -> bench.consumer.stats().callbackObjects() == 0
                            && bench.provider.stats().callbackProxies() == 0);
            assertThatThrownBy(() -> lost.hear("b")).isInstanceOf(RpcConnectionException.class);
            addAgain(hub, ear);
            assertThat(bench.newest()).isNotSameAs(lost);
            assertThat(bench.newest().hear("c")).isEqualTo("one heard c");
            assertThatThrownBy(() -> lost.hear("d")).isInstanceOf(RpcConnectionException.class);
            assertThat(ear.heard).containsExactly("a", "c");
        }
    }

    @Test
    void nothingIsLeftAfterAThousandConnections() {
        try (HubBench bench = new HubBench();
                FaultProxy proxy =
                        FaultProxy.to(LocalTern.address(bench.service).getPort())) {
            TestEar ear = new TestEar("one");
            for (int i = 0; i < CONNECTIONS; i++) {
                Reference<Hub> reference = bench.consumer.refer(Hub.class, element -> {
                    HubBench.methods(element);
                    element.set("url", LocalTern.url(proxy.port()))
                            .set("timeout", 5_000)
                            .set("check", false);
                });
                reference.get().add(ear);
                assertThat(bench.newest().hear("x")).isEqualTo("one heard x");
                if (i % 2 == 0) {
                    proxy.reset();
                }
                reference.close();
                bench.ears.clear();
            }
            LocalTern.await(
                    "nothing is left",
                    SOON,
                    () -> bench.provider.stats().callbackProxies() == 0
                            && bench.consumer.stats().callbackObjects() == 0
                            && bench.provider.stats().openConnections() == 0);
            assertThat(proxy.accepted()).isGreaterThanOrEqualTo(CONNECTIONS);
        }
    }

    @Test
    void aCallbackThatRunsWhenTheConnectionBreaksFailsAtTheProvider() throws Exception {
        try (HubBench bench = new HubBench();
                FaultProxy proxy =
                        FaultProxy.to(LocalTern.address(bench.service).getPort())) {
            CompletableFuture<Void> release = new CompletableFuture<>();
            CompletableFuture<Void> running = new CompletableFuture<>();
            HubBench.hub(bench.consumer, LocalTern.url(proxy.port()), element -> {})
                    .add(new TestEar(text -> {
                        running.complete(null);
                        release.join();
                        return text;
                    }));
            CompletableFuture<String> call =
                    CompletableFuture.supplyAsync(() -> bench.newest().hear("a"), LocalTern.threads());
            running.get(5, TimeUnit.SECONDS);
            proxy.reset();
            assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(RpcConnectionException.class)
                    .hasMessageContaining("the consumer may have run it");
            release.complete(null);
        }
    }

    @Test
    void throughARegistryTheProvidersWordIsEnough() {
        try (MemoryRegistry registry = new MemoryRegistry(0);
                Tern provider = Tern.builder()
                        .application("provider")
                        .registry(registry)
                        .element(registryElement())
                        .element(LocalTern.protocol())
                        .start();
                Tern consumer = Tern.builder()
                        .application("consumer")
                        .registry(registry)
                        .element(registryElement())
                        .start();
                HubBench service = new HubBench()) {
            provider.export(Hub.class, service, element -> {
                HubBench.methods(element);
                element.set("callbacks", 2).set("group", "loud").set("token", "secret");
            });
            Hub hub = consumer.refer(
                            Hub.class, element -> element.set("group", "loud").set("timeout", 5_000))
                    .get();
            TestEar one = new TestEar("one");
            hub.addBoth(one, "x", new TestEar("two"));
            assertThat(service.newest().hear("a")).isEqualTo("two heard a");
            // The provider's limit became the consumer's.
            assertThatThrownBy(() -> hub.add(new TestEar("three"))).isInstanceOf(IllegalStateException.class);
            assertThat(hub.remove(one)).isTrue();
            assertThat(consumer.stats().callbackObjects()).isEqualTo(1);
        }
    }

    private static ConfigElement registryElement() {
        return ConfigElement.of(ElementKind.REGISTRY).set("address", "memory://127.0.0.1:9");
    }
}
