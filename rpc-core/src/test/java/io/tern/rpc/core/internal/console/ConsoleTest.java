// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.spi.ConsoleCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the console listens, and what it says about that. */
class ConsoleTest {
    private static final String FOREIGN = "qos-accept-foreign-ip";
    private static final String LIST = "qos-accept-foreign-ip-whitelist";
    private static final String COMMANDS = "qos-anonymous-allow-commands";
    private static final String HOST = "qos-host";
    private static final String PORT = "qos-port";
    private static final String CHECK = "qos-check";
    private final ConsolePlan plan = new ConsolePlan();

    private record Own(String name) implements ConsoleCommand {
        @Override
        public String help() {
            return name;
        }

        @Override
        public String run(List<String> words) {
            return name;
        }
    }

    private Console console(@Nullable String token, ConsoleCommand... given) {
        Extensions.Given commands = new Extensions.Given() {
            @Override
            public <T> List<T> of(Class<T> type) {
                return List.of(given).stream().map(type::cast).toList();
            }
        };
        return Console.of(
                plan.settings(),
                token,
                "app",
                new Console.Commands(
                        new FakeTarget(),
                        List.of(new Own("metrics")),
                        getClass().getClassLoader(),
                        commands));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // host, others wanted, token: where, warned
                "           | false |   | 127.0.0.1 | false",
                "           | false | t | 127.0.0.1 | false",
                "           | true  |   | 127.0.0.1 | true",
                "           | true  | t | 0.0.0.0   | false",
                "127.0.0.2  | false |   | 127.0.0.2 | false",
                "127.0.0.2  | true  |   | 127.0.0.2 | true",
                "127.0.0.2  | true  | t | 127.0.0.2 | false",
                "192.0.2.1  | false |   | 127.0.0.1 | true",
                "192.0.2.1  | false | t | 127.0.0.1 | true",
                "192.0.2.1  | true  |   | 127.0.0.1 | true",
                "192.0.2.1  | true  | t | 192.0.2.1 | false",
                "0.0.0.0    | true  |   | 127.0.0.1 | true",
                "[::1]      | false |   | 0:0:0:0:0:0:0:1 | false",
            })
    void itStaysOnLoopbackUnlessOthersAreWantedAndThereIsAToken(
            @Nullable String host, boolean foreign, @Nullable String token, String where, boolean warned)
            throws Exception {
        plan.set(HOST, host);
        plan.set(FOREIGN, foreign);
        plan.set(PORT, 2_222);
        try (LogCapture log = new LogCapture(Console.class)) {
            InetSocketAddress address = console(token).address();
            assertThat(address.getAddress().getHostAddress())
                    .isIn(where, where.equals("0.0.0.0") ? "0:0:0:0:0:0:0:0" : where);
            assertThat(address.getPort()).isEqualTo(2_222);
            assertThat(log.lines()).hasSize(warned ? 1 : 0).allMatch(line -> line.contains("tern.console.token"));
        }
    }

    @Test
    void aListOfOthersAloneIsWarnedAbout() throws Exception {
        plan.set(LIST, "10.0.0.0/8");
        try (LogCapture log = new LogCapture(Console.class)) {
            assertThat(console("t").address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void aPortInUseIsAWarningOrEndsTheStart() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            plan.set(PORT, port);
            try (LogCapture log = new LogCapture(Console.class);
                    Console lenient = console(null)) {
                lenient.open();
                assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .startsWith("WARN The admin console cannot listen on port " + port)
                        .contains("qos-port");
            }
            plan.set(CHECK, true);
            try (Console strict = console(null)) {
                assertThatThrownBy(strict::open)
                        .isInstanceOf(RpcException.class)
                        .hasMessageStartingWith("The admin console cannot listen on port " + port);
            }
        }
    }

    @Test
    void oneThatWasClosedMeanwhileDoesNotOpen() {
        plan.set(CHECK, true);
        plan.set(PORT, freePort());
        try (LogCapture log = new LogCapture(Console.class)) {
            Console console = console(null);
            console.close();
            console.open();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void commandsThatAListDoesNotOpenAreNamedOnceOthersMayCome() {
        plan.set(HOST, "127.0.0.1");
        plan.set(COMMANDS, "ls,metrics,offline,count");
        plan.set(PORT, freePort());
        try (LogCapture log = new LogCapture(Console.class)) {
            try (Console here = console("t")) {
                here.open();
                assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
            }
            plan.set(FOREIGN, true);
            try (Console everywhere = console("t")) {
                everywhere.open();
                assertThat(log.lines())
                        .filteredOn(line -> line.startsWith("WARN"))
                        .singleElement()
                        .asString()
                        .contains("[count, offline]");
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNoAddressInTheListIsAMistake() {
        plan.set(LIST, "10.0.0.0/8, example.org,fd00::/200");
        assertThat(Console.problems(plan.settings()))
                .extracting(problem -> problem.message())
                .hasSize(2)
                .allMatch(message -> message.startsWith("CFG-14 dubbo:application name \"app\"")
                        && message.contains("attribute qos-accept-foreign-ip-whitelist = \""));
    }

    @Test
    void twoCommandsOfOneNameFromOneSourceAreAMistake() {
        assertThat(console(null, new Own("ls"), new Own("metrics"))).isNotNull();
        assertThatThrownBy(() -> console(null, new Own("own"), new Own("own")))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("console command");
    }
}
