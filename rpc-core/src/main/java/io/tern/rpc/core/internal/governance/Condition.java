// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of one key: {@code host = 10.20.*,10.21.* != 10.20.3.1}.
 *
 * @param key as it is written, without {@code consumer.} or {@code provider.}
 * @param accepted one of them must match, unless there are none
 * @param refused none of them may match
 */
record Condition(String key, List<ValuePattern> accepted, List<ValuePattern> refused) {
    Condition {
        accepted = List.copyOf(accepted);
        refused = List.copyOf(refused);
    }

    /** Whether a value is as asked; what is not there differs from everything (Dubbo 2; in 3.x it never passes). */
    boolean holds(@Nullable String value) {
        if (value == null) {
            return accepted.isEmpty();
        }
        return !matches(refused, value) && (accepted.isEmpty() || matches(accepted, value));
    }

    private static boolean matches(List<ValuePattern> patterns, String value) {
        for (ValuePattern pattern : patterns) {
            if (pattern.matches(value)) {
                return true;
            }
        }
        return false;
    }
}
