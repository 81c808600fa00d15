// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.accesslog;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access logs of a Tern instance and the one thread that writes them. Lines wait in a bounded queue; when it is full
 * they are dropped and counted, since a slow disk must not slow calls down. A file is renamed to {@code name.yyyyMMdd}
 * when its day is over, as Dubbo does. Thread-safe.
 */
public final class AccessLogs implements AutoCloseable {
    private static final int QUEUED_LINES = 8_192;
    private static final long CLOSE_MILLIS = 2_000;
    /** Dubbo's logger names, so that the logging configuration of a ported application still holds. */
    private static final String LOGGER_PREFIX = "dubbo.accesslog.";

    private static final Logger log = LoggerFactory.getLogger(AccessLogs.class);

    private record Line(@Nullable AccessLog target, String text) {}

    private final String application;
    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUED_LINES);
    private final AtomicLong dropped = new AtomicLong();
    private @Nullable Thread writer; // guarded by this
    private volatile boolean closed;
    // The writer's own.
    private final Map<Path, DayFile> files = new HashMap<>();

    /** {@code application} is part of the thread's name; it starts with the first log. */
    public AccessLogs(String application) {
        this.application = application;
    }

    /** The log of a service: {@code setting} is {@code true} or {@code default} for its logger, else a path. */
    public AccessLog ofService(String setting, String interfaceName, Map<String, String> parameters) {
        return open(setting, LOGGER_PREFIX + interfaceName, parameters);
    }

    /** The log of a reference; likewise, with a logger of its own. */
    public AccessLog ofReference(String setting, String interfaceName, Map<String, String> parameters) {
        return open(setting, LOGGER_PREFIX + "consumer." + interfaceName, parameters);
    }

    private synchronized AccessLog open(String setting, String loggerName, Map<String, String> parameters) {
        if (writer == null) {
            writer = new Thread(this::write, "tern-accesslog-" + application + "-1");
            writer.setDaemon(true);
            writer.start();
        }
        boolean toLogger = setting.equals("true") || setting.equals("default");
        boolean values = Boolean.parseBoolean(
                parameters.getOrDefault(AccessLog.ARGUMENTS, "false").strip());
        return new AccessLog(
                this,
                toLogger ? null : Path.of(setting).toAbsolutePath(),
                loggerName,
                values ? ArgumentText.VALUES : ArgumentText.SHAPES);
    }

    void offer(AccessLog target, String text) {
        if (closed || !queue.offer(new Line(target, text))) {
            dropped.incrementAndGet();
        }
    }

    /** Lines lost to a full queue since the last report of the writer. */
    long dropped() {
        return dropped.get();
    }

    private void write() {
        List<Line> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                Line first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch);
                }
            } catch (InterruptedException e) {
                // Nobody here interrupts it, and an access log is no reason to end: the next turn looks at closed.
            }
            batch.forEach(this::writeLine);
            batch.clear();
            files.values().forEach(DayFile::flush);
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                log.warn("{} lines of access logs were dropped: they came faster than they could be written", lost);
            }
        }
        files.values().forEach(DayFile::close);
    }

    private void writeLine(Line line) {
        AccessLog target = line.target();
        if (target == null) {
            return; // only wakes the writer
        }
        Path path = target.file();
        if (path == null) {
            target.logger().info("{}", line.text());
        } else {
            files.computeIfAbsent(path, DayFile::new).write(line.text());
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread writing;
        synchronized (this) {
            writing = writer;
        }
        if (writing == null) {
            return;
        }
        // Not an interrupt, which would close the file under a writer that is in the middle of a line.
        queue.offer(new Line(null, ""));
        try {
            writing.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One file, by its writer thread only. A file that cannot be written is reported once and then left alone. */
    private static final class DayFile {
        private final Path path;
        private @Nullable BufferedWriter out;
        private LocalDate day = LocalDate.MIN;
        private boolean broken;

        DayFile(Path path) {
            this.path = path;
        }

        void write(String text) {
            if (broken) {
                return;
            }
            try {
                BufferedWriter writer = writer();
                writer.write(text);
                writer.newLine();
            } catch (IOException | UncheckedIOException e) {
                broken = true;
                log.error("The access log {} cannot be written; check the path and the rights, then restart", path, e);
                close();
            }
        }

        private BufferedWriter writer() throws IOException {
            LocalDate today = LocalDate.now(ZoneId.systemDefault());
            if (out != null && today.equals(day)) {
                return out;
            }
            close();
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (Files.exists(path)) {
                LocalDate written =
                        LocalDate.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneId.systemDefault());
                if (!written.equals(today)) {
                    Path old = path.resolveSibling(
                            path.getFileName() + "." + written.toString().replace("-", ""));
                    Files.move(path, old, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            day = today;
            BufferedWriter opened = Files.newBufferedWriter(
                    path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            out = opened;
            return opened;
        }

        void flush() {
            try {
                if (out != null) {
                    out.flush();
                }
            } catch (IOException e) {
                broken = true;
                log.error("The access log {} cannot be written; check the path and the rights, then restart", path, e);
                close();
            }
        }

        void close() {
            BufferedWriter open = out;
            out = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    log.warn("Closing the access log {} failed", path, e);
                }
            }
        }
    }
}
