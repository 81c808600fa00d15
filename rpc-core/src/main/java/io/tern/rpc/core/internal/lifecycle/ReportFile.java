// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The file with the settings of a process, in which each Tern instance has a part under a heading of its own. What another
 * process has left there is replaced.
 */
public final class ReportFile {
    private static final String HEADING = "# application ";

    private final Path path;

    /** A file that need not exist; its directory must. */
    public ReportFile(Path path) {
        this.path = path;
    }

    /**
     * Adds the text of one instance.
     *
     * @throws IOException if the file cannot be written
     */
    public void add(String application, String text) throws IOException {
        String process = " of " + process();
        // Contexts of one process may start at the same time.
        synchronized (ReportFile.class) {
            long earlier = instances(process);
            String heading = HEADING + application + ", instance " + (earlier + 1) + process + "\n";
            if (earlier == 0) {
                Files.writeString(path, heading + text);
            } else {
                Files.writeString(path, "\n" + heading + text, StandardOpenOption.APPEND);
            }
        }
    }

    private long instances(String process) throws IOException {
        // Reading a device or a pipe might wait forever.
        if (!Files.isRegularFile(path)) {
            return 0;
        }
        // Whatever the file holds, each byte is a character in this one.
        try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(HEADING) && line.endsWith(process))
                    .count();
        }
    }

    /** In a container, the number alone would be that of the process before. */
    private static String process() {
        ProcessHandle current = ProcessHandle.current();
        String started = current.info()
                .startInstant()
                .map(instant -> ", started at " + instant)
                .orElse("");
        return "process " + current.pid() + started;
    }
}
