// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.spi.Ticker;
import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what all threads of the process do when a business pool is exhausted: once in ten minutes at most, since the
 * first file tells what there is to know, and the others fill the disk. Thread-safe.
 */
public final class ThreadDumps {
    private static final Logger log = LoggerFactory.getLogger(ThreadDumps.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final String directory;
    private final String application;
    private final Ticker ticker;
    private final Clock clock;
    private final Executor executor;
    private final AtomicLong nextNanos;

    /** Files in this directory, written by threads of {@code executor}; null for no directory. */
    public static @Nullable ThreadDumps into(
            @Nullable String directory, String application, Ticker ticker, Executor executor) {
        return directory == null
                ? null
                : new ThreadDumps(directory, application, ticker, Clock.system(ZoneId.systemDefault()), executor);
    }

    ThreadDumps(String directory, String application, Ticker ticker, Clock clock, Executor executor) {
        this.directory = directory;
        this.application = application;
        this.ticker = ticker;
        this.clock = clock;
        this.executor = executor;
        this.nextNanos = new AtomicLong(ticker.nanos());
    }

    /** The pool of this port is exhausted. Returns at once. */
    void exhausted(int port) {
        long now = ticker.nanos();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
            return;
        }
        try {
            executor.execute(() -> write(port));
        } catch (RejectedExecutionException closing) {
            log.debug("No thread dump for port {}, since this instance is closing", port);
        }
    }

    private void write(int port) {
        String name = "tern-threads-" + application + "-" + port + "-" + TIME.format(LocalDateTime.now(clock)) + ".txt";
        try {
            Path file = Files.createDirectories(Path.of(directory)).resolve(name);
            Files.writeString(file, text());
            log.warn("The business pool of port {} is exhausted; what all threads do is in {}", port, file);
        } catch (IOException | InvalidPathException e) {
            log.warn(
                    "The business pool of port {} is exhausted, and what all threads do cannot be written into {}, the"
                            + " dump-directory of <dubbo:application>",
                    port,
                    directory,
                    e);
        }
    }

    private static String text() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
            text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
            LockInfo lock = thread.getLockInfo();
            if (lock != null) {
                text.append(" on ").append(lock);
                if (thread.getLockOwnerName() != null) {
                    text.append(" held by \"").append(thread.getLockOwnerName()).append('"');
                }
            }
            text.append('\n');
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
