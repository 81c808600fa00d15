// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the attachments of a request say. Worked out once for all requests that bring the same map. Immutable.
 *
 * @param received the map as it came
 * @param attachments without the token, which neither a filter nor a call that the service makes shall pass on
 * @param visible what services see
 * @param token as it came; null if none
 * @param askedNanos how long the consumer waits; 0 if it did not say
 * @param countsDown whether that is what is left, of which those who are called next are to be told
 * @param remoteApplication the consumer's name; null if it did not say
 */
record RequestFacts(
        Map<String, Object> received,
        Map<String, Object> attachments,
        Map<String, Object> visible,
        @Nullable Object token,
        long askedNanos,
        boolean countsDown,
        @Nullable String remoteApplication) {
    static RequestFacts of(Map<String, Object> received) {
        return new RequestFacts(
                received,
                withoutToken(received),
                Map.copyOf(ReservedKeys.strip(received)),
                received.get(ReservedKeys.TOKEN),
                TimeUnit.MILLISECONDS.toNanos(ReservedKeys.timeoutMillis(received)),
                ReservedKeys.countsDown(received),
                ReservedKeys.text(received, ReservedKeys.REMOTE_APPLICATION));
    }

    boolean isText() {
        for (Object value : received.values()) {
            if (!(value instanceof String)) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Object> withoutToken(Map<String, Object> received) {
        if (!received.containsKey(ReservedKeys.TOKEN)) {
            return received;
        }
        Map<String, Object> rest = new HashMap<>(received);
        rest.remove(ReservedKeys.TOKEN);
        return Map.copyOf(rest);
    }
}
