// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.ConfigProblem;
import java.util.regex.Pattern;

/** What a message of the start says, without what stands beside it in the report anyway: the place, and the value. */
final class Sentence {
    private static final Pattern REASON = Pattern.compile(
            "^(?:attribute|key) \\S+(?: = \".*\"(?:, item \".*\",)?)?"
                    + " (?:has no effect|is legal but suspicious"
                    + "|is legal in Dubbo but not provided by this release)(?:: |$)",
            Pattern.DOTALL);

    private Sentence() {}

    /** The sentence behind the code. */
    static String withCode(ConfigProblem problem) {
        return problem.code().text() + ": " + of(problem);
    }

    /** Only why, where the verdict says already that it is so. */
    static String reason(ConfigProblem problem) {
        return REASON.matcher(of(problem)).replaceFirst("");
    }

    private static String of(ConfigProblem problem) {
        String id = problem.origin().id();
        String place = problem.origin().element() + (id == null ? "" : " id \"" + id + '"');
        String start = problem.code().text() + ' ' + place.replaceAll("\\s+", " ") + ": ";
        String file = problem.origin().resource();
        String text = problem.message();
        text = text.startsWith(start) ? text.substring(start.length()) : text;
        text = file != null && text.endsWith(" File " + file + '.')
                ? text.substring(0, text.length() - " File .".length() - file.length())
                : text;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
