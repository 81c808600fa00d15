// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Router;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A router of the application's own, for direct addresses and for a registry. */
@Timeout(60)
class RouterTest {
    private final MemoryRegistry memory = new MemoryRegistry(0);
    private final Where where = new Where();
    private Tern first;
    private Tern second;
    private int wanted;

    /** Lets calls go to one port only. */
    private final class OnePort implements Router {
        @Override
        public String name() {
            return "one-port";
        }

        @Override
        public List<EndpointInvoker> route(List<EndpointInvoker> providers, Invocation call) {
            return providers.stream()
                    .filter(provider -> provider.endpoint().port() == wanted)
                    .toList();
        }
    }

    @BeforeEach
    void start() {
        first = provider("first");
        second = provider("second");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        memory.close();
    }

    private static ConfigElement registry() {
        return ConfigElement.of(ElementKind.REGISTRY).set("address", "memory://here:1");
    }

    private Tern provider(String name) {
        return Tern.builder()
                .application(name)
                .registry(memory)
                .element(registry())
                .element(LocalTern.protocol().set("threadname", name))
                .element(ConfigElement.service(WhereService.class, where).id("where"))
                .start();
    }

    private static int port(Tern provider) {
        return LocalTern.address(provider.service("where")).getPort();
    }

    private static Consumer<ConfigElement> direct(Tern first, Tern second) {
        return reference -> reference.set("url", LocalTern.url(port(first)) + ";" + LocalTern.url(port(second)));
    }

    private Tern consumer() {
        return Tern.builder()
                .application("consumer")
                .registry(memory)
                .router(new OnePort())
                .element(registry())
                .start();
    }

    /** Who answers when both providers are connected: the one that is not gets no call while the other is. */
    private static Set<String> served(Tern consumer, Consumer<ConfigElement> attributes) {
        awaitConnections(consumer, 0); // those of the reference before
        try (Reference<WhereService> reference = consumer.refer(
                WhereService.class, r -> attributes.accept(r.set("id", "where").set("timeout", 5_000)))) {
            awaitConnections(consumer, 2);
            Set<String> names = new HashSet<>();
            for (int i = 0; i < 60; i++) {
                names.add(reference.get().thread().replaceAll("-\\d+$", ""));
            }
            return names;
        }
    }

    private static void awaitConnections(Tern consumer, int open) {
        LocalTern.await(
                open + " connections",
                Duration.ofSeconds(10),
                () -> consumer.stats().openConnections() == open);
    }

    @Test
    void itDecidesForTheReferencesThatNameIt() {
        try (Tern consumer = consumer()) {
            for (Consumer<ConfigElement> source :
                    List.<Consumer<ConfigElement>>of(direct(first, second), reference -> {})) {
                wanted = port(second);
                assertThat(served(consumer, source)).containsExactlyInAnyOrder("first", "second");
                assertThat(served(consumer, source.andThen(r -> r.set("router", "one-port"))))
                        .containsExactly("second");
                wanted = port(first);
                assertThat(served(consumer, source.andThen(r -> r.set("router", "condition, one-port,tag"))))
                        .containsExactly("first");
            }
        }
    }

    @Test
    void theConsumerElementNamesItForAll() {
        wanted = port(second);
        try (Tern consumer = Tern.builder()
                .application("consumer")
                .router(new OnePort())
                .element(ConfigElement.of(ElementKind.CONSUMER).set("router", "one-port"))
                .start()) {
            assertThat(served(consumer, direct(first, second))).containsExactly("second");
        }
    }

    @Test
    void whereItLeavesNobodyTheCallFails() {
        wanted = 1;
        try (Tern consumer = consumer()) {
            for (Consumer<ConfigElement> source :
                    List.<Consumer<ConfigElement>>of(direct(first, second), reference -> {})) {
                assertThatThrownBy(() -> served(consumer, source.andThen(r -> r.set("router", "one-port"))))
                        .isInstanceOf(NoProviderException.class);
            }
        }
    }

    @Test
    void anUnknownOneIsReportedWithTheKnownOnes() {
        try (Tern consumer = consumer()) {
            assertThatThrownBy(() -> served(consumer, direct(first, second).andThen(r -> r.set("router", "one-prt"))))
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining("CFG-05")
                    .hasMessageContaining("attribute router = \"one-prt\"")
                    .hasMessageContaining("condition")
                    .hasMessageContaining("did you mean \"one-port\"?");
        }
    }
}
