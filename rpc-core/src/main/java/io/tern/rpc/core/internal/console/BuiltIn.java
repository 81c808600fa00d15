// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.spi.ConsoleCommand;
import java.util.List;
import java.util.function.Function;

/**
 * A command that is always there.
 *
 * @param right what it takes
 * @param isQuick whether it never waits, so that it is answered also while others do
 */
record BuiltIn(String name, String help, Right right, boolean isQuick, Function<List<String>, Answer> action)
        implements ConsoleCommand {
    @Override
    public boolean isReadOnly() {
        return right != Right.STEER;
    }

    @Override
    public String run(List<String> words) {
        return action.apply(words).text();
    }
}
