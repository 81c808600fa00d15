// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The timers of one method on one side, each made when it is first needed. Thread-safe. */
final class MethodTimes {
    private final CallMeters meters;
    private final Tags method;
    private final List<Map<Outcome, Timer[]>> byMode;
    private final Timer[] recent;

    MethodTimes(CallMeters meters, Tags method, int modes) {
        this.meters = meters;
        this.method = method;
        this.byMode = IntStream.range(0, modes)
                .<Map<Outcome, Timer[]>>mapToObj(mode -> new ConcurrentHashMap<>())
                .toList();
        this.recent = meters.recent(method);
    }

    void record(int mode, Outcome outcome, long nanos) {
        Map<Outcome, Timer[]> byOutcome = byMode.get(mode);
        Timer[] timers = byOutcome.get(outcome);
        if (timers == null) {
            timers = byOutcome.computeIfAbsent(outcome, key -> meters.timer(method, mode, key));
        }
        record(timers, nanos);
        record(recent, nanos);
    }

    private static void record(Timer[] timers, long nanos) {
        for (Timer timer : timers) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
