// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads a command from each line of the standard input and answers with one line of JSON, until the input ends. */
final class CommandLoop {
    /** What a command does. */
    interface Commands {
        Map<String, ?> obey(String[] words) throws Exception;
    }

    private final PrintStream replies;

    /** Takes the standard output for replies; what else is printed goes to the standard error from now on. */
    CommandLoop() {
        this.replies = System.out;
        System.setOut(System.err);
    }

    void run(Commands commands) throws IOException {
        reply(Map.of("ready", 1));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            reply(answer(commands, line));
        }
    }

    private static Map<String, ?> answer(Commands commands, String line) {
        try {
            return commands.obey(line.split(" ", -1));
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            return Map.of("error", String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        }
    }

    private void reply(Map<String, ?> members) {
        replies.println(JsonLine.write(members));
        replies.flush();
    }
}
