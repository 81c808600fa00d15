// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of attachments that belong to the protocol and not to services (docs/protocol.md, "Attachments"). */
public final class ReservedKeys {
    /** The name under which a service is looked up. */
    public static final String PATH = "path";

    static final String VERSION = "version";
    /** The group of the service. */
    public static final String GROUP = "group";

    static final String TOKEN = "token";
    static final String TIMEOUT = "timeout";
    /** Milliseconds that are left, from peers that count down; more exact than {@link #TIMEOUT}. */
    static final String REMAINING = "_TO";

    /** The name of the application that calls. */
    public static final String REMOTE_APPLICATION = "remote.application";

    /** In callbacks, the id of the argument that is called. */
    public static final String CALLBACK_ID = "callback.service.instid";

    /** Followed by its position, where the id of a callback argument stands. */
    public static final String CALLBACK_PREFIX = "sys_callback_arg-";

    private static final Set<String> KEYS = Set.of(
            PATH,
            VERSION,
            GROUP,
            TOKEN,
            TIMEOUT,
            REMAINING,
            REMOTE_APPLICATION,
            "interface",
            "dubbo",
            "async",
            "generic",
            "dubbo.tag",
            "dubbo.force.tag",
            CALLBACK_ID,
            "_isCallBackServiceInvoke");

    private ReservedKeys() {}

    /** The entries that services see: a map of their own, or an empty one that is not modifiable. */
    public static Map<String, Object> strip(Map<String, Object> received) {
        Map<String, Object> visible = null;
        for (Map.Entry<String, Object> entry : received.entrySet()) {
            String key = entry.getKey();
            if (!KEYS.contains(key) && !key.startsWith(CALLBACK_PREFIX)) {
                if (visible == null) {
                    visible = new HashMap<>();
                }
                visible.put(key, entry.getValue());
            }
        }
        return visible == null ? Map.of() : visible;
    }

    /** A protocol entry as text; null if it is absent or of a type that no peer sends (its toString could be anybody's). */
    public static @Nullable String text(Map<String, Object> received, String key) {
        return text(received.get(key));
    }

    static @Nullable String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Integer || value instanceof Long || value instanceof Boolean ? value.toString() : null;
    }

    /** Milliseconds above 0; 0 if the peer did not say, or nonsense. */
    static long timeoutMillis(Map<String, Object> received) {
        long remaining = millis(received, REMAINING);
        return remaining > 0 ? remaining : millis(received, TIMEOUT);
    }

    /** Whether the peer said what is left, and not only what it began with. */
    static boolean countsDown(Map<String, Object> received) {
        return millis(received, REMAINING) > 0;
    }

    private static long millis(Map<String, Object> received, String key) {
        String text = text(received, key);
        if (text == null || text.isEmpty() || text.length() > 10) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
