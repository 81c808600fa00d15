// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.util.Locale;

/** What becomes of one thing that a file says. In the order in which a summary lists them. */
enum Verdict {
    /** A start would report it, with Dubbo's meaning or without. */
    MISTAKE("must be mended: a start reports it"),
    /** Works in Dubbo, is an error here, and needs a change by a person. */
    NOT_SUPPORTED("must be changed: an error at start, or code to port"),
    /** Accepted, never with an effect. */
    IGNORED("accepted, never with an effect"),
    /** What it does depends on a value that the files do not have. */
    PLACEHOLDER("the value is not in these files, so it was not checked"),
    /** Works, and differs from Dubbo on purpose. */
    BETTER("works, and differs from Dubbo on purpose"),
    /** Works as in Dubbo. */
    SAME("works as in Dubbo");

    private final String explanation;

    Verdict(String explanation) {
        this.explanation = explanation;
    }

    /** Whether somebody has to do something about it. */
    boolean needsWork() {
        return this == MISTAKE || this == NOT_SUPPORTED;
    }

    /** The verdict in one or two words. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The same in a sentence, for the summary. */
    String explanation() {
        return explanation;
    }
}
