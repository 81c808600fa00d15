// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import io.tern.rpc.spi.ConsoleCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin console of whole instances, asked as operators, scripts and Kubernetes ask it. */
@Timeout(60)
class ConsoleTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Where where = new Where();
    private final MemoryRegistry registry = new MemoryRegistry(0);
    private final int port = LocalTern.freePort();

    /** A command of a user, which counts how often it ran by its answer. */
    public static final class Greeting implements ConsoleCommand {
        @Override
        public String name() {
            return "greet";
        }

        @Override
        public String help() {
            return "greet [name]: says hello";
        }

        @Override
        public String run(List<String> words) {
            return "hello " + String.join(" ", words);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        where.gate.countDown();
        registry.close();
        LocalTern.await("no thread of a console is left", SOON, () -> threads().isEmpty());
        assertThat(isOpen(port)).isFalse();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("tern-console-"))
                .toList();
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private ConfigElement application() {
        return ConfigElement.of(ElementKind.APPLICATION).set("name", "shop").set("qos-port", port);
    }

    private TernBuilder builder(Consumer<ConfigElement> attributes) {
        ConfigElement application = application().set("qos-enable", true);
        attributes.accept(application);
        return Tern.builder().element(application);
    }

    private TernBuilder provider() {
        return builder(a -> {})
                .registry(registry)
                .element(ConfigElement.of(ElementKind.REGISTRY).id("main").set("address", "memory://127.0.0.1:9"))
                .element(LocalTern.protocol());
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return get(port, path, headers);
    }

    private static HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private String typed(String lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anOrdinaryStartOpensNoPort() {
        try (Tern plain = Tern.builder().element(application()).start();
                Tern off = builder(a -> a.set("qos-enable", false)
                                .set("qos-check", true)
                                .set("qos-host", "127.0.0.1")
                                .set("qos-accept-foreign-ip", true))
                        .start()) {
            assertThat(threads()).isEmpty();
            assertThat(isOpen(port)).isFalse();
        }
    }

    @Test
    void operatorsSeeWhatThereIs() throws Exception {
        try (Tern tern = provider()
                .element(ConfigElement.service(WhereService.class, where)
                        .set("group", "blue")
                        .set("token", "secret-word"))
                .element(ConfigElement.reference(WhereService.class)
                        .id("other")
                        .set("url", LocalTern.url(LocalTern.freePort()))
                        .set("check", false))
                .start()) {
            String ls = get("/ls").body();
            assertThat(ls)
                    .contains("blue/" + WhereService.class.getName())
                    .contains("|memory-I(Y)|")
                    .contains("|direct(1)|")
                    .contains("nobody to call");
            int served = LocalTern.address(tern.service(WhereService.class.getName()))
                    .getPort();
            assertThat(get("/ps").body()).isEqualTo(served + "\n");
            assertThat(get("/ps/-l").body()).isEqualTo("dubbo://127.0.0.1:" + served + " connections 0\n");
            assertThat(get("/stats").body()).contains("callsInFlight 0\n").contains("requestsRunning 0\n");
            assertThat(get("/describe").body())
                    .isEqualTo(tern.describe())
                    .contains("qos-enable")
                    .doesNotContain("secret-word");
            assertThat(get("/version").body()).startsWith("tern version \"");
            assertThat(typed("version\nno-such\n"))
                    .startsWith("tern version \"")
                    .contains("no-such :no such command");
        }
    }

    @Test
    void offlineAndOnlineMoveServicesAsInDubbo() throws Exception {
        String name = WhereService.class.getName();
        try (Tern tern = provider()
                .element(ConfigElement.service(WhereService.class, where)
                        .id("blue")
                        .set("group", "blue"))
                .element(ConfigElement.service(WhereService.class, where)
                        .id("green")
                        .set("group", "green"))
                .start()) {
            assertThat(registry.providers(WhereService.class)).hasSize(2);
            assertThat(get("/offline?blue/" + name).body()).isEqualTo("OK\n");
            assertThat(registry.providers(WhereService.class)).hasSize(1);
            assertThat(get("/ready").statusCode()).as("one can still be found").isEqualTo(200);
            assertThat(published("blue")).isFalse();
            assertThat(published("green")).isTrue();

            assertThat(get("/offline").body()).isEqualTo("OK\n");
            assertThat(registry.providers(WhereService.class)).isEmpty();
            assertThat(get("/ready").statusCode()).isEqualTo(503);
            assertThat(get("/live").statusCode()).isEqualTo(200);

            assertThat(typed("online green/" + name + "\n")).startsWith("OK\r\n");
            assertThat(registry.providers(WhereService.class)).hasSize(1);
            assertThat(published("green")).isTrue();
            assertThat(get("/ready").statusCode()).isEqualTo(200);

            assertThat(get("/online").body()).isEqualTo("OK\n");
            assertThat(registry.providers(WhereService.class)).hasSize(2);
            assertThat(get("/offline?com.acme.NoService").statusCode()).isEqualTo(404);
            assertThat(tern.service("blue")).isNotNull();
        }
    }

    private boolean published(String group) throws Exception {
        String row = get("/ls")
                .body()
                .lines()
                .filter(line -> line.contains(group + "/"))
                .findFirst()
                .orElseThrow();
        assertThat(row).contains(row.contains(", offline") ? "memory-I(N)" : "memory-I(Y)");
        return row.contains("(Y)");
    }

    @Test
    void probesFollowAStartInTheBackgroundAndAStop() throws Exception {
        ExecutorService stopper = Executors.newSingleThreadExecutor();
        Tern tern = provider()
                .element(ConfigElement.service(WhereService.class, where).id("where"))
                .build();
        try (Tern consumer = LocalTern.consumer()) {
            tern.start();
            assertThat(get("/startup").statusCode()).isEqualTo(200);
            assertThat(get("/ready").statusCode()).isEqualTo(200);
            WhereService stub = LocalTern.stub(consumer, WhereService.class, LocalTern.url(tern.service("where")));
            Future<String> running = stopper.submit(stub::slowThread);
            LocalTern.await("the request runs", SOON, () -> tern.stats().requestsRunning() == 1);
            ExecutorService closing = Executors.newSingleThreadExecutor();
            Future<?> stop = closing.submit(tern::close);
            LocalTern.await("it is not ready any more", SOON, () -> status("/ready") == 503);
            assertThat(get("/live").statusCode())
                    .as("it is there while it stops")
                    .isEqualTo(200);
            where.gate.countDown();
            assertThat(running.get(20, TimeUnit.SECONDS)).startsWith("tern-worker");
            stop.get(20, TimeUnit.SECONDS);
            closing.shutdown();
        } finally {
            stopper.shutdown();
            tern.close();
        }
    }

    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStartThatWaitsIsNotOver() throws Exception {
        ExecutorService starter = Executors.newSingleThreadExecutor();
        int later = LocalTern.freePort();
        Tern consumer = builder(a -> {})
                .element(ConfigElement.of(ElementKind.MODULE).set("name", "m").set("check-reference-timeout", 30_000))
                .element(ConfigElement.reference(WhereService.class)
                        .set("reconnect", 100)
                        .set("url", LocalTern.url(later)))
                .build();
        try {
            Future<?> start = starter.submit(consumer::start);
            LocalTern.await("the console is there", SOON, () -> isOpen(port));
            assertThat(get("/live").statusCode()).isEqualTo(200);
            assertThat(get("/startup").statusCode()).isEqualTo(503);
            assertThat(get("/ready").statusCode()).isEqualTo(503);
            try (Tern provider = Tern.builder()
                    .application("late")
                    .element(LocalTern.protocol(later))
                    .element(ConfigElement.service(WhereService.class, where))
                    .start()) {
                start.get(40, TimeUnit.SECONDS);
                assertThat(get("/startup").statusCode()).isEqualTo(200);
                assertThat(get("/ready").statusCode()).isEqualTo(200);
                assertThat(provider.stats().requestsRunning()).isZero();
            }
        } finally {
            consumer.close();
            starter.shutdown();
        }
    }

    @Test
    void whatFailsInTheBackgroundKeepsAProcessFromBeingReady() throws Exception {
        try (CapturedLogs logs = CapturedLogs.everythingOf("io.tern.rpc.core.StartOrder");
                Tern tern = builder(a -> {})
                        .element(ConfigElement.of(ElementKind.CONSUMER).set("refer-background", true))
                        .element(ConfigElement.reference(WhereService.class)
                                .set("url", LocalTern.url(LocalTern.freePort())))
                        .start()) {
            LocalTern.await("the start is over", SOON, () -> status("/startup") == 200);
            assertThat(get("/ready").statusCode()).isEqualTo(503);
            assertThat(logs.lines()).isNotEmpty();
            assertThat(tern.stats().callsInFlight()).isZero();
        }
    }

    @Test
    void aPortInUseIsOneWarningUnlessTheStartNeedsIt() throws Exception {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            try (CapturedLogs logs = CapturedLogs.ofTern();
                    Tern tern = builder(a -> {}).start()) {
                assertThat(logs.with("The admin console cannot listen on port " + port))
                        .hasSize(1);
                assertThat(threads()).isEmpty();
                assertThat(tern.describe()).isNotEmpty();
            }
            Tern strict = builder(a -> a.set("qos-check", true)).build();
            assertThatThrownBy(strict::start)
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("cannot listen on port " + other.getLocalPort());
            assertThatThrownBy(strict::start).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theHostIsWhereItListens() throws Exception {
        try (Tern tern = builder(a -> a.set("qos-host", "127.0.0.2")).start()) {
            assertThat(isOpen(port)).isFalse();
            try (Socket socket = new Socket("127.0.0.2", port)) {
                assertThat(socket.isConnected()).isTrue();
            }
            assertThat(tern.stats().openConnections()).isZero();
        }
    }

    @Test
    void withoutATokenItStaysHereWithOneWarning() throws Exception {
        try (CapturedLogs logs = CapturedLogs.ofTern();
                Tern tern = builder(a -> a.set("qos-accept-foreign-ip", true).set("qos-host", "0.0.0.0"))
                        .start()) {
            assertThat(logs.with("The admin console stays on loopback"))
                    .singleElement()
                    .asString()
                    .contains("tern.console.token");
            assertThat(get("/live").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> new Socket("127.0.0.2", port).close())
                    .as("an address that only a wider port has")
                    .isInstanceOf(IOException.class);
            assertThat(tern.stats().openConnections()).isZero();
        }
    }

    @Test
    void aTokenIsReadFromAParameterAndShownNowhere() throws Exception {
        try (CapturedLogs logs = CapturedLogs.everythingOfTern();
                Tern tern = builder(a -> a.set("qos-accept-foreign-ip", true)
                                .set("qos-host", "127.0.0.1")
                                .parameter("tern.console.token", "open-sesame"))
                        .start()) {
            assertThat(get("/ls", "Authorization", "Bearer open-sesame").statusCode())
                    .isEqualTo(200);
            assertThat(get("/ls", "Authorization", "Bearer open-sesam").statusCode())
                    .isEqualTo(401);
            assertThat(typed("auth open-sesame\nls\n")).startsWith("OK\r\n");
            assertThat(get("/describe").body()).contains("tern.console.token").doesNotContain("sesam");
            assertThat(tern.describe()).doesNotContain("sesam");
            assertThat(logs.lines()).noneMatch(line -> line.contains("sesam"));
        }
        assertThatThrownBy(() -> builder(a -> a.parameter("tern.console.token", "two words"))
                        .build())
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("tern.console.token: ***")
                .hasMessageNotContaining("two words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"qos.enable", "qosEnable", "qos-enable", "qos_enable"})
    void aParameterInAnySpellingSwitchesItOnToo(String key) throws Exception {
        try (Tern tern = Tern.builder()
                .element(ConfigElement.of(ElementKind.APPLICATION)
                        .set("name", "shop")
                        .parameter(key, "true")
                        .parameter("qos.port", Integer.toString(port))
                        .parameter("qos.accept.foreign.ip", "false"))
                .start()) {
            assertThat(get("/live").statusCode()).isEqualTo(200);
            assertThat(tern.describe()).contains("qos-port").doesNotContain("parameter qos");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dubbo.application.qos-enable", "dubbo.application.qos.enable", "dubbo.application.qosEnable"})
    void aSystemPropertyDecides(String key) throws Exception {
        System.setProperty(key, "true");
        try (Tern tern =
                Tern.builder().element(application().set("qos-enable", false)).start()) {
            assertThat(get("/live").statusCode()).isEqualTo(200);
            assertThat(tern.stats().openConnections()).isZero();
        } finally {
            System.clearProperty(key);
        }
    }

    @Test
    void whatIsNoAddressInTheListEndsTheStart() {
        assertThatThrownBy(() -> builder(a -> a.set("qos-accept-foreign-ip-whitelist", "10.0.0.0/8, not an address"))
                        .build())
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-14")
                .hasMessageContaining("qos-accept-foreign-ip-whitelist = \"not an address\"");
    }

    @Test
    void pagesOfTheWebAndForeignNamesAreRefused() throws Exception {
        try (Tern tern = builder(a -> {}).start()) {
            assertThat(get("/offline", "Origin", "http://evil.example").statusCode())
                    .isEqualTo(403);
            assertThat(typed("GET /offline HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(tern.stats().openConnections()).isZero();
        }
    }

    @Test
    void commandsOfUsersComeFromTheBuilderAndTheClassPath(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(ConsoleCommand.class.getName()), Greeting.class.getName());
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
                Tern tern = builder(a -> {}).classLoader(loader).start()) {
            assertThat(get("/greet/you").body()).isEqualTo("hello you\n");
            assertThat(get("/help").body()).contains("greet [name]: says hello");
            assertThat(tern.stats().openConnections()).isZero();
        }
        try (Tern tern = builder(a -> {}).consoleCommand(new Greeting()).start()) {
            assertThat(typed("greet you there\n")).startsWith("hello you there\r\n");
            assertThat(tern.stats().openConnections()).isZero();
        }
    }

    @Test
    void startingAndStoppingManyTimesLeavesNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Tern tern = builder(a -> a.set("qos-check", true)).start();
                    Socket held = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(get("/ready").statusCode()).isEqualTo(200);
                assertThat(held.isConnected()).isTrue();
                assertThat(tern.stats().openConnections()).isZero();
            }
            assertThat(isOpen(port)).isFalse();
        }
    }
}
