// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.internal.security.SecretToken;
import io.tern.rpc.spi.ConsoleCommand;
import io.tern.rpc.spi.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The port as peers find it: both forms, and everything that somebody slow, silent or rude can do. */
@Timeout(60)
class ConsoleServerTest {
    private static final int CONNECTIONS = 6;
    /** Far beyond what a test lasts: only what the test is about may end a connection. */
    private static final int LONG = 600_000;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final FakeTarget target = new FakeTarget().with(FakeTarget.settings("foo"), true, true);
    private final List<AutoCloseable> open = new ArrayList<>();

    private @Nullable ConsoleServer server;

    /** Waits for the test, or says a lot. */
    private record Own(String name, Supplier<String> text) implements ConsoleCommand {
        @Override
        public String help() {
            return name;
        }

        @Override
        public String run(List<String> words) {
            return text.get();
        }
    }

    /** Says nothing, and perhaps not even what it does. */
    private record Careless(String name, boolean says) implements ConsoleCommand {
        @Override
        public String help() {
            return "what it does";
        }

        @Override
        public boolean isReadOnly() {
            if (!says) {
                throw new IllegalStateException("not today");
            }
            return true;
        }

        @Override
        @SuppressWarnings("NullAway")
        public String run(List<String> words) {
            return null;
        }
    }

    private static ConsoleLimits limits(int requestMillis, int idleMillis, int answerMillis) {
        return new ConsoleLimits(
                CONNECTIONS, 2, requestMillis, idleMillis, answerMillis, 200, 100, 1_000, 500, 16 << 20);
    }

    private ConsoleServer started(ConsoleLimits limits) throws IOException {
        List<ConsoleCommand> all = new ArrayList<>(new BuiltInCommands(target).all());
        all.add(new Own("wait", this::await));
        all.add(new Own("much", () -> "0123456789abcde\n".repeat(1 << 19)));
        all.add(new Own("tomuch", () -> "0123456789abcde\n".repeat(1 << 21)));
        all.add(new Own("close", () -> {
            server.close();
            return "closed";
        }));
        all.add(new Careless("nil", true));
        all.add(new Careless("broken", false));
        ConsoleAccess access = new ConsoleAccess(new ConsolePlan().settings(), SecretToken.of("word"), Ticker.SYSTEM);
        server = new ConsoleServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                limits,
                access,
                new ConsoleCommands(all, Ticker.SYSTEM),
                "consoletest",
                Ticker.SYSTEM);
        server.start();
        return server;
    }

    private void start() throws IOException {
        started(limits(LONG, LONG, LONG));
    }

    private String await() {
        waiting.countDown();
        try {
            return gate.await(30, TimeUnit.SECONDS) ? "done" : "late";
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
        if (server != null) {
            server.close();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("console-consoletest")));
    }

    private Socket connected() throws IOException {
        Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(30_000);
        open.add(socket);
        return socket;
    }

    private static Socket send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return socket;
    }

    /** Up to these words. */
    private static String until(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream input = socket.getInputStream();
        while (text.length() < end.length()
                || !text.substring(text.length() - end.length()).equals(end)) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return exchange(java.net.http.HttpRequest.newBuilder(uri(path)).build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    private static HttpResponse<String> exchange(java.net.http.HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void linesAreAnsweredUntilSomebodyQuits() throws Exception {
        start();
        Socket socket = send(connected(), "live\r\n");
        assertThat(until(socket, "tern>")).isEqualTo("true\r\ntern>");
        send(socket, "\n");
        assertThat(until(socket, "tern>")).isEqualTo("tern>");
        send(socket, "no-such\n");
        assertThat(until(socket, "tern>")).startsWith("no-such :no such command");
        send(socket, "offline  java.lang.Runnable:1.0\nPS\n");
        assertThat(until(socket, "tern>")).isEqualTo("OK\r\ntern>");
        assertThat(until(socket, "tern>")).isEqualTo("20880\r\n20881\r\ntern>");
        send(socket, "quit\n");
        assertThat(rest(socket)).isEqualTo("BYE!\r\n");
        assertThat(target.log).containsExactly("offline [foo]");
    }

    @Test
    void aScriptThatSendsAllAndEndsItsSideIsAnswered() throws Exception {
        start();
        Socket socket = send(connected(), "live\nps\nready");
        socket.shutdownOutput();
        assertThat(rest(socket)).isEqualTo("true\r\ntern>20880\r\n20881\r\ntern>true\r\ntern>");
    }

    @Test
    void httpIsAnsweredOnce() throws Exception {
        start();
        assertThat(get("/ps?-l").body()).isEqualTo("""
                dubbo://127.0.0.1:20880 connections 3
                dubbo://127.0.0.1:20881 connections 0
                """);
        HttpResponse<String> live = get("/live");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("true\n");
        assertThat(live.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(live.headers().firstValue("connection")).hasValue("close");
        target.serving = false;
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/offline/java.lang.Runnable:1.0").body()).isEqualTo("OK\n");
        HttpResponse<String> posted = exchange(java.net.http.HttpRequest.newBuilder(uri("/online"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("service=java.lang.Runnable%3A1.0"))
                .build());
        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(target.log).containsExactly("offline [foo]", "online [foo]");
        HttpResponse<String> head = exchange(java.net.http.HttpRequest.newBuilder(uri("/live"))
                .method("HEAD", BodyPublishers.noBody())
                .build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        HttpResponse<String> wrong = exchange(java.net.http.HttpRequest.newBuilder(uri("/live"))
                .header("Authorization", "Bearer x")
                .build());
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(exchange(java.net.http.HttpRequest.newBuilder(uri("/live"))
                                .DELETE()
                                .build())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aRequestOfHttpThatComesByteByByteIsAnswered() throws Exception {
        start();
        Socket socket = connected();
        socket.setTcpNoDelay(true);
        for (char c : "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n".toCharArray()) {
            send(socket, String.valueOf(c));
        }
        assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\ntrue\n");
    }

    @Test
    void nothingHidesBehindALine() throws Exception {
        start();
        Socket socket = send(connected(), "live\nPOST /x HTTP/1.1\nHost: evil.example\n\noffline\n");
        assertThat(rest(socket)).isEqualTo("true\r\ntern>this is no line of text\r\n");
        socket = send(connected(), "POST /x HTTP/1.1\nHost: localhost\nContent-Length: 9\n\noffline\n\n");
        assertThat(rest(socket)).startsWith("HTTP/1.1 415 ");
        assertThat(target.log).isEmpty();
    }

    @Test
    void aLongLineAndBytesThatAreNoTextEndTheConversation() throws Exception {
        start();
        assertThat(rest(send(connected(), "a".repeat(101)))).contains("longer than 100 bytes");
        assertThat(rest(send(connected(), "live " + "a".repeat(100) + "\n"))).contains("longer than 100 bytes");
        assertThat(rest(send(connected(), "\u0003\n"))).contains("no line of text");
        Socket telnet = connected();
        telnet.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xf4, (byte) 0xff, (byte) 0xfd, 6, '\n'});
        assertThat(rest(telnet)).contains("no line of text");
        assertThat(rest(send(connected(), "GET /" + "a".repeat(1_100)))).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void aThousandLinesAtOnceAreATurnEach() throws Exception {
        started(new ConsoleLimits(CONNECTIONS, 2, LONG, LONG, LONG, 200, 100, 8_192, 8_192, 1 << 20));
        Socket socket = send(connected(), "\n".repeat(15_000) + "live\n".repeat(3_000) + "quit\n");
        String answer = rest(socket);
        assertThat(answer).startsWith("tern>".repeat(15_000) + "true\r\n").endsWith("tern>BYE!\r\n");
    }

    @Test
    void whoSendsNoRequestIsCutOff() throws Exception {
        started(limits(2_000, LONG, LONG)); // enough for a whole request, of a machine that is busy too
        List<Socket> unfinished =
                List.of(connected(), send(connected(), "li"), send(connected(), "GET /live HTTP/1.1\r\n"));
        for (Socket socket : unfinished) {
            assertThat(rest(socket)).isEmpty();
        }
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    @Test
    void whoFallsSilentIsCutOff() throws Exception {
        started(limits(LONG, 200, LONG));
        assertThat(rest(send(connected(), "live\nli"))).isEqualTo("true\r\ntern>");
    }

    @Test
    void whoTakesNoAnswerIsCutOff() throws Exception {
        started(limits(LONG, LONG, 300));
        Socket slow = send(connected(), "much\n");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> slow.getInputStream().available() > 0);
        assertThat(get("/live").statusCode()).as("others are served").isEqualTo(200);
        // It is cut off while nothing is read: of the eight million bytes only what lay in buffers comes.
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isCut(slow));
    }

    /** Writes fail once the other side has gone without having read everything. */
    private static boolean isCut(Socket socket) {
        try {
            send(socket, "\n");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void anAnswerThatIsTooLongIsCutOff() throws Exception {
        start();
        String answer = get("/tomuch").body();
        assertThat(answer).hasSizeBetween(16 << 20, (16 << 20) + 100).endsWith("… cut off here\n");
    }

    @Test
    void probesAreAnsweredWhileCommandsWait() throws Exception {
        start();
        Socket one = send(connected(), "wait\n");
        Socket two = send(connected(), "wait\n");
        Socket three = send(connected(), "wait\n");
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        gate.countDown();
        for (Socket socket : List.of(one, two, three)) {
            assertThat(until(socket, "tern>")).isEqualTo("done\r\ntern>");
        }
    }

    @Test
    void whoHoldsManyConnectionsKeepsNobodyOut() throws Exception {
        start();
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            silent.add(connected());
        }
        assertThat(get("/live").statusCode()).isEqualTo(200);
        assertThat(rest(silent.get(0))).as("the one that waited longest").isEmpty();
    }

    @Test
    void aProbeIsAnsweredHoweverManyAreBusyAndTheLongestBusyMakesRoom() throws Exception {
        start();
        List<Socket> busy = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = send(connected(), "live\n");
            until(socket, "tern>");
            busy.add(send(socket, "wait\n"));
            Thread.sleep(2); // not one moment for two of them
        }
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(get("/live").statusCode()).isEqualTo(200);
        gate.countDown();
        assertThat(rest(busy.get(0))).isEmpty();
        for (Socket socket : busy.subList(1, busy.size())) {
            assertThat(until(socket, "tern>")).isEqualTo("done\r\ntern>");
        }
    }

    @Test
    void aCommandThatSaysNothingOrDoesNotSayWhatItDoesIsAFailureAndLosesNoConnection() throws Exception {
        start();
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            assertThat(get("/nil").statusCode()).isEqualTo(500);
        }
        Socket socket = send(connected(), "nil\nbroken\nlive\n");
        assertThat(until(socket, "tern>")).startsWith("nil said nothing");
        assertThat(until(socket, "tern>")).startsWith("broken failed");
        assertThat(until(socket, "tern>")).isEqualTo("true\r\ntern>");
        assertThat(get("/help/nil").body()).isEqualTo("nil: what it does\n");
    }

    @Test
    @Timeout(10)
    void aHeaderMadeOfBlanksTakesNoTime() throws Exception {
        started(ConsoleLimits.STANDARD);
        Socket socket = send(connected(), "GET /live HTTP/1.1\r\nA:" + " ".repeat(8_000) + "\rx\r\n\r\n");
        assertThat(rest(socket)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void whoGoesAwayMidwayLeavesNothing() throws Exception {
        start();
        for (int i = 0; i < 50; i++) {
            Socket socket = send(connected(), i % 2 == 0 ? "much\n" : "GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n");
            socket.setSoLinger(true, 0);
            socket.close();
        }
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    @Test
    void closingEndsConversationsAndCommands() throws Exception {
        start();
        Socket idle = send(connected(), "live\n");
        until(idle, "tern>");
        Socket busy = send(connected(), "wait\n");
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        server.close();
        server.close();
        assertThat(rest(idle)).isEmpty();
        assertThat(rest(busy)).isIn("", "interrupted\r\ntern>");
    }

    @Test
    void aCommandMayCloseTheConsole() throws Exception {
        start();
        rest(send(connected(), "close\n"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            try {
                connected().close();
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }

    @Test
    void oneThatWasNeverStartedGivesItsPortBack() throws Exception {
        ConsoleServer unused = new ConsoleServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ConsoleLimits.STANDARD,
                new ConsoleAccess(new ConsolePlan().settings(), null, Ticker.SYSTEM),
                new ConsoleCommands(List.of(), Ticker.SYSTEM),
                "consoletest",
                Ticker.SYSTEM);
        InetSocketAddress address = unused.address();
        unused.close();
        try (ServerSocket again = new ServerSocket()) {
            again.bind(address);
            assertThat(again.isBound()).isTrue();
        }
    }
}
