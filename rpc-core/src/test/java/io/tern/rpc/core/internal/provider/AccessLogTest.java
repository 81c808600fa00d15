// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private final Bench bench = new Bench();

    interface Shop {
        String buy(String what, Object how);
    }

    /** Fails the test if the log looks into it. */
    static final class Secretive extends AbstractList<String> {
        @Override
        public String get(int index) {
            throw new AssertionError();
        }

        @Override
        public int size() {
            throw new AssertionError();
        }

        @Override
        public String toString() {
            throw new AssertionError();
        }
    }

    /** Cannot say what it is. */
    static final class Grumpy {
        @Override
        public String toString() {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    void aLineHasTheCallButNotTheValuesOfItsArguments(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("logs/access.log");
        bench.export(Bench.service(Shop.class, (Shop) (what, how) -> {
                    if (how == null) {
                        throw new IllegalStateException("hidden");
                    }
                    return "sold";
                })
                .group("g")
                .version("1.0")
                .accessLog(file.toString())
                .settings());
        Map<String, Object> names = Map.of("group", "g", "version", "1.0");
        for (Object how : new Object[] {new Secretive(), List.of(1, 2, 3), new byte[7], null}) {
            io.tern.rpc.spi.transport.RequestHead head = new io.tern.rpc.spi.transport.RequestHead(
                    "2.0.2", Shop.class.getName(), "1.0", "buy", "Ljava/lang/String;Ljava/lang/Object;");
            bench.send(bench.call(head, names, "private", how)).reply();
        }
        bench.exporter.drain(10_000, 0);
        bench.close();

        List<String> lines = Files.readAllLines(file);
        String call = "127.0.0.1:5555 -> 127.0.0.1:20880 - g/" + Shop.class.getName()
                + ":1.0 buy(java.lang.String,java.lang.Object) [java.lang.String(7),";
        assertThat(lines).hasSize(4).allMatch(line -> line.contains(call)).noneMatch(line -> line.contains("private"));
        // Time, addresses, service, method and types stand as in a line of Dubbo, then what became of the call.
        assertThat(lines)
                .allMatch(line -> line.matches("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}] "
                        + Pattern.quote(call) + ".*] [a-zA-Z.]+ \\d+ ms"));
        assertThat(lines).anyMatch(line -> line.contains("Secretive] ok 0 ms"));
        assertThat(lines).anyMatch(line -> line.contains("ListN(3)] ok"));
        assertThat(lines).anyMatch(line -> line.contains("byte[](7)] ok"));
        assertThat(lines)
                .anyMatch(line -> line.contains(",null] java.lang.IllegalStateException") && !line.contains("hidden"));
    }

    @Test
    void withoutAPathLinesGoToDubbosLoggerOfTheInterface() {
        try (Logged log = new Logged("dubbo.accesslog." + Shop.class.getName())) {
            bench.export(Bench.service(Shop.class, (Shop) (what, how) -> "sold")
                    .accessLog("true")
                    .settings());
            bench.send(bench.call(Shop.class, "buy", "a", "b")).reply();
            bench.exporter.drain(10_000, 0);
            bench.close();

            assertThat(log.texts())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("[java.lang.String(1),java.lang.String(1)] ok"));
        }
    }

    @Test
    void valuesStandInALineIfTheyWereAskedFor(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("access.log");
        bench.export(Bench.service(Shop.class, (Shop) (what, how) -> "sold")
                .accessLog(file.toString())
                .parameters(Map.of("tern.accesslog.arguments", "true"))
                .settings());
        bench.send(bench.call(Shop.class, "buy", "bread\nand [forged] line", new int[][] {{1, 2}, {3}}))
                .reply();
        bench.send(bench.call(Shop.class, "buy", null, new Grumpy())).reply();
        bench.send(bench.call(Shop.class, "buy", "x".repeat(5_000), 1)).reply();
        bench.exporter.drain(10_000, 0);
        bench.close();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3).allMatch(line -> line.length() < 1_300);
        assertThat(lines).anyMatch(line -> line.contains("[bread?and [forged] line,[[1, 2], [3]]] ok"));
        assertThat(lines).anyMatch(line -> line.contains("[null," + Grumpy.class.getTypeName() + "] ok"));
        assertThat(lines).anyMatch(line -> line.contains("x".repeat(1_000) + "…,1] ok"));
    }
}
