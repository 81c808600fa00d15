// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import org.jspecify.annotations.Nullable;

/**
 * Reads the texts of rules that Dubbo 2.7 and later keep in a config center: YAML. Found by {@link java.util.ServiceLoader}.
 * Thread-safe.
 *
 * <p>Whoever may write to the config center wrote the text, so an implementation creates nothing but the values that are
 * named at {@link #parse}, follows no reference inside the text, and bounds the work for it.
 */
public interface RuleFormat {
    /** The longest text that is handed over, in characters. */
    int LONGEST = 65_536;

    /** The name of the format: {@code yaml}. */
    String name();

    /**
     * Reads one document.
     *
     * @return of maps with text keys, lists, strings, {@code Long}, {@code BigDecimal}, {@code Boolean}, and null where
     *     nothing is written
     * @throws IllegalArgumentException if it cannot be read or exceeds a limit; the message says where, and repeats nothing
     *     of the text
     */
    @Nullable
    Object parse(String text);
}
