// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

/** Colours that every terminal has. */
enum Colour {
    RED(31),
    GREEN(32),
    YELLOW(33),
    CYAN(36);

    private final int code;

    Colour(int code) {
        this.code = code;
    }

    /** The text between the control sequences that switch the colour on and off. */
    String of(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
