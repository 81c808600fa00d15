// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcException;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.RegistrySample;
import io.tern.rpc.core.fixture.ServiceSample;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.RegistryContext;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final String NAME = Foo.class.getName();

    private final FakeRegistry zookeeper = new FakeRegistry("zookeeper");
    private final FakeRegistry other = new FakeRegistry("other");
    private final FakeRegistry absent = FakeRegistry.down("absent");
    private final Map<String, FakeRegistry> kinds = Map.of("zookeeper", zookeeper, "other", other, "absent", absent);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Publisher publisher = new Publisher(
            new Registries(kinds::get, new RegistryContext("prov-app", new FakeTicker(), timer, new RpcObserver() {})),
            new LocalAddress(new AddressVariables(Map.of(), Map.of()), new FakeNetwork().card("eth0", "10.0.0.1")),
            "prov-app",
            Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC));

    interface Foo {
        String foo();
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private static ServiceSample foo(RegistrySettings... registries) {
        return ServiceSample.of("foo", Foo.class, () -> "foo").in(registries);
    }

    private static Map<ProtocolSettings, InetSocketAddress> ports(ServiceSettings service) {
        Map<ProtocolSettings, InetSocketAddress> ports = new LinkedHashMap<>();
        service.protocols().forEach(protocol -> ports.put(protocol, new InetSocketAddress(protocol.port())));
        return ports;
    }

    private void publish(ServiceSettings service) {
        assertThat(publisher.listing(service, ports(service), () -> true).refresh())
                .isCompleted();
    }

    @Test
    void thereIsOneEntryForEachProtocolAndRegistry() {
        publish(foo(
                        RegistrySample.of("a", "zookeeper").settings(),
                        RegistrySample.of("b", "other").settings())
                .on(ServiceSample.protocol("one", null, 20_880), ServiceSample.protocol("two", null, 20_881))
                .settings());
        for (FakeRegistry registry : List.of(zookeeper, other)) {
            assertThat(registry.log)
                    .containsExactly(
                            "register dubbo://10.0.0.1:20880/" + NAME, "register dubbo://10.0.0.1:20881/" + NAME);
        }
        assertThat(zookeeper.entries(NAME, Category.PROVIDERS))
                .allSatisfy(text -> assertThat(text)
                        .contains("&pid=" + ProcessHandle.current().pid() + "&", "&timestamp=1700000000000"));
    }

    @Test
    void protocolsThatShareAPortHaveOneEntry() {
        publish(foo(RegistrySample.of("a", "zookeeper").settings())
                .on(ServiceSample.protocol("one", null, 20_880), ServiceSample.protocol("two", null, 20_880))
                .settings());
        assertThat(zookeeper.log).hasSize(1);
    }

    @Test
    void aRegistryTakesTheProtocolsThatItAccepts() {
        ServiceSettings service = foo(
                        RegistrySample.of("a", "zookeeper").accepts("dubbo").settings(),
                        RegistrySample.of("b", "other").accepts("rest", "tri").settings())
                .settings();
        publish(service);
        assertThat(zookeeper.log).hasSize(1);
        assertThat(other.log).isEmpty();
    }

    @Test
    void registerFalseOfRegistryOrServicePublishesNothing() {
        publish(foo(RegistrySample.of("a", "zookeeper").register(false).settings())
                .settings());
        publish(foo(RegistrySample.of("b", "other").settings())
                .published(Map.of("register", "false"))
                .settings());
        assertThat(zookeeper.log).isEmpty();
        assertThat(other.log).isEmpty();
    }

    @Test
    void aListenerOnOneAddressIsNoAnyHost() {
        ServiceSettings service = foo(RegistrySample.of("a", "zookeeper").settings())
                .on(ServiceSample.protocol("p", "127.0.0.1", 20_880))
                .settings();
        publisher
                .listing(
                        service,
                        Map.of(service.protocols().get(0), new InetSocketAddress("127.0.0.1", 31_000)),
                        () -> true)
                .refresh();
        assertThat(zookeeper.entries(NAME, Category.PROVIDERS))
                .singleElement()
                .asString()
                .startsWith("dubbo://127.0.0.1:31000/")
                .contains("anyhost=false");
    }

    @Test
    void aRegistryThatCannotBeReachedFailsTheStartAndSaysWhatToDo() {
        ServiceSettings service = foo(
                        RegistrySample.of("zk1", "absent").timeoutMillis(40).settings(),
                        RegistrySample.of("b", "other").settings())
                .settings();
        assertThatThrownBy(() -> publisher.awaitRegistries(List.of(service), stopped))
                .isInstanceOf(RpcException.class)
                .hasMessageContainingAll(
                        "registry zk1 (absent://10.0.0.9:2181)", "timeout=\"40\" ms", "provider.xml", "check=\"false\"")
                .hasMessageNotContaining("other")
                .hasMessageNotContaining("secret-password")
                .satisfies(
                        error -> assertThat(((RpcException) error).isNetwork()).isTrue());
    }

    @Test
    void nobodyWaitsForARegistryWithoutCheckOrWithoutEntries() {
        publisher.awaitRegistries(
                List.of(
                        foo(RegistrySample.of("a", "absent").check(false).settings())
                                .settings(),
                        foo(RegistrySample.of("b", "absent").register(false).settings())
                                .settings()),
                stopped);
    }

    @Test
    void aRegistryThatComesInTimeIsEnough() throws Exception {
        ServiceSettings service = foo(RegistrySample.of("a", "absent")
                        .timeoutMillis(20_000)
                        .settings())
                .settings();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> publisher.awaitRegistries(List.of(service), stopped), task -> new Thread(task, "test").start());
        absent.up();
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoClosesMeanwhileEndsTheWait() throws Exception {
        ServiceSettings service = foo(RegistrySample.of("a", "absent")
                        .timeoutMillis(20_000)
                        .settings())
                .settings();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> publisher.awaitRegistries(List.of(service), stopped), task -> new Thread(task, "test").start());
        stopped.complete(null);
        waiting.get(10, TimeUnit.SECONDS);
    }
}
