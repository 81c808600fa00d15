// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a provider writes about requests that went wrong: never one line per request. Thread-safe. */
final class ProviderLog {
    private static final Logger log = LoggerFactory.getLogger("io.tern.rpc.provider");

    private final RpcObserver observer;
    private final LogLimit refusals;
    private final LogLimit problems;

    ProviderLog(RpcObserver observer, Ticker ticker) {
        this.observer = observer;
        this.refusals = new LogLimit(ticker, 1, 1_000);
        this.problems = new LogLimit(ticker, 10, 1_000);
    }

    /** Nobody will tell the consumer. */
    void oneWayFailed(ServiceMethod method, String reason, @Nullable Throwable error) {
        observer.counted(RpcObserver.Event.ONEWAY_REQUEST_FAILED);
        long more = method.failures().pass();
        if (more != LogLimit.SUPPRESSED) {
            log.warn("One-way request {} failed: {}{}", method.descriptor(), reason, more(more), error);
        }
    }

    /** The service threw what its interface does not declare. */
    void unexpected(ServiceMethod method, Throwable error) {
        long more = method.failures().pass();
        if (more != LogLimit.SUPPRESSED) {
            log.warn(
                    "{} threw {}, which its interface does not declare{}",
                    method.descriptor(),
                    error.getClass().getName(),
                    more(more),
                    error);
        }
    }

    void unanswered(ServiceMethod method, long timeoutNanos) {
        long more = method.unanswered().pass();
        if (more != LogLimit.SUPPRESSED) {
            log.warn(
                    "{} promised an answer and gave none within {} ms; the request is given up{}",
                    method.descriptor(),
                    TimeUnit.NANOSECONDS.toMillis(timeoutNanos),
                    more(more));
        }
    }

    /** A request that no method was found for, or no thread. */
    void refused(String text) {
        long more = refusals.pass();
        if (more != LogLimit.SUPPRESSED) {
            log.warn("Refused a request: {}{}", text, more(more));
        }
    }

    void problem(String format, String method, Throwable error) {
        if (problems.pass() != LogLimit.SUPPRESSED) {
            log.warn(format, method, error);
        }
    }

    private static String more(long suppressed) {
        return suppressed == 0 ? "" : " (and " + suppressed + " more since the last such line)";
    }
}
