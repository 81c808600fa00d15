// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.NoProviderException;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start waits for, writes down, refuses and shares. */
@Timeout(60)
class StartTest {
    private final Where where = new Where();

    private static ConfigElement nobodyThere(String id) {
        return ConfigElement.reference(WhereService.class).id(id).set("url", LocalTern.url(LocalTern.freePort()));
    }

    @Test
    void referencesInTheBackgroundEndNoStartAndConnectAllTheSame() {
        assertThatThrownBy(() -> Tern.builder()
                        .application("strict")
                        .element(nobodyThere("gone"))
                        .start()
                        .close())
                .isInstanceOf(NoProviderException.class);
        try (Tern provider = LocalTern.provider(protocol -> {})) {
            ExportedService service = provider.export(WhereService.class, where, s -> {});
            try (CapturedLogs logs = CapturedLogs.everythingOf("io.tern.rpc.core.StartOrder");
                    Tern tern = Tern.builder()
                            .application("lenient")
                            .element(ConfigElement.of(ElementKind.CONSUMER).set("refer-background", true))
                            .element(nobodyThere("gone"))
                            .element(ConfigElement.reference(WhereService.class)
                                    .id("there")
                                    .set("url", LocalTern.url(service)))
                            .start()) {
                LocalTern.await(
                        "the other one is connected",
                        Duration.ofSeconds(20),
                        () -> tern.reference("there").isAvailable());
                LocalTern.await(
                        "the failure is logged",
                        Duration.ofSeconds(20),
                        () -> logs.lines().stream()
                                .anyMatch(line -> line.contains("Could not connect the references in the background")));
            }
        }
    }

    @Test
    void aStartWaitsForProvidersAsLongAsTheModuleSays() throws Exception {
        int port = LocalTern.freePort();
        ExecutorService starter = Executors.newSingleThreadExecutor();
        Tern consumer = Tern.builder()
                .application("patient")
                .element(ConfigElement.of(ElementKind.MODULE).set("name", "m").set("check-reference-timeout", 30_000))
                .element(ConfigElement.reference(WhereService.class)
                        .id("where")
                        .set("reconnect", 100)
                        .set("url", LocalTern.url(port)))
                .build();
        try {
            Future<?> start = starter.submit(consumer::start);
            assertThatThrownBy(() -> start.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            try (Tern provider = Tern.builder()
                    .application("provider")
                    .element(LocalTern.protocol(port))
                    .start()) {
                provider.export(WhereService.class, where, s -> {});
                start.get(20, TimeUnit.SECONDS);
                assertThat(consumer.reference("where").isAvailable()).isTrue();
            }
        } finally {
            consumer.close();
            starter.shutdownNow();
        }
    }

    @Test
    void aStartThatWaitedInVainFails() {
        Tern consumer = Tern.builder()
                .application("hopeful")
                .element(ConfigElement.of(ElementKind.MODULE).set("name", "m").set("check-reference-timeout", 300))
                .element(nobodyThere("gone"))
                .build();
        long start = System.nanoTime();
        assertThatThrownBy(consumer::start).isInstanceOf(NoProviderException.class);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(300);
    }

    @Test
    void servicesInTheBackgroundComeWhenTheStartHasReturned() {
        int port = LocalTern.freePort();
        try (Tern tern = Tern.builder()
                        .application("late")
                        .element(ConfigElement.of(ElementKind.MODULE)
                                .set("name", "m")
                                .set("background", true))
                        .element(LocalTern.protocol(port))
                        .element(
                                ConfigElement.service(WhereService.class, where).id("where"))
                        .start();
                Tern consumer = LocalTern.consumer()) {
            LocalTern.await(
                    "the service is exported",
                    Duration.ofSeconds(20),
                    () -> !tern.service("where").addresses().isEmpty());
            assertThat(LocalTern.stub(consumer, WhereService.class, LocalTern.url(port))
                            .thread())
                    .startsWith("tern-worker-late");
        }
    }

    @Test
    void theReportIsWrittenIntoTheFileThatTheApplicationNames(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("settings.txt");
        try (Tern tern = Tern.builder()
                .element(ConfigElement.of(ElementKind.APPLICATION)
                        .set("name", "shop")
                        .set("owner", "me")
                        .parameter("tern.describe.file", file.toString()))
                .element(LocalTern.protocol())
                .element(ConfigElement.service(WhereService.class, where)
                        .id("where")
                        .set("token", "secret-word")
                        .set("layer", "web"))
                .start()) {
            assertThat(Files.readString(file))
                    .startsWith("# application shop, instance 1 of process ")
                    .endsWith(tern.describe())
                    .contains("application shop", "service where of", "protocol dubbo", "as written")
                    .contains("layer                = web")
                    .contains("(published only: it is information for consoles only)")
                    .doesNotContain("secret-word");
        }
    }

    @Test
    void theReportsOfTwoInstancesOfOneProcessAreBothInTheFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("settings.txt");
        ConfigElement[] applications = {application("shop", file), application("stock", file)};
        try (Tern shop = Tern.builder().element(applications[0]).start();
                Tern stock = Tern.builder().element(applications[1]).start()) {
            assertThat(Files.readString(file))
                    .contains(shop.describe())
                    .contains("# application stock, instance 2 of process ")
                    .endsWith(stock.describe());
        }
    }

    private static ConfigElement application(String name, Path report) {
        return ConfigElement.of(ElementKind.APPLICATION)
                .set("name", name)
                .parameter("tern.describe.file", report.toString());
    }

    @Test
    void aReportThatCannotBeWrittenEndsNoStart(@TempDir Path directory) throws Exception {
        try (CapturedLogs logs = CapturedLogs.everythingOf("io.tern.rpc.core.SettingsReport");
                Tern tern = Tern.builder()
                        .element(ConfigElement.of(ElementKind.APPLICATION)
                                .set("name", "shop")
                                .parameter(
                                        "tern.describe.file",
                                        directory.resolve("no/such/dir.txt").toString()))
                        .start()) {
            assertThat(tern.describe()).startsWith("application shop");
            assertThat(logs.lines()).anyMatch(line -> line.contains("cannot be written"));
        }
    }

    private static TernBuilder withExtensions(ClassLoader loader, Consumer<ConfigElement> attributes) {
        ConfigElement application = ConfigElement.of(ElementKind.APPLICATION).set("name", "shop");
        attributes.accept(application);
        return Tern.builder().classLoader(loader).element(application);
    }

    @Test
    void extensionsOfDubboStopTheStartTogetherWithOtherMistakesUnlessTheyAreListed(@TempDir Path directory)
            throws Exception {
        Path points = Files.createDirectories(directory.resolve("META-INF/dubbo"));
        Files.writeString(points.resolve("org.apache.dubbo.rpc.Filter"), "auth=com.acme.AuthFilter\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            assertThatThrownBy(() -> withExtensions(loader, application -> {})
                            .element(nobodyThere("foo").set("timeout", "abc"))
                            .build())
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining("auth=com.acme.AuthFilter")
                    .hasMessageContaining("META-INF/dubbo/org.apache.dubbo.rpc.Filter")
                    .hasMessageContaining("CFG-02");
            withExtensions(
                            loader,
                            application -> application.parameter(
                                    "tern.ignore-extensions", "org.apache.dubbo.rpc.Filter, some.other"))
                    .build()
                    .close();
        }
    }

    @Test
    void shareconnectionsIsTheNumberOfConnectionsToOneProviderForAllReferences() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = Tern.builder()
                        .application("sharing")
                        .element(ConfigElement.of(ElementKind.CONSUMER).set("shareconnections", 3))
                        .start()) {
            ExportedService service = provider.export(WhereService.class, where, s -> {});
            List<Reference<WhereService>> references = new ArrayList<>();
            for (String id : List.of("a", "b")) {
                references.add(
                        consumer.refer(WhereService.class, r -> r.set("id", id).set("url", LocalTern.url(service))));
            }
            // A reference is there with its first connection.
            LocalTern.await(
                    "all are open",
                    Duration.ofSeconds(10),
                    () -> consumer.stats().openConnections() == 3);
            references.forEach(reference -> assertThat(reference.get().thread()).isNotEmpty());
            assertThat(consumer.stats().openConnections()).isEqualTo(3);
            references.get(0).close();
            assertThat(references.get(1).get().thread()).isNotEmpty();
            assertThat(consumer.stats().openConnections()).isEqualTo(3);
            references.get(1).close();
            LocalTern.await(
                    "all are closed",
                    Duration.ofSeconds(10),
                    () -> consumer.stats().openConnections() == 0);
        }
    }

    @Test
    void withoutAutomaticTrustOnlyListedClassesAreRead() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern trusting = LocalTern.consumer();
                Tern wary = Tern.builder()
                        .element(ConfigElement.of(ElementKind.APPLICATION)
                                .set("name", "wary")
                                .set("auto-trust-serialize-class", false))
                        .start()) {
            ExportedService service = provider.export(ThingService.class, () -> new ThingService.Thing("x"), s -> {});
            assertThat(LocalTern.stub(trusting, ThingService.class, LocalTern.url(service))
                            .thing()
                            .name())
                    .isEqualTo("x");
            ThingService ofWary = LocalTern.stub(wary, ThingService.class, LocalTern.url(service));
            assertThatThrownBy(ofWary::thing).isInstanceOf(RpcException.class);
        }
    }
}
