// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.io.IOException;
import java.io.PrintStream;

/**
 * {@code java -jar rpc-doctor.jar app.xml}: says, attribute by attribute, what Tern makes of the files of a Dubbo application. Ends with 0 if there is
 * nothing to do, 1 if something is mistaken or not supported, 2 if the command is wrong.
 */
public final class RpcDoctor {
    private static final int NOTHING_TO_DO = 0;
    private static final int WORK_TO_DO = 1;
    private static final int WRONG_COMMAND = 2;

    private RpcDoctor() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Runs the command and returns its exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(Options.USAGE);
            return WRONG_COMMAND;
        }
        if (options.isHelp()) {
            out.print(Options.USAGE);
            return NOTHING_TO_DO;
        }
        try {
            Report report = Examination.of(options.files());
            out.print(new ReportText(report, options.isSummary()).write());
            out.flush();
            return report.needsWork() ? WORK_TO_DO : NOTHING_TO_DO;
        } catch (IOException e) {
            err.println(e.getMessage());
            return WRONG_COMMAND;
        }
    }
}
