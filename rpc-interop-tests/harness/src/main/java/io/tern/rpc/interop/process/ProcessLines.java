// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard output of a Dubbo process, which carries the lines of the harness and nothing else: whatever Dubbo or a logger prints to
 * {@code System.out} goes to the standard error once this class is loaded.
 */
final class ProcessLines {
    private static final PrintStream LINES = takeOver();

    private ProcessLines() {}

    static void print(String line) {
        LINES.println(line);
        LINES.flush();
    }

    private static PrintStream takeOver() {
        System.setOut(System.err);
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }
}
