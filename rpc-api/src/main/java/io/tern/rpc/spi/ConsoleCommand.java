// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.util.List;

/** A command of the admin console, by which operators look at an instance or steer it. Thread-safe. */
public interface ConsoleCommand {
    /** The word that runs it, in lower case; unique. */
    String name();

    /** One line for those who ask for help: what it does, and the words that may follow. */
    String help();

    /** Whether it changes anything. One that only looks may be allowed to more people. */
    default boolean isReadOnly() {
        return true;
    }

    /**
     * Runs it, on a thread of the console.
     *
     * @param words what follows the name; as a rule empty
     * @return the answer, with or without an end of line
     * @throws IllegalArgumentException if the words make no sense; the message is the answer
     */
    String run(List<String> words);
}
