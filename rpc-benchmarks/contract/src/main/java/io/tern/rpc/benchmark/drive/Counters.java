// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What this process has used so far: CPU time, and, as far as its living threads tell, bytes allocated and context switches. Threads that end between two counts
 * take their part with them. The files of {@code /proc} are Linux's; elsewhere their figures are 0.
 */
public final class Counters {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Path IO = Path.of("/proc/self/io");

    private final long cpuNanos;
    private final long writes;
    private final Map<Long, Long> allocatedByThread = new HashMap<>();
    private final Map<Long, Long> switchesByTask = new HashMap<>();

    private Counters() {
        cpuNanos =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            allocatedByThread.put(ids[i], Math.max(0, bytes[i]));
        }
        writes = number(IO, "syscw:");
        readSwitches();
    }

    public static Counters now() {
        return new Counters();
    }

    /** Puts what was used since then, as totals. */
    public void putSince(Counters earlier, Map<String, Object> reply) {
        reply.put("cpuNanos", cpuNanos - earlier.cpuNanos);
        reply.put("allocatedBytes", sumSince(allocatedByThread, earlier.allocatedByThread));
        reply.put("switches", sumSince(switchesByTask, earlier.switchesByTask));
        reply.put("writes", writes - earlier.writes);
    }

    private static long sumSince(Map<Long, Long> later, Map<Long, Long> earlier) {
        long sum = 0;
        for (Map.Entry<Long, Long> entry : later.entrySet()) {
            sum += entry.getValue() - earlier.getOrDefault(entry.getKey(), 0L);
        }
        return sum;
    }

    private void readSwitches() {
        if (!Files.isDirectory(TASKS)) {
            return;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                Path status = task.resolve("status");
                long switches =
                        number(status, "voluntary_ctxt_switches:") + number(status, "nonvoluntary_ctxt_switches:");
                switchesByTask.put(Long.parseLong(String.valueOf(task.getFileName())), switches);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + TASKS, e);
        }
    }

    private static long number(Path file, String key) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.substring(key.length()).strip());
                }
            }
        } catch (IOException e) {
            // Not Linux, or a thread that has just ended.
        }
        return 0;
    }
}
