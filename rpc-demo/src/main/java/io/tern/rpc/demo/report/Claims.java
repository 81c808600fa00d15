// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

/** What the demo claims, each with the value that was measured. Counts the claims that do not hold. */
public final class Claims {
    private static final int CLAIM_WIDTH = 66;

    private final Screen screen;
    private int checked;
    private int failed;

    public Claims(Screen screen) {
        this.screen = screen;
    }

    /**
     * Prints one claim.
     *
     * @param holds whether what was measured is what is claimed
     * @param measured the value, with its unit
     */
    public void check(boolean holds, String claim, String measured) {
        checked++;
        if (!holds) {
            failed++;
        }
        String padding = " ".repeat(Math.max(1, CLAIM_WIDTH - claim.length()));
        screen.line("  " + screen.glyphs().mark(holds) + " " + claim + padding + measured);
    }

    /** The demo could not go on: one more claim that does not hold. */
    public void stopped(Throwable reason) {
        check(
                false,
                "the demo runs to its end",
                "stopped by " + reason.getClass().getSimpleName());
        for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
            screen.quote(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    /** Prints the sum and tells whether every claim holds; none at all is not enough. */
    public boolean conclude() {
        boolean allHold = checked > 0 && failed == 0;
        screen.line(
                allHold
                        ? "  All " + checked + " claims hold."
                        : "  " + failed + " of " + checked + " claims do NOT hold.");
        return allHold;
    }
}
