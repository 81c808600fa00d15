// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.consumer.CallReport;
import io.tern.rpc.demo.consumer.SteadyConsumerMain;
import io.tern.rpc.demo.report.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what the consumer reports, each call with the time at which it was read; the one clock of the demo. Thread-safe. */
final class CallLog {
    private final List<Calls.Call> calls = new ArrayList<>(); // guarded by this, as the next one
    private @Nullable Stopwatch clock;

    /** Takes a line of the consumer's output. The clock starts when it says that it begins. */
    synchronized void line(String line) {
        if (line.equals(SteadyConsumerMain.READY)) {
            clock = new Stopwatch();
            return;
        }
        CallReport report = CallReport.parse(line);
        if (report != null) {
            calls.add(new Calls.Call(now(), report));
        }
    }

    /** Time since the consumer began. */
    synchronized Duration now() {
        if (clock == null) {
            throw new IllegalStateException("The consumer has not begun.");
        }
        return clock.elapsed();
    }

    /** Those that have ended until now. */
    synchronized Calls calls() {
        return new Calls(calls);
    }
}
