// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.process;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a process can tell about itself. */
final class Facts {
    private Facts() {}

    /** Live heap after collections, threads, classes. */
    static Map<String, Object> now() {
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            heap = Math.min(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("heapBytes", heap);
        facts.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        facts.put("classes", ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
        return facts;
    }

    static long millisSinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
