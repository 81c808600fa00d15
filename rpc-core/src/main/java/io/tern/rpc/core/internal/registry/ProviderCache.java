// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last known providers of services, in a file, for a start without the registry. Thread-safe.
 *
 * <p>One line for each provider: the service, a tab, the entry. The file is written a second after a change, as a new one
 * that takes the old one's name, so that nobody reads half a file whenever a process dies; under the lock of a file beside
 * it, so that processes which share it keep each other's services. Only its owner may read it: entries can hold tokens.
 */
final class ProviderCache implements AutoCloseable {
    /** A larger file is neither read nor written; ten thousand providers take 6 MB. */
    static final long LARGEST_BYTES = 64L * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ProviderCache.class);
    private static final long PAUSE_MILLIS = 1_000;
    private static final int LONGEST_LINE = DubboUrl.LONGEST + 1_024;
    private static final char SEPARATOR = '\t';

    private final Path file;
    private final ScheduledExecutorService scheduler;
    private final Executor executor;
    private final LogLimit failures;
    private final Object writing = new Object();
    private final Object reading = new Object();

    // Guarded by this.
    private final Map<String, List<String>> known = new HashMap<>();
    private boolean due;
    private boolean closed;

    private @Nullable Map<String, List<String>> recalled; // guarded by reading

    ProviderCache(Path file, Ticker ticker, ScheduledExecutorService scheduler, Executor executor) {
        this.file = file.toAbsolutePath();
        this.scheduler = scheduler;
        this.executor = executor;
        this.failures = new LogLimit(ticker, 1, 600_000);
    }

    /** Keeps what the registry said. An empty list is not worth remembering: what was known before may help one day. */
    void remember(ServiceQuery query, List<String> entries) {
        List<String> plain = entries.stream().filter(ProviderCache::isPlain).toList();
        String service = key(query);
        if (plain.isEmpty() || !isPlain(service)) {
            return;
        }
        synchronized (this) {
            if (closed || plain.equals(known.put(service, plain)) || due) {
                return;
            }
            due = true;
        }
        writeLater();
    }

    private static boolean isPlain(String text) {
        return text.length() <= DubboUrl.LONGEST
                && text.chars().allMatch(c -> c >= ' ' && !Character.isSurrogate((char) c));
    }

    private static String key(ServiceQuery query) {
        return (query.group() == null ? "" : query.group() + "/")
                + query.interfaceName()
                + (query.version() == null ? "" : ":" + query.version());
    }

    private void writeLater() {
        try {
            scheduler.schedule(() -> executor.execute(this::writeDue), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ending) {
            log.debug("{} is written when its Tern instance closes", file);
        }
    }

    private void writeDue() {
        Map<String, List<String>> own;
        synchronized (this) {
            if (!due) {
                return;
            }
            due = false;
            own = new HashMap<>(known);
        }
        if (!write(own)) {
            synchronized (this) {
                if (closed || due) {
                    return;
                }
                due = true;
            }
            writeLater();
        }
    }

    /** False if another process is writing: later. */
    private boolean write(Map<String, List<String>> own) {
        synchronized (writing) {
            try {
                Path directory = file.getParent();
                if (directory != null) {
                    Files.createDirectories(directory);
                }
                Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.tryLock()) {
                    if (lock == null) {
                        return false;
                    }
                    replace(own);
                    return true;
                }
            } catch (OverlappingFileLockException e) {
                // Another Tern instance of this process.
                return false;
            } catch (IOException | SecurityException e) {
                fail("written", e);
                return true;
            }
        }
    }

    private void replace(Map<String, List<String>> own) throws IOException {
        Map<String, List<String>> all = new TreeMap<>(read());
        all.putAll(own);
        // Files made this way are their owner's only, where the file system knows owners.
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
                    BufferedWriter out =
                            new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), UTF_8))) {
                for (Map.Entry<String, List<String>> service : all.entrySet()) {
                    for (String entry : service.getValue()) {
                        out.append(service.getKey())
                                .append(SEPARATOR)
                                .append(entry)
                                .append('\n');
                    }
                }
                out.flush();
                channel.force(true);
            }
            if (Files.size(fresh) > LARGEST_BYTES) {
                throw new IOException("it would exceed " + LARGEST_BYTES + " bytes");
            }
            move(fresh);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void move(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The providers that were known last; empty if none were. Reads the file once: for a start without a registry. */
    List<String> recall(ServiceQuery query) {
        // A lock of its own: registries that say something must not wait for the disk.
        synchronized (reading) {
            Map<String, List<String>> last = recalled;
            if (last == null) {
                last = readOrEmpty();
                recalled = last;
            }
            return last.getOrDefault(key(query), List.of());
        }
    }

    private Map<String, List<String>> readOrEmpty() {
        try {
            return read();
        } catch (IOException | SecurityException e) {
            fail("read", e);
            return Map.of();
        }
    }

    /** All services of the file, without the lines that cannot be right. */
    private Map<String, List<String>> read() throws IOException {
        Map<String, List<String>> services = new HashMap<>();
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
            return services;
        }
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Files.newInputStream(file),
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int end = line.indexOf(SEPARATOR);
                String entry = line.substring(end + 1);
                if (end > 0 && line.length() <= LONGEST_LINE && isPlain(entry) && entry.contains("://")) {
                    services.computeIfAbsent(line.substring(0, end), key -> new ArrayList<>())
                            .add(entry);
                }
            }
        }
        return services;
    }

    private void fail(String what, Exception e) {
        if (failures.pass() != LogLimit.SUPPRESSED) {
            log.warn(
                    "The list of known providers {} cannot be {} ({}); without it a start needs the registry",
                    file,
                    what,
                    e.toString());
        }
    }

    /** Writes what is not written yet. */
    @Override
    public void close() {
        writeDue();
        synchronized (this) {
            closed = true;
        }
    }
}
