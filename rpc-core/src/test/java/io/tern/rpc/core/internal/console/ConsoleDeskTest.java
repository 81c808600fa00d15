// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.internal.security.SecretToken;
import io.tern.rpc.spi.ConsoleCommand;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may run what: users at this machine and elsewhere, with a token, a wrong one and none, on each setting. */
class ConsoleDeskTest {
    private static final String FOREIGN = "qos-accept-foreign-ip";
    private static final String LEVEL = "qos-anonymous-access-permission-level";
    private static final String LIST = "qos-accept-foreign-ip-whitelist";
    private static final String COMMANDS = "qos-anonymous-allow-commands";
    private static final String TOKEN = "open-sesame";

    private final FakeTicker ticker = new FakeTicker();
    private final FakeTarget target = new FakeTarget().with(FakeTarget.settings("foo"), true, true);
    private final ConsolePlan plan = new ConsolePlan();
    private @Nullable String token = TOKEN;
    private @Nullable ConsoleDesk desk;

    /** Changes something, or says that it does not. */
    private record Own(String name, boolean isReadOnly) implements ConsoleCommand {
        @Override
        public String help() {
            return name + ": of a user";
        }

        @Override
        public String run(List<String> words) {
            return name + words;
        }
    }

    private ConsoleAccess access() {
        return new ConsoleAccess(plan.settings(), token == null ? null : SecretToken.of(token), ticker);
    }

    private ConsoleDesk desk() {
        if (desk == null) {
            List<ConsoleCommand> all = new ArrayList<>(new BuiltInCommands(target).all());
            all.add(new Own("metrics", true));
            all.add(new Own("flush", false));
            ConsoleCommands commands = new ConsoleCommands(all, ticker);
            desk = new ConsoleDesk(access(), commands, ConsolePlan.atOnce(commands));
        }
        return desk;
    }

    private static InetAddress peer(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Answer http(String from, String host, String path, String... headers) {
        StringBuilder text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        HttpRequest request = HttpRequest.read(bytes, bytes.length, ConsoleLimits.STANDARD);
        List<Answer> answers = new ArrayList<>();
        desk().http(request, peer(from), answers::add);
        return answers.get(0);
    }

    private int status(String from, String path, String... headers) {
        return http(from, from.equals("127.0.0.1") ? "localhost" : "10.1.1.1:22222", path, headers)
                .status();
    }

    private Answer line(ConsoleDesk.Visitor visitor, String line) {
        List<Answer> answers = new ArrayList<>();
        desk().line(line, visitor, answers::add);
        return answers.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "describe", "offline", "online", "flush", "metrics", "live", "help", "version"})
    void usersAtThisMachineMayDoEverything(String command) {
        token = null;
        plan.set(LEVEL, "NONE");
        assertThat(status("127.0.0.1", "/" + command)).isEqualTo(200);
        assertThat(line(new ConsoleDesk.Visitor(peer("::1")), command).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"false, open-sesame", "true,", "false,"})
    void nobodyElseIsAdmittedWithoutBothTheAttributeAndAToken(boolean foreign, @Nullable String word) {
        plan.set(FOREIGN, foreign);
        plan.set(LIST, "*");
        plan.set(LEVEL, "PRIVATE");
        plan.set(COMMANDS, "ls");
        token = word;
        assertThat(access().admits(peer("10.1.1.2"))).isFalse();
        assertThat(access().isForeign()).isFalse();
        assertThat(access().admits(peer("127.0.0.1"))).isTrue();
        assertThat(status("10.1.1.2", "/live")).isEqualTo(403);
        assertThat(status("10.1.1.2", "/ls", "Authorization: Bearer " + TOKEN)).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // level, without a token: probe, look, settings, change
                "NONE      | 401 | 401 | 401 | 401",
                "          | 200 | 401 | 401 | 401",
                "PUBLIC    | 200 | 401 | 401 | 401",
                "1         | 200 | 401 | 401 | 401",
                "PROTECTED | 200 | 200 | 401 | 401",
                "2         | 200 | 200 | 401 | 401",
                "private   | 200 | 200 | 200 | 401",
                "3         | 200 | 200 | 200 | 401",
            })
    void theLevelIsWhatOthersMayDoWithoutAToken(@Nullable String level, int probe, int look, int settings, int change) {
        plan.set(FOREIGN, true);
        plan.set(LEVEL, level);
        assertThat(access().admits(peer("10.1.1.2"))).as("it may show a token").isTrue();
        assertThat(status("10.1.1.2", "/ready")).isEqualTo(probe);
        assertThat(status("10.1.1.2", "/ls")).isEqualTo(look);
        assertThat(status("10.1.1.2", "/metrics")).isEqualTo(look);
        assertThat(status("10.1.1.2", "/describe")).isEqualTo(settings);
        assertThat(status("10.1.1.2", "/offline")).isEqualTo(change);
        assertThat(status("10.1.1.2", "/flush")).isEqualTo(change);
        for (String command : List.of("live", "ls", "describe", "offline", "flush")) {
            assertThat(status("10.1.1.2", "/" + command, "Authorization: Bearer " + TOKEN))
                    .isEqualTo(200);
        }
        assertThat(target.log).containsExactly("offline all");
    }

    @Test
    void aListLetsItsAddressesLookAndNobodyElseLogIn() {
        plan.set(FOREIGN, true);
        plan.set(LIST, "10.1.0.0/16,fd00::/8");
        assertThat(status("10.1.1.2", "/ls")).isEqualTo(200);
        assertThat(status("fd12::1", "/ls")).isEqualTo(200);
        assertThat(status("10.1.1.2", "/describe")).isEqualTo(401);
        assertThat(status("10.1.1.2", "/offline")).isEqualTo(401);
        assertThat(status("10.1.1.2", "/offline", "Authorization: Bearer " + TOKEN))
                .isEqualTo(200);

        assertThat(status("10.2.1.2", "/ready")).as("by the level").isEqualTo(200);
        assertThat(status("10.2.1.2", "/ls")).isEqualTo(403);
        assertThat(status("10.2.1.2", "/ls", "Authorization: Bearer " + TOKEN)).isEqualTo(403);
        assertThat(line(new ConsoleDesk.Visitor(peer("10.2.1.2")), "auth " + TOKEN)
                        .status())
                .isEqualTo(403);
        assertThat(target.log).containsExactly("offline all");
    }

    @Test
    void withoutAnyRightThoseOutsideOfTheListAreNotAdmitted() {
        plan.set(FOREIGN, true);
        plan.set(LIST, "10.1.0.0/16");
        plan.set(LEVEL, "NONE");
        assertThat(access().admits(peer("10.2.1.2"))).isFalse();
        assertThat(access().admits(peer("10.1.1.2"))).isTrue();
        assertThat(status("10.1.1.2", "/ready")).isEqualTo(401);
    }

    @Test
    void commandsThatAreNamedNeedNoTokenUnlessTheyChangeSomething() {
        plan.set(FOREIGN, true);
        plan.set(COMMANDS, "metrics, describe,offline,flush");
        assertThat(status("10.1.1.2", "/metrics")).isEqualTo(200);
        assertThat(status("10.1.1.2", "/describe")).isEqualTo(200);
        assertThat(status("10.1.1.2", "/ls")).isEqualTo(401);
        assertThat(status("10.1.1.2", "/offline")).isEqualTo(401);
        assertThat(status("10.1.1.2", "/flush")).isEqualTo(401);
        assertThat(target.log).isEmpty();
    }

    @Test
    void aWrongTokenIsRefusedAlsoHereAndSlowsDownWhoGuesses() {
        plan.set(FOREIGN, true);
        try (LogCapture log = new LogCapture(ConsoleAccess.class)) {
            for (int i = 0; i < 3; i++) {
                assertThat(status("10.1.1.2", "/live", "Authorization: Bearer guess"))
                        .isEqualTo(401);
            }
            assertThat(status("10.1.1.2", "/live", "Authorization: Bearer " + TOKEN))
                    .isEqualTo(429);
            assertThat(status("10.1.1.2", "/live")).as("without one").isEqualTo(200);
            assertThat(status("10.1.1.3", "/ls", "Authorization: Bearer " + TOKEN))
                    .isEqualTo(200);
            ticker.advanceMillis(10_000);
            assertThat(status("10.1.1.2", "/ls", "Authorization: Bearer " + TOKEN))
                    .isEqualTo(200);
            assertThat(status("127.0.0.1", "/ls", "Authorization: Bearer guess"))
                    .isEqualTo(401);
            assertThat(log.lines())
                    .hasSize(4)
                    .allMatch(line -> line.startsWith("WARN Somebody at "))
                    .noneMatch(line -> line.contains("guess"));
        }
    }

    @Test
    void whoLogsInOnALineMayDoEverythingUntilItEnds() {
        plan.set(FOREIGN, true);
        ConsoleDesk.Visitor visitor = new ConsoleDesk.Visitor(peer("10.1.1.2"));
        try (LogCapture log = new LogCapture(ConsoleDesk.class)) {
            assertThat(line(visitor, "offline").status()).isEqualTo(401);
            assertThat(line(visitor, "auth").status()).isEqualTo(400);
            assertThat(line(visitor, "auth " + TOKEN).status()).isEqualTo(200);
            assertThat(line(visitor, "offline").status()).isEqualTo(200);
            assertThat(line(new ConsoleDesk.Visitor(peer("10.1.1.2")), "offline")
                            .status())
                    .as("another one there")
                    .isEqualTo(401);
            assertThat(log.lines()).containsExactly("INFO Console: offline , from 10.1.1.2");
        }
    }

    @Test
    void theThirdWrongTokenEndsAConversation() {
        plan.set(FOREIGN, true);
        try (LogCapture log = new LogCapture(ConsoleAccess.class)) {
            ConsoleDesk.Visitor visitor = new ConsoleDesk.Visitor(peer("10.1.1.2"));
            assertThat(line(visitor, "auth a").isLast()).isFalse();
            assertThat(line(visitor, "auth b").isLast()).isFalse();
            assertThat(line(visitor, "auth c").isLast()).isTrue();
            assertThat(log.lines()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:22222", "127.0.0.1:22222", "127.1.2.3", "[::1]:22222"})
    void namesOfThisMachineAreServed(String host) {
        assertThat(http("127.0.0.1", host, "/ls").status()).isEqualTo(200);
    }

    /** The name of a page's server can be made to lead here, and then the browser's user may do what users here may. */
    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example:22222", "10.1.1.1", "127.0.0.1.evil.example", "localhost.evil.example", "[::2]"})
    void otherNamesAreRefusedWithoutAToken(String host) {
        assertThat(http("127.0.0.1", host, "/offline").status()).isEqualTo(403);
        assertThat(http("127.0.0.1", host, "/offline", "Authorization: Bearer guess")
                        .status())
                .isEqualTo(401);
        assertThat(target.log).isEmpty();
        assertThat(http("127.0.0.1", host, "/offline", "Authorization: Bearer " + TOKEN)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTokenThatNobodySetIsNoWayAroundTheHost() {
        token = null;
        assertThat(http("127.0.0.1", "evil.example", "/ls", "Authorization: Bearer x")
                        .status())
                .isEqualTo(403);
        assertThat(http("127.0.0.1", "localhost", "/ls", "Authorization: Bearer x")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void elsewhereAnAddressIsServedAndANameIsNot() {
        plan.set(FOREIGN, true);
        assertThat(http("10.1.1.2", "10.1.1.1:22222", "/ready").status()).isEqualTo(200);
        assertThat(http("fd00::2", "[fd00::1]:22222", "/ready").status()).isEqualTo(200);
        assertThat(http("10.1.1.2", "shop.example", "/ready").status()).isEqualTo(403);
        assertThat(http("10.1.1.2", "shop.example", "/ready", "Authorization: Bearer " + TOKEN)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void pagesOfTheWebAreRefused() {
        assertThat(status("127.0.0.1", "/offline", "Origin: http://localhost:8080"))
                .isEqualTo(403);
        assertThat(status("127.0.0.1", "/offline", "Sec-Fetch-Site: cross-site"))
                .isEqualTo(403);
        assertThat(status("127.0.0.1", "/offline", "Referer: http://evil.example/"))
                .isEqualTo(403);
        assertThat(target.log).isEmpty();
    }

    @Test
    void aCommandThatIsNotThereIsNamedWithTheNearestOne() {
        assertThat(http("127.0.0.1", "localhost", "/offlin"))
                .isEqualTo(Answer.refusal(404, "offlin :no such command; did you mean offline?"));
        assertThat(http("127.0.0.1", "localhost", "/").status()).isEqualTo(404);
    }
}
