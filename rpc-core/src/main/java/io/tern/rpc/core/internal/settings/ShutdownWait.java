// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeValue;
import java.util.Comparator;
import java.util.List;

/**
 * The time for a graceful stop: Dubbo's two system properties, else the attribute {@code shutwait}, else the
 * longest {@code wait} of a provider element, else ten seconds.
 *
 * @param millis 0 or more
 * @param origin where it was written
 */
record ShutdownWait(int millis, Origin origin) {
    static final int DEFAULT_MILLIS = 10_000;
    private static final String WAIT = "wait";
    private static final String MILLIS = "dubbo.service.shutdown.wait";
    private static final String SECONDS = "dubbo.service.shutdown.wait.seconds";

    static ShutdownWait of(CheckedElement application, List<CheckedElement> providers) {
        for (String property : List.of(MILLIS, SECONDS)) {
            String text = System.getProperty(property);
            if (text != null && !text.isBlank()) {
                int unit = property.equals(SECONDS) ? 1_000 : 1;
                return new ShutdownWait(
                        number(property, text.strip(), unit), new Origin("system property", null, property, null));
            }
        }
        AttributeValue written = application.value("shutwait");
        if (written.isSet()) {
            return new ShutdownWait(Math.toIntExact(written.asWhole()), application.origin("shutwait"));
        }
        return providers.stream()
                .filter(provider -> provider.value(WAIT).isSet())
                .map(provider ->
                        new ShutdownWait(Math.toIntExact(provider.value(WAIT).asWhole()), provider.origin(WAIT)))
                .max(Comparator.comparingInt(ShutdownWait::millis))
                .orElse(new ShutdownWait(DEFAULT_MILLIS, Origin.BUILT_IN));
    }

    private static int number(String property, String text, int unit) {
        try {
            int number = Math.multiplyExact(Integer.parseInt(text), unit);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // Reported below, together with negative numbers.
        }
        throw new RpcConfigException(List.of("CFG-02 system property " + property + " = \"" + text
                + "\" is not a whole number of " + (unit == 1 ? "milliseconds" : "seconds") + " (0 … "
                + Integer.MAX_VALUE / unit + ")."));
    }
}
