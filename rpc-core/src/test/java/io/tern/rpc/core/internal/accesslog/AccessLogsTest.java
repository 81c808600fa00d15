// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogsTest {
    @Test
    void aFileOfAnotherDayIsPutAsideUnderItsDate(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("access.log");
        Files.writeString(file, "old\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-02-03T12:00:00Z")));
        try (AccessLogs logs = new AccessLogs("test")) {
            AccessLog log = logs.ofService(file.toString(), "x", Map.of());
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
            AccessLog log = logs.ofService("true", "slow", Map.of());
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
        try (LogCapture log = new LogCapture(AccessLogs.class)) {
            try (AccessLogs logs = new AccessLogs("test")) {
                AccessLog access = logs.ofService(file.toString(), "x", Map.of());
                logs.offer(access, "one");
                logs.offer(access, "two");
            }
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(text -> assertThat(text).startsWith("ERROR").contains(file.toString()));
        }
    }

    @Test
    void aReferenceHasALoggerOfItsOwn() {
        try (AccessLogs logs = new AccessLogs("test")) {
            assertThat(logs.ofReference("true", "com.acme.Shop", Map.of())
                            .logger()
                            .getName())
                    .isEqualTo("dubbo.accesslog.consumer.com.acme.Shop");
            assertThat(logs.ofService("default", "com.acme.Shop", Map.of())
                            .logger()
                            .getName())
                    .isEqualTo("dubbo.accesslog.com.acme.Shop");
        }
    }
}
