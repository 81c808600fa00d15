// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcException;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported where, from when on, and what is written down about it. */
class ExportTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void severalServicesShareAPortAndAServiceMayHaveSeveral() {
        try (Tern provider = Tern.builder()
                        .application("provider")
                        .element(LocalTern.protocol().id("one"))
                        .element(LocalTern.protocol().id("two"))
                        .start();
                Tern consumer = LocalTern.consumer()) {
            ExportedService both = provider.export(
                    WorkService.class, new GatedWork(), attributes -> attributes.set("protocol", "one,two"));
            ExportedService second = provider.export(
                    GreetService.class,
                    (GreetService) java.lang.reflect.Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {GreetService.class},
                            (proxy, method, arguments) -> null),
                    attributes -> attributes.set("protocol", "two"));
            List<Integer> ports = new ArrayList<>();
            for (InetSocketAddress address : both.addresses()) {
                assertThat(address.getAddress().isLoopbackAddress()).isTrue();
                ports.add(address.getPort());
                WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(address.getPort()));
                assertThat(stub.quick("x")).isEqualTo("x");
            }
            assertThat(ports).hasSize(2).doesNotHaveDuplicates();
            assertThat(LocalTern.address(second).getPort()).isEqualTo(ports.get(1));
        }
    }

    @Test
    void groupsAndVersionsOfOneInterfaceAreToldApart() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            GatedWork blue = new GatedWork();
            GatedWork green = new GatedWork();
            ExportedService service =
                    provider.export(WorkService.class, blue, attributes -> attributes.set("group", "blue"));
            provider.export(
                    WorkService.class,
                    green,
                    attributes -> attributes.set("group", "green").set("version", "2"));
            String url = LocalTern.url(service);
            LocalTern.stub(consumer, WorkService.class, url, attributes -> attributes.set("group", "blue"))
                    .quick("x");
            assertThat(blue.started()).isEqualTo(1);
            WorkService second = LocalTern.stub(
                    consumer,
                    WorkService.class,
                    url,
                    attributes -> attributes.set("group", "green").set("version", "2"));
            second.quick("x");
            assertThat(green.started()).isEqualTo(1);
            WorkService nobody =
                    LocalTern.stub(consumer, WorkService.class, url, attributes -> attributes.set("group", "red"));
            assertThat(catchThrowable(() -> nobody.quick("x")))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("exported here")
                    .hasMessageContaining("blue");
        }
    }

    @Test
    void aDelayedServiceIsServedAfterItsDelay() {
        try (Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            ExportedService open =
                    provider.export(WorkService.class, new GatedWork(), attributes -> attributes.set("group", "open"));
            long start = System.nanoTime();
            ExportedService delayed =
                    provider.export(WorkService.class, new GatedWork(), attributes -> attributes.set("delay", 400));
            WorkService stub = LocalTern.stub(consumer, WorkService.class, LocalTern.url(open));
            Throwable early = catchThrowable(() -> stub.quick("x"));
            if (System.nanoTime() - start < Duration.ofMillis(400).toNanos()) {
                // On a machine that was busy for so long the service may be there by now.
                assertThat(early).isInstanceOf(RpcException.class);
            }
            LocalTern.await("it is exported", SOON, () -> !delayed.addresses().isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(390));
            assertThat(stub.quick("x")).isEqualTo("x");
        }
    }

    @Test
    void aServiceWithExportFalseOpensNothing() {
        try (Tern provider = LocalTern.provider(protocol -> {})) {
            ExportedService service =
                    provider.export(WorkService.class, new GatedWork(), attributes -> attributes.set("export", false));
            assertThat(service.addresses()).isEmpty();
        }
    }

    @Test
    void theAccessLogHasSizesAndNoValues(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("access.log");
        try (CapturedLogs logged = CapturedLogs.everythingOf("dubbo.accesslog");
                Tern provider = LocalTern.provider(protocol -> {});
                Tern consumer = LocalTern.consumer()) {
            ExportedService service = provider.export(
                    WorkService.class, new GatedWork(), attributes -> attributes.set("accesslog", true));
            provider.export(
                    WorkService.class,
                    new GatedWork(),
                    attributes -> attributes.set("group", "file").set("accesslog", file.toString()));
            String url = LocalTern.url(service);
            LocalTern.stub(consumer, WorkService.class, url).quick("SECRET");
            LocalTern.stub(consumer, WorkService.class, url, attributes -> attributes.set("group", "file"))
                    .thread(List.of("SECRET", "SECRET"));
            LocalTern.await("the line is logged", SOON, () -> !logged.lines().isEmpty());
            LocalTern.await("the line is in the file", SOON, () -> !read(file).isBlank());
            String port = ":" + LocalTern.address(service).getPort();
            assertThat(logged.lines().get(0))
                    .matches(
                            "INFO \\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}] 127\\.0\\.0\\.1:\\d+ -> 127\\.0\\.0\\.1"
                                    + port
                                    + " - .*WorkService.* quick\\(java\\.lang\\.String\\) \\[java\\.lang\\.String\\(6\\)] ok \\d+ ms");
            assertThat(read(file))
                    .contains("thread(java.util.List) [", "(2)] ok")
                    .doesNotContain("SECRET");
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream().collect(Collectors.joining("\n")) : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void aPortThatIsTakenFailsTheStartAndLeavesNothingOpen() {
        try (Tern first = LocalTern.provider(protocol -> {})) {
            ExportedService service = first.export(WorkService.class, new GatedWork(), attributes -> {});
            int taken = LocalTern.address(service).getPort();
            Throwable error = catchThrowable(() -> Tern.builder()
                    .application("late")
                    .element(LocalTern.protocol().id("free"))
                    .element(LocalTern.protocol(taken).id("taken"))
                    .element(ConfigElement.service(WorkService.class, new GatedWork())
                            .set("protocol", "free,taken"))
                    .element(ConfigElement.of(ElementKind.CONSUMER).set("timeout", 1_000))
                    .start());
            assertThat(error).hasMessageContaining(String.valueOf(taken)).hasMessageContaining("taken");
            LocalTern.await(
                    "no thread of it is left",
                    SOON,
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().matches("tern-.*-late-.*")));
        }
    }
}
