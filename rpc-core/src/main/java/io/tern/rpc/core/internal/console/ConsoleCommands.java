// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.ConsoleCommand;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of one console, by name. Thread-safe. */
final class ConsoleCommands {
    private static final Logger log = LoggerFactory.getLogger(ConsoleCommands.class);
    private static final int LONGEST_COMPLAINT = 500;

    private final Map<String, ConsoleCommand> byName = new TreeMap<>();
    private final LogLimit failures;

    ConsoleCommands(List<ConsoleCommand> commands, Ticker ticker) {
        commands.forEach(command -> byName.put(command.name(), command));
        byName.put("help", new BuiltIn("help", "help [command]: all commands, or one", Right.LOOK, false, this::help));
        failures = new LogLimit(ticker, 1, 1_000);
    }

    /** A command and how it is run. */
    record Command(String name, ConsoleCommand code) {
        /** What it takes. Asked each time: a command that is a bean is made when it is first asked something. */
        Right right() {
            if (code instanceof BuiltIn builtIn) {
                return builtIn.right();
            }
            return code.isReadOnly() ? Right.LOOK : Right.STEER;
        }

        /** Whether it never waits for anything. */
        boolean isQuick() {
            return code instanceof BuiltIn builtIn && builtIn.isQuick();
        }
    }

    /** The command with this name, in any case; null if there is none. */
    @Nullable
    Command find(String name) {
        ConsoleCommand code = byName.get(name);
        return code == null ? null : new Command(name, code);
    }

    /** What to say if there is none. */
    Answer unknown(String name) {
        String nearest = AttributeCatalog.nearest(name, byName.keySet())
                .map(known -> "; did you mean " + known + "?")
                .orElse("; see help");
        return Answer.refusal(Answer.NOT_FOUND, SafeText.of(name) + " :no such command" + nearest);
    }

    /** Runs it. What it throws is an answer too. */
    Answer run(Command command, List<String> words) {
        try {
            if (command.code() instanceof BuiltIn builtIn) {
                return builtIn.action().apply(words);
            }
            String text = command.code().run(words);
            return text == null
                    ? Answer.refusal(Answer.FAILED, command.name() + " said nothing, not even an empty text")
                    : Answer.of(text);
        } catch (IllegalArgumentException e) {
            return Answer.refusal(Answer.BAD_REQUEST, SafeText.of(e.getMessage(), LONGEST_COMPLAINT));
        } catch (Throwable e) {
            // An error too, a missing class of somebody's command for instance: it ends no console.
            long held = failures.pass();
            if (held != LogLimit.SUPPRESSED) {
                log.warn("Command {} of the console failed ({} earlier ones not logged)", command.name(), held, e);
            }
            return Answer.refusal(
                    Answer.FAILED,
                    command.name() + " failed with " + e.getClass().getSimpleName() + "; see the log");
        }
    }

    private Answer help(List<String> words) {
        if (words.isEmpty()) {
            StringBuilder text = new StringBuilder();
            byName.values().forEach(command -> text.append(line(command)));
            return Answer.of(text.append("auth <token>: lets users at other machines do all of this")
                    .toString());
        }
        Command command = find(words.get(0));
        return command == null ? unknown(words.get(0)) : Answer.of(line(command.code()));
    }

    private static String line(ConsoleCommand command) {
        String help = command.help().strip();
        return (help.startsWith(command.name()) ? help : command.name() + ": " + help) + "\n";
    }
}
