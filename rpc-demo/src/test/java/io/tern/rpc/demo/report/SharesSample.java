// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import io.tern.rpc.demo.report.Shares.Event;
import io.tern.rpc.demo.report.Shares.Mark;
import io.tern.rpc.demo.report.Shares.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two seconds with two providers: both, A is killed, B alone, one failed call, both again. */
final class SharesSample {
    private final List<Outcome> outcomes = new ArrayList<>();

    private SharesSample() {}

    static Shares killed() {
        SharesSample sample = new SharesSample();
        sample.add(0, "A", 5).add(0, "B", 5);
        sample.add(500, "B", 10);
        sample.add(1000, "B", 9).add(1499, null, 1);
        sample.add(1999, "B", 8).add(1999, "A", 2);
        return new Shares(
                List.of("A", "B"),
                sample.outcomes,
                List.of(
                        new Mark(Duration.ofMillis(400), "A", Event.KILLED),
                        new Mark(Duration.ofMillis(1200), "A", Event.STARTED)));
    }

    private SharesSample add(long millis, @Nullable String provider, int calls) {
        for (int i = 0; i < calls; i++) {
            outcomes.add(new Outcome(Duration.ofMillis(millis), provider));
        }
        return this;
    }
}
