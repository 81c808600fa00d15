// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.internal.security.ClassGate;
import io.tern.rpc.core.internal.security.GateMode;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tern's own settings, for which Dubbo has no attribute: each a system property, else a parameter of the application.
 *
 * @param parameters of the application
 */
public record OwnSettings(Map<String, String> parameters) {
    private static final String MODE = "tern.serialize.mode";
    private static final String DESCRIBE = "tern.describe.file";
    private static final String NOTICE = "tern.shutdown.notice";
    private static final int NOTICE_MILLIS = 1_000;
    private static final String CONSOLE_TOKEN = "tern.console.token";

    private @Nullable String text(String key) {
        String property = System.getProperty(key);
        return property != null ? property : parameters.get(key);
    }

    /** How strict the class gate is. */
    public GateMode gateMode() {
        String mode = text(MODE);
        if (mode == null || mode.equalsIgnoreCase("strict")) {
            return GateMode.STRICT;
        }
        if (mode.equalsIgnoreCase("learn")) {
            return GateMode.LEARN;
        }
        throw new RpcConfigException(List.of(MODE + ": \"" + mode + "\" (expected: strict or learn)"));
    }

    /** What the class gate admits besides, as this setting and Dubbo's say. */
    public List<String> allowed() {
        return Stream.of(text(ClassGate.ALLOW_SETTING), parameters.get(ClassGate.ALLOW_SETTING_OF_DUBBO))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The class gate; {@code onRefusal} runs for each message that is refused because of a class. */
    public ClassGate gate(boolean trustsInterfaces, ClassLoader loader, Ticker ticker, Runnable onRefusal) {
        return new ClassGate(gateMode(), trustsInterfaces, allowed(), loader, ticker, onRefusal);
    }

    /** Files in the form of Dubbo's extensions that do not stop the start; empty: none. */
    public String ignoredExtensions() {
        String names = text(DubboExtensions.IGNORE_SETTING);
        return names == null ? "" : names;
    }

    /** The file that gets the effective settings at the start; null: none. */
    public @Nullable String describeFile() {
        String file = text(DESCRIBE);
        return file == null || file.isBlank() ? null : file.strip();
    }

    /** How long consumers may need to hear that a service is gone from the registries. */
    public int noticeMillis() {
        String text = text(NOTICE);
        try {
            int millis = text == null ? NOTICE_MILLIS : Integer.parseInt(text.strip());
            if (millis >= 0) {
                return millis;
            }
        } catch (NumberFormatException e) {
            // Reported below, together with negative numbers.
        }
        throw new RpcConfigException(List.of(NOTICE + ": \"" + text + "\" (expected: milliseconds, 0 or more)"));
    }

    /** What users of the admin console show who sit at other machines; null: none may be one of them. */
    public @Nullable String consoleToken() {
        String token = text(CONSOLE_TOKEN);
        if (token == null || token.isBlank()) {
            return null;
        }
        if (!token.strip().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new RpcConfigException(
                    List.of(CONSOLE_TOKEN + ": *** (expected: visible ASCII characters, and no blank among them)"));
        }
        return token.strip();
    }
}
