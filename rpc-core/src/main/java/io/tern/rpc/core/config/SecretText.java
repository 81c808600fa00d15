// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.regex.Pattern;

/** Takes passwords and the like out of texts that people get to read. */
public final class SecretText {
    /** What stands in their place. */
    public static final String HIDDEN = "***";

    private static final Pattern USER_INFO = Pattern.compile("://[^/@?;\\s]*@");
    private static final String NAMES =
            "(?:password|passwd|passphrase|pwd|secret|credential|token|(?:access|private|api)[-_.]?key)";
    private static final Pattern PARAMETER =
            Pattern.compile("(" + NAMES + "[\\w.-]*=)[^&;\\s]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(NAMES, Pattern.CASE_INSENSITIVE);

    private SecretText() {}

    /** A text without the users and passwords of the addresses in it. */
    public static String masked(String text) {
        String masked = USER_INFO.matcher(text).replaceAll("://" + HIDDEN + "@");
        return PARAMETER.matcher(masked).replaceAll("$1" + HIDDEN);
    }

    /** A value without the secrets in it; nothing of it if its name says that all of it is one. */
    public static String masked(String name, String text) {
        return NAME.matcher(name).find() ? HIDDEN : masked(text);
    }
}
