// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.RegistrySample;
import io.tern.rpc.core.fixture.ServiceSample;
import io.tern.rpc.spi.ConsoleCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInCommandsTest {
    private final FakeTarget target = new FakeTarget();
    private final List<ConsoleCommand> all = new ArrayList<>(new BuiltInCommands(target).all());

    private Answer run(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        ConsoleCommands commands = new ConsoleCommands(all, new FakeTicker());
        return commands.run(commands.find(words.get(0)), words.subList(1, words.size()));
    }

    private static ServiceSample inRegistry(String id) {
        return ServiceSample.of(id, Runnable.class)
                .in(RegistrySample.of("main", "zookeeper").settings());
    }

    @Test
    void aProcessThatAnswersIsLive() {
        target.serving = false;
        target.started = false;
        assertThat(run("live")).isEqualTo(new Answer(200, "true", false));
        assertThat(run("startup")).isEqualTo(new Answer(503, "false", false));
        assertThat(run("ready")).isEqualTo(new Answer(503, "false", false));
        target.started = true;
        assertThat(run("startup")).isEqualTo(new Answer(200, "true", false));
    }

    @ParameterizedTest
    @CsvSource({"true, true, true", "false, true, false", "true, false, false", "false, false, false"})
    void aProviderIsReadyWhileOneServiceCanBeFound(boolean wanted, boolean published, boolean ready) {
        target.with(inRegistry("hidden").settings(), false, false);
        target.with(inRegistry("foo").settings(), wanted, published);
        assertThat(run("ready").status()).isEqualTo(ready ? 200 : 503);
        target.serving = false;
        assertThat(run("ready").status()).as("it stops").isEqualTo(503);
    }

    @Test
    void withoutServicesOrWithoutRegistriesAStartedProcessIsReady() {
        assertThat(run("ready").status()).isEqualTo(200);
        target.with(ServiceSample.of("foo", Runnable.class).export(false).settings(), false, false);
        assertThat(run("ready").status()).as("a service that is not for export").isEqualTo(200);
        target.with(ServiceSample.of("bar", Runnable.class).settings(), true, false);
        assertThat(run("ready").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "offline                               | 200 | offline all",
                "online                                | 200 | online all",
                "offline blue/java.lang.Runnable:1.0   | 200 | offline [foo]",
                "offline java.lang.Runnable:1.0        | 200 | offline [foo]",
                "offline java.lang.Runnable            | 200 | offline [bar]",
                "online .*Runnable.*                   | 200 | online [foo, bar]",
                "offline no.such.Service               | 404 | ",
                "offline [                             | 400 | ",
                "offline a b                           | 400 | ",
            })
    void servicesAreTakenByThePatternOfTheirKey(String line, int status, String heard) {
        target.with(FakeTarget.settings("foo"), true, true);
        target.with(ServiceSample.of("bar", Runnable.class).settings(), true, true);
        assertThat(run(line).status()).isEqualTo(status);
        assertThat(target.log).isEqualTo(heard == null ? List.of() : List.of(heard));
    }

    @Test
    void lsShowsServicesAsDubboDoesAndTheirState() {
        target.with(inRegistry("foo").settings(), true, true);
        target.with(inRegistry("bar").group("g").settings(), false, false);
        target.with(ServiceSample.of("own", Runnable.class).export(false).settings(), true, false);
        assertThat(run("ls").text()).isEqualTo("""
                As Provider side:
                +---------------------+--------------+------------------------+
                |Provider Service Name|     PUB      |         STATE          |
                +---------------------+--------------+------------------------+
                | java.lang.Runnable  |zookeeper-I(Y)|    127.0.0.1:20880     |
                +---------------------+--------------+------------------------+
                |g/java.lang.Runnable |zookeeper-I(N)|127.0.0.1:20880, offline|
                +---------------------+--------------+------------------------+
                | java.lang.Runnable  |  direct(N)   |     not for export     |
                +---------------------+--------------+------------------------+
                As Consumer side:
                +---------------------+---+-----+
                |Consumer Service Name|NUM|STATE|
                +---------------------+---+-----+
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ps          | 200 | '20880\n20881'",
                "ps -l 20880 | 200 | dubbo://127.0.0.1:20880 connections 3",
                "ps 20881    | 200 | 20881",
                "ps 7        | 200 | No such port 7",
                "ps a        | 400 | '-l, the number of a port, both or nothing'",
                "ps 1 2      | 400 | '-l, the number of a port, both or nothing'",
            })
    void psShowsPorts(String line, int status, String text) {
        assertThat(run(line)).isEqualTo(new Answer(status, text, false));
    }

    @Test
    void theOthersSayWhatTheirNamesSay() {
        assertThat(run("stats").text()).isEqualTo("callsInFlight 7");
        assertThat(run("describe").text()).isEqualTo("the settings");
        assertThat(run("version").text()).matches("tern version \".+\"");
        assertThat(run("quit")).isEqualTo(new Answer(200, "BYE!", true));
        assertThat(run("help").text().lines())
                .extracting(line -> line.split("[ :]", -1)[0])
                .containsExactly(
                        "describe",
                        "help",
                        "live",
                        "ls",
                        "offline",
                        "online",
                        "ps",
                        "quit",
                        "ready",
                        "startup",
                        "stats",
                        "version",
                        "auth");
        assertThat(run("help ps").text()).startsWith("ps [-l]");
        assertThat(run("help nothing").status()).isEqualTo(404);
    }

    @Test
    void whatACommandOfAUserThrowsIsAnAnswer() {
        all.add(new Failing("picky", new IllegalArgumentException("two\nlines")));
        all.add(new Failing("broken", new IllegalStateException("password=secret")));
        all.add(new Failing("missing", new NoClassDefFoundError("some.Class")));
        try (LogCapture log = new LogCapture(ConsoleCommands.class)) {
            assertThat(run("picky")).isEqualTo(Answer.refusal(400, "two?lines"));
            assertThat(run("broken"))
                    .isEqualTo(Answer.refusal(500, "broken failed with IllegalStateException; see the log"));
            assertThat(run("missing").status()).isEqualTo(500);
            assertThat(log.lines()).hasSize(2);
        }
    }

    private record Failing(String name, Throwable error) implements ConsoleCommand {
        @Override
        public String help() {
            return name;
        }

        @Override
        public String run(List<String> words) {
            if (error instanceof Error fatal) {
                throw fatal;
            }
            throw (RuntimeException) error;
        }
    }
}
