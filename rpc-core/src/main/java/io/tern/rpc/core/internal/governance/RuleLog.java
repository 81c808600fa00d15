// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the rules that were not understood, and says why; not more than ten lines in a minute. Thread-safe. */
final class RuleLog {
    private static final Logger log = LoggerFactory.getLogger(RuleLog.class);
    private static final int LINES = 10;
    private static final long INTERVAL_MILLIS = 60_000;

    private final ConsumerFacts consumer;
    private final RpcObserver observer;
    private final LogLimit lines;

    RuleLog(ConsumerFacts consumer, RpcObserver observer, Ticker ticker) {
        this.consumer = consumer;
        this.observer = observer;
        this.lines = new LogLimit(ticker, LINES, INTERVAL_MILLIS);
    }

    /**
     * A rule was refused.
     *
     * @param rule which one, without its parameters
     * @param reason continues "it"; repeats nothing of the rule but keys
     * @param keptEarlier whether a version of it that was understood stays in force
     */
    void refused(String rule, String reason, boolean keptEarlier) {
        observer.counted(RpcObserver.Event.RULE_REFUSED);
        long more = lines.pass();
        if (more != LogLimit.SUPPRESSED) {
            log.warn(
                    "Refused the rule {} for {}: {}. {}{}",
                    SafeText.of(rule),
                    consumer.service(),
                    reason,
                    keptEarlier
                            ? "The version of it before this one stays in force."
                            : "It is left out: calls go on as if there were no such rule. Mend or remove it.",
                    more == 0 ? "" : " (and " + more + " more since the last such line)");
        }
    }
}
