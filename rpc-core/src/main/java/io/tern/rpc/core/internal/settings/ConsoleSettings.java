// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The admin console, as the {@code qos-} attributes of the application say.
 *
 * @param host where it listens; null: nothing is said
 * @param port its TCP port
 * @param check whether the start fails if it cannot be opened
 * @param foreign whether other machines may use it
 * @param listed addresses and networks of other machines, as they were written; empty: none
 * @param level what other machines may do without a token
 * @param commands commands that other machines may run without a token
 * @param origins by attribute name, where each value was written
 */
public record ConsoleSettings(
        @Nullable String host,
        int port,
        boolean check,
        boolean foreign,
        List<String> listed,
        Level level,
        Set<String> commands,
        Map<String, Origin> origins) {
    /** The attribute that {@link #listed} is. */
    public static final String LIST = "qos-accept-foreign-ip-whitelist";

    private static final int PORT = 22_222;

    /** Rights by Dubbo's names, from least to most. */
    public enum Level {
        /** None at all. */
        NONE,
        /** Whether the process is there and ready. */
        PUBLIC,
        /** To look at it. */
        PROTECTED,
        /** To look at its settings too. */
        PRIVATE;

        /** Dubbo takes numbers too. */
        static Level named(@Nullable String text) {
            if (text == null) {
                return PUBLIC;
            }
            return switch (text.toUpperCase(Locale.ROOT)) {
                case "NONE" -> NONE;
                case "2", "PROTECTED" -> PROTECTED;
                case "3", "PRIVATE" -> PRIVATE;
                default -> PUBLIC;
            };
        }
    }

    public ConsoleSettings {
        listed = List.copyOf(listed);
        commands = Set.copyOf(commands);
        origins = Map.copyOf(origins);
    }

    /** Those of this application; null if it has no console. */
    static @Nullable ConsoleSettings of(CheckedElement application) {
        if (!application.flag("qos-enable", false)) {
            return null;
        }
        AttributeValue port = application.value("qos-port");
        Map<String, Origin> origins = new HashMap<>();
        for (String name : List.of("qos-port", "qos-host", "qos-accept-foreign-ip", LIST)) {
            origins.put(name, application.origin(name));
        }
        return new ConsoleSettings(
                withoutBrackets(application.textOrNull("qos-host")),
                port.isSet() ? Math.toIntExact(port.asWhole()) : PORT,
                application.flag("qos-check", false),
                application.flag("qos-accept-foreign-ip", false),
                items(application.textOrNull(LIST)),
                Level.named(application.textOrNull("qos-anonymous-access-permission-level")),
                Set.copyOf(items(application.textOrNull("qos-anonymous-allow-commands"))),
                origins);
    }

    private static @Nullable String withoutBrackets(@Nullable String host) {
        return host != null && host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static List<String> items(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .distinct()
                        .toList();
    }
}
