// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
    void aFileOfAnotherDayIsPutAsideUnderItsDate(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("access.log");
        Files.writeString(file, "old\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-02-03T12:00:00Z")));
        try (AccessLogs logs = new AccessLogs("test")) {
            AccessLog log = logs.open(file.toString(), "x");
            logs.offer(log, "new");
        }

        assertThat(Files.readAllLines(file)).containsExactly("new");
        assertThat(Files.readAllLines(directory.resolve("access.log.20200203"))).containsExactly("old");
    }

    @Test
    void aSlowDiskCostsLinesAndNotWorkers() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ch.qos.logback.classic.Logger logger =
                (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("dubbo.accesslog.slow");
        ch.qos.logback.core.AppenderBase<ch.qos.logback.classic.spi.ILoggingEvent> slow =
                new ch.qos.logback.core.AppenderBase<>() {
                    @Override
                    protected void append(ch.qos.logback.classic.spi.ILoggingEvent event) {
                        blocked.countDown();
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                };
        slow.start();
        logger.addAppender(slow);
        logger.setAdditive(false);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        AccessLogs logs = new AccessLogs("test");
        try {
            AccessLog log = logs.open("true", "slow");
            logs.offer(log, "first");
            assertThat(blocked.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 10_000; i++) {
                logs.offer(log, "line");
            }

            assertThat(logs.dropped()).isEqualTo(10_000 - 8_192);
        } finally {
            release.countDown();
            logs.close();
            logger.detachAppender(slow);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsReportedOnceAndHarmsNobody(@TempDir Path directory) throws Exception {
        Path file = Files.createDirectory(directory.resolve("a-directory"));
        try (Logged log = new Logged(AccessLogs.class.getName())) {
            try (AccessLogs logs = new AccessLogs("test")) {
                AccessLog access = logs.open(file.toString(), "x");
                logs.offer(access, "one");
                logs.offer(access, "two");
            }
            assertThat(log.texts())
                    .singleElement()
                    .satisfies(text -> assertThat(text).startsWith("ERROR").contains(file.toString()));
        }
    }
}
