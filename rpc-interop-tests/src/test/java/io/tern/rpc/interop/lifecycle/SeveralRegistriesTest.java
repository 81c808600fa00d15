// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A consumer of two registries, of which each knows one provider, and what {@code cluster} of the registries makes of that. */
@Timeout(60)
class SeveralRegistriesTest {
    private static final int HASTY_MILLIS = 1_500;

    @TempDir
    private Path directory;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final GatedWork near = new GatedWork();
    private final GatedWork far = new GatedWork();
    private Tern nearProvider;
    private ConfigElement nearRegistry;
    private ConfigElement farRegistry;

    @BeforeEach
    void start() throws IOException {
        nearProvider = LocalTern.provider(protocol -> {});
        opened.push(nearProvider);
        Tern farProvider = LocalTern.provider(protocol -> {});
        opened.push(farProvider);
        nearRegistry = registry("near", nearProvider, near).set("preferred", true);
        farRegistry = registry("far", farProvider, far);
    }

    @AfterEach
    void close() throws Exception {
        near.open();
        far.open();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private ConfigElement registry(String id, Tern provider, GatedWork work) throws IOException {
        String url = LocalTern.url(provider.export(WorkService.class, work, service -> {}));
        String name = WorkService.class.getName();
        Path file = directory.resolve(id + ".txt");
        Files.writeString(file, url + "/" + name + "?interface=" + name + "\n");
        return ConfigElement.of(ElementKind.REGISTRY).set("id", id).set("address", "file://" + file);
    }

    private WorkService consumer(Consumer<ConfigElement> registries) {
        return consumer(registries, reference -> {});
    }

    /** A gated call of it ends soon; what is answered has time. */
    private WorkService hasty(Consumer<ConfigElement> registries) {
        return consumer(
                registries, reference -> reference.method("gated", method -> method.set("timeout", HASTY_MILLIS)));
    }

    private WorkService consumer(Consumer<ConfigElement> registries, Consumer<ConfigElement> attributes) {
        registries.accept(farRegistry);
        Tern tern = Tern.builder()
                .application("consumer")
                .element(nearRegistry)
                .element(farRegistry)
                .start();
        opened.push(tern);
        WorkService work = tern.refer(
                        WorkService.class, reference -> attributes.accept(reference.set("timeout", 10_000)))
                .get();
        LocalTern.await(
                "both are connected", Duration.ofSeconds(10), () -> tern.stats().openConnections() == 2);
        return work;
    }

    @Test
    void failoverFindsTheAnswerInAnotherRegistry() {
        WorkService work = hasty(registry -> registry.set("cluster", "failover"));
        assertThat(work.quick("a")).isEqualTo("a");
        assertThat(near.started()).isEqualTo(1);
        assertThat(far.started()).isZero();

        far.open();
        assertThat(work.gated("b")).as("the near one does not answer").isEqualTo("b");
        assertThat(near.started()).isEqualTo(2);
        assertThat(far.started()).isEqualTo(1);

        near.open();
        nearProvider.close();
        for (int i = 0; i < 20; i++) {
            assertThat(work.quick("c" + i)).isEqualTo("c" + i);
        }
        assertThat(far.started()).isEqualTo(21);
    }

    @Test
    void withoutItACallStaysInItsRegistry() {
        WorkService work = hasty(registry -> {});
        assertThat(work.quick("a")).as("the first call loads classes").isEqualTo("a");
        far.open();
        assertThatThrownBy(() -> work.gated("b")).isInstanceOf(RpcTimeoutException.class);
        assertThat(near.started())
                .as("all attempts of the reference's failover")
                .isEqualTo(1 + 3);
        assertThat(far.started()).isZero();
    }

    @Test
    void broadcastReachesOneProviderOfEachRegistry() {
        WorkService work = consumer(registry -> registry.set("cluster", "broadcast"));
        assertThat(work.quick("a")).isEqualTo("a");
        assertThat(near.started()).isEqualTo(1);
        assertThat(far.started()).isEqualTo(1);
    }

    @Test
    void forkingTakesTheFirstAnswer() {
        WorkService work =
                consumer(registry -> registry.set("cluster", "forking").set("forks", 2));
        far.open();
        assertThat(work.gated("a")).isEqualTo("a");
        assertThat(far.started()).isEqualTo(1);
    }
}
