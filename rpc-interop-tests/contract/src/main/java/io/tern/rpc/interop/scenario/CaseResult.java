// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What one case of a scenario observed.
 *
 * @param name unique within the scenario
 * @param outcome passed, failed, or the known limit of a peer
 * @param detail why it failed, or what the limit is; empty if passed
 */
public record CaseResult(String name, Outcome outcome, String detail) {
    /** How a case ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** It did not work, and that is known of one of the two Apache Dubbo peers. */
        LIMIT
    }

    /** One line of text without line breaks or tabs inside the parts. */
    public String toLine() {
        return "CASE\t" + outcome + "\t" + escape(name) + "\t" + escape(detail);
    }

    /** The inverse of {@link #toLine}. */
    public static CaseResult parse(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 4 || !parts[0].equals("CASE")) {
            throw new IllegalArgumentException("Not the line of a case: " + line);
        }
        return new CaseResult(unescape(parts[2]), Outcome.valueOf(parts[1]), unescape(parts[3]));
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String unescape(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
