// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What travels back beside a value: what the service set, and what every provider says. */
final class ReplyAttachments {
    private static final String PROTOCOL_KEY = "dubbo";
    private static final String PROTOCOL_VERSION = "2.0.2";
    private static final Map<String, Object> NONE = Map.of(PROTOCOL_KEY, PROTOCOL_VERSION);

    private ReplyAttachments() {}

    static Map<String, Object> of(@Nullable Map<String, Object> setByService) {
        if (setByService == null) {
            return NONE;
        }
        Map<String, Object> all = new HashMap<>(setByService);
        all.put(PROTOCOL_KEY, PROTOCOL_VERSION);
        return all;
    }
}
