// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadDumpsTest {
    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();

    private ThreadDumps dumps(Path into) {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return Instant.EPOCH.plusNanos(nanos.get());
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        return new ThreadDumps(into.toString(), "shop", nanos::get, clock, Runnable::run);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void oneFileInTenMinutesTellsWhatTheThreadsDo() throws Exception {
        ThreadDumps dumps = dumps(directory);
        try (LogCapture log = new LogCapture(ThreadDumps.class)) {
            dumps.exhausted(20_880);
            dumps.exhausted(20_880);
            dumps.exhausted(20_881);
            assertThat(log.lines()).singleElement().asString().startsWith("WARN The business pool of port 20880");
        }
        assertThat(files()).containsExactly("tern-threads-shop-20880-19700101-000000.txt");
        assertThat(Files.readString(directory.resolve(files().get(0))))
                .contains('"' + Thread.currentThread().getName() + '"')
                .contains(ThreadDumpsTest.class.getName() + ".oneFileInTenMinutesTellsWhatTheThreadsDo");

        nanos.addAndGet(TimeUnit.MINUTES.toNanos(10) - 1);
        dumps.exhausted(20_880);
        assertThat(files()).hasSize(1);
        nanos.addAndGet(1);
        dumps.exhausted(20_880);
        assertThat(files()).hasSize(2).contains("tern-threads-shop-20880-19700101-001000.txt");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsLogged() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        try (LogCapture log = new LogCapture(ThreadDumps.class)) {
            dumps(file.resolve("below")).exhausted(20_880);
            assertThat(log.lines()).singleElement().asString().contains("dump-directory", "20880");
        }
    }

    @Test
    void withoutADirectoryThereAreNone() {
        assertThat(ThreadDumps.into(null, "shop", nanos::get, Runnable::run)).isNull();
    }
}
