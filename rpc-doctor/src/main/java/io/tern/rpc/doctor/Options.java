// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands behind the name of the command.
 *
 * @param files to examine
 * @param isSummary whether to leave out what needs nobody's attention
 * @param isHelp whether to explain the command instead
 */
record Options(List<String> files, boolean isSummary, boolean isHelp) {
    static final String USAGE = """
            Usage: java -jar rpc-doctor.jar [--summary] FILE…

            Reads Spring XML files with elements of the dubbo namespaces, and properties files, and says for
            each attribute what Tern makes of it. Imported files and property files are followed where they
            are found beside the others. Nothing is changed, loaded, or fetched from a network.

              FILE         app.xml, or dubbo.properties and other .properties files, which also give
                           placeholders their values
              --summary    only what needs attention, the counts and the POM change
              --help       this text

            Exit code: 0 nothing to do, 1 something is mistaken or not supported, 2 the command is wrong.
            """;

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static Options parse(String... arguments) {
        List<String> files = new ArrayList<>();
        boolean summary = false;
        boolean help = false;
        for (String argument : arguments) {
            switch (argument) {
                case "--summary" -> summary = true;
                case "--help", "-h" -> help = true;
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException("There is no option " + argument);
                    }
                    files.add(argument);
                }
            }
        }
        if (files.isEmpty() && !help) {
            throw new IllegalArgumentException("Which file? None was named");
        }
        return new Options(List.copyOf(files), summary, help);
    }
}
