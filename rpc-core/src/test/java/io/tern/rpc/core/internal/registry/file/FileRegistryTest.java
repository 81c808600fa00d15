// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.fixture.HeardEntries;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegistryTest {
    private static final String A1 = "dubbo://10.0.0.1:20880/demo.A?group=g";
    private static final String A2 = "dubbo://10.0.0.2:20880/demo.A";
    private static final String B = "dubbo://10.0.0.1:20880/demo.B";
    private static final ServiceQuery QUERY =
            new ServiceQuery("demo.A", null, null, Set.of(Category.PROVIDERS, Category.ROUTERS));

    @TempDir
    Path directory;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final RegistryContext context = new RegistryContext("test", Ticker.SYSTEM, scheduler, new RpcObserver() {});
    private final HeardEntries heard = new HeardEntries();
    private Path path;
    private FileRegistry registry;

    @BeforeEach
    void makeRegistry() {
        path = directory.resolve("providers.txt");
        registry = new FileRegistry(path, context);
    }

    @AfterEach
    void close() {
        registry.close();
        scheduler.shutdownNow();
    }

    @Test
    void aListenerHearsItsServiceAndEmptyCategories() throws Exception {
        write(A1, A2, B);
        registry.start(10);
        Subscription subscription = registry.subscribe(QUERY, heard);
        subscription.reported().get(5, TimeUnit.SECONDS);

        assertThat(heard.of(Category.PROVIDERS)).containsExactly(A1, A2);
        assertThat(heard.of(Category.ROUTERS)).isEmpty();
        assertThat(registry.isConnected()).isTrue();
        assertThat(registry.connected()).isDone();
    }

    @Test
    void theSchedulerOfTheInstanceWaitsForNeitherTheFileNorAListener() throws Exception {
        write(A1);
        CountDownLatch hearing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        registry.start(10);
        registry.subscribe(QUERY, (category, entries) -> {
            hearing.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        hearing.await();
        assertThat(scheduler.submit(() -> "free").get(5, TimeUnit.SECONDS)).isEqualTo("free");
        goOn.countDown();
    }

    @Test
    void aChangeIsReportedOnceAndOnlyWhatChanged() throws Exception {
        write(A1);
        registry.start(10);
        registry.subscribe(QUERY, heard).reported().get(5, TimeUnit.SECONDS);

        write(A2, A1);
        await().until(() -> List.of(A2, A1).equals(heard.of(Category.PROVIDERS)));
        write(B, A2, A1);
        HeardEntries other = new HeardEntries();
        registry.subscribe(new ServiceQuery("demo.B", null, null, Set.of(Category.PROVIDERS)), other);
        await().until(() -> List.of(B).equals(other.of(Category.PROVIDERS)));

        assertThat(heard.log()).containsExactlyInAnyOrder("PROVIDERS 1", "ROUTERS 0", "PROVIDERS 2");
    }

    @Test
    void aMissingFileIsARegistryThatIsDown() throws Exception {
        try (LogCapture logs = new LogCapture(FileRegistry.class)) {
            registry.start(10);
            Subscription subscription = registry.subscribe(QUERY, heard);
            await().until(() -> !logs.lines().isEmpty());
            assertThat(registry.isConnected()).isFalse();
            assertThat(registry.connected()).isNotDone();
            assertThat(subscription.reported()).isNotDone();
            assertThat(heard.log()).isEmpty();

            write(A1);
            subscription.reported().get(5, TimeUnit.SECONDS);
            assertThat(heard.of(Category.PROVIDERS)).containsExactly(A1);

            Files.delete(path);
            await().until(() -> !registry.isConnected());
            assertThat(heard.of(Category.PROVIDERS)).containsExactly(A1);
            assertThat(logs.lines()).hasSize(1);
        }
    }

    @Test
    void aListenerThatThrowsHarmsNobodyElse() throws Exception {
        write(A1);
        registry.start(10);
        try (LogCapture logs = new LogCapture(FileRegistry.class)) {
            registry.subscribe(QUERY, (category, entries) -> {
                throw new IllegalStateException("bad listener");
            });
            registry.subscribe(QUERY, heard).reported().get(5, TimeUnit.SECONDS);
            assertThat(heard.of(Category.PROVIDERS)).containsExactly(A1);
            assertThat(logs.lines()).anyMatch(line -> line.contains("listener"));
        }
    }

    @Test
    void nothingIsEverWritten() throws Exception {
        write(A1);
        registry.start(10);
        try (LogCapture logs = new LogCapture(FileRegistry.class)) {
            registry.register(DubboUrl.parse(B)).get(1, TimeUnit.SECONDS);
            registry.register(DubboUrl.parse(A2)).get(1, TimeUnit.SECONDS);
            registry.unregister(DubboUrl.parse(A2)).get(1, TimeUnit.SECONDS);
            assertThat(logs.lines())
                    .singleElement()
                    .asString()
                    .startsWith("INFO")
                    .contains("read only");
        }
        assertThat(Files.readString(path)).isEqualTo(A1 + "\n");
    }

    @Test
    void theFactoryTakesExactlyOnePath() throws IOException {
        write(A1);
        FileRegistryFactory factory = new FileRegistryFactory();
        factory.create(settings(List.of(path.toString())), context).close();
        assertThatThrownBy(() -> factory.create(settings(List.of("a", "b")), context))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("expected: one");
        assertThatThrownBy(() -> factory.create(settings(List.of("a\0b")), context))
                .isInstanceOf(RpcConfigException.class);
    }

    // As a deployment tool would: no reader ever sees half a file.
    private void write(String... lines) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), String.join("\n", lines) + "\n");
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static RegistrySettings settings(List<String> addresses) {
        return new RegistrySettings(
                "r", "file", addresses, null, null, null, 1_000, 60_000, null, true, true, true, true, true, Set.of(),
                false, Set.of(), null, null, false, false, null, null, Map.of(), Map.of());
    }
}
