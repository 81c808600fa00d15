// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.EchoService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parameter {@code accesslog} of a consumer. */
class CallLogTest {
    private final Consumer consumer = new Consumer();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void logToAFile() {
        file = directory.resolve("calls.log");
        consumer.defaults.parameters = Map.of("accesslog", file.toString());
        consumer.defaults.retries = 0;
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    private List<String> lines() throws Exception {
        consumer.accessLogs.close();
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void eachCallHasALineWithoutTheValuesOfItsArguments() throws Exception {
        DemoService demo = consumer.reference();
        consumer.provider().returns("secret answer");
        demo.find("secret question");
        consumer.provider().throwing(new IllegalStateException("secret failure"));
        assertThatThrownBy(() -> demo.find("secret question")).isInstanceOf(IllegalStateException.class);
        CompletableFuture<String> later = demo.findLater("secret");
        assertThat(later.handle((value, error) -> error).get()).isNotNull();
        // Its line is written by the thread that ends it.
        Awaitility.await()
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() == 3);
        consumer.provider().returns("pong");
        ((EchoService) demo).$echo("not logged");

        List<String> lines = lines();
        assertThat(lines)
                .hasSize(3)
                .allMatch(line ->
                        line.contains("] shop -> 10.0.0.1:20880 - blue/" + DemoService.class.getName() + ":1.2 "))
                .noneMatch(line -> line.contains("secret"));
        assertThat(lines.get(0)).endsWith(" find(java.lang.String) [java.lang.String(15)] ok 0 ms");
        assertThat(lines.get(1)).endsWith(" [java.lang.String(15)] java.lang.IllegalStateException 0 ms");
        assertThat(lines.get(2)).contains(" findLater(java.lang.String) ");
    }

    @Test
    void valuesStandInItIfTheyWereAskedFor() throws Exception {
        consumer.defaults.parameters = Map.of("accesslog", file.toString(), "tern.accesslog.arguments", "true");
        DemoService demo = consumer.reference();
        consumer.provider().returns(5);
        demo.sum(2, 3);
        assertThat(lines()).singleElement().asString().contains(" sum(int,int) [2,3] ok ");
    }

    @Test
    void aMethodMayHaveNone() throws Exception {
        consumer.method("find").parameters = Map.of("accesslog", "false");
        consumer.provider().returns("x");
        DemoService demo = consumer.reference();
        demo.find("a");
        assertThat(lines()).isEmpty();
    }

    @Test
    void wrongParametersAreMistakes() {
        consumer.defaults.parameters = Map.of("accesslog", "a\tb", "tern.accesslog.arguments", "perhaps");
        assertThat(consumer.assembler().problems(consumer.settings()))
                .extracting(problem -> problem.message())
                .anyMatch(text -> text.startsWith("CFG-15 dubbo:reference id \"demo\": attribute accesslog = "))
                .anyMatch(text ->
                        text.startsWith("CFG-04 dubbo:reference id \"demo\": attribute tern.accesslog.arguments = "))
                .hasSize(2);
    }
}
