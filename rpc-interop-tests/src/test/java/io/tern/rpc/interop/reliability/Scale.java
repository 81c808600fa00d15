// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

/**
 * How much a run does: little in every build, much with {@code -Preliability}. Each number is a system property of its own
 * too, {@code reliability.NAME}.
 */
final class Scale {
    /** Set by the profile; also the condition of tests that are no part of every build. */
    static final String LONG = "reliability.long";

    private Scale() {}

    static int of(String name, int inEveryBuild, int inLongRun) {
        return Integer.getInteger("reliability." + name, isLong() ? inLongRun : inEveryBuild);
    }

    static boolean isLong() {
        return Boolean.getBoolean(LONG);
    }
}
