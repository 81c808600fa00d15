// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tern's own settings of retries, written as {@code dubbo:parameter}.
 *
 * @param async whether an asynchronous call is tried again when it fails after it was sent
 * @param budgetPercent how many of the calls may be tried again, in percent; 0: all
 */
record RetryRules(boolean async, int budgetPercent) {
    static final String ASYNC = "tern.retry.async";
    static final String BUDGET = "tern.retry.budget";
    private static final int DEFAULT_BUDGET = 20;

    /** Mistakes, which were reported at start, leave the default. */
    static RetryRules of(MethodSettings settings) {
        Map<String, String> written = settings.parameters();
        Integer budget = budget(written.getOrDefault(BUDGET, ""));
        return new RetryRules(
                "true".equalsIgnoreCase(written.getOrDefault(ASYNC, "").strip()),
                budget == null ? DEFAULT_BUDGET : budget);
    }

    /** 0 to 100; null if the text is no such number. */
    static @Nullable Integer budget(String text) {
        try {
            int percent = Integer.parseInt(text.strip());
            return percent >= 0 && percent <= 100 ? percent : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static boolean isFlag(String text) {
        return "true".equalsIgnoreCase(text.strip()) || "false".equalsIgnoreCase(text.strip());
    }
}
