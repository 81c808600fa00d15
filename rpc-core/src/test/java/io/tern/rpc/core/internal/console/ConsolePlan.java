// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.core.internal.console.ConsoleCommands.Command;
import io.tern.rpc.core.internal.settings.ConsoleSettings;
import io.tern.rpc.core.internal.settings.ConsoleSettings.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What an application may have written about its console. */
final class ConsolePlan {
    boolean foreign;
    String listed = "";
    Level level = Level.PUBLIC;
    Set<String> commands = Set.of();

    ConsoleSettings settings() {
        return new ConsoleSettings(
                null,
                22222,
                false,
                foreign,
                listed.isEmpty() ? List.of() : Arrays.asList(listed.split(",", -1)),
                level,
                commands,
                Map.of());
    }

    /** Runs commands at once, on the thread that asks. */
    static ConsoleDesk.Runner atOnce(ConsoleCommands commands) {
        return (Command command, List<String> words, Consumer<Answer> then) ->
                then.accept(commands.run(command, words));
    }
}
