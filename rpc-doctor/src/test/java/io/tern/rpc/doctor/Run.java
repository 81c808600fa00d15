// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One run of the command: its exit code and what it printed. */
record Run(int code, String out, String errors) {
    static Run of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = RpcDoctor.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                arguments);
        return new Run(code, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    /** All findings about files. */
    static List<Finding> findings(Path... files) {
        try {
            return Examination.of(Stream.of(files).map(Path::toString).toList()).blocks().stream()
                    .flatMap(block -> block.findings().stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The report about files. */
    static Report report(Path... files) {
        try {
            return Examination.of(Stream.of(files).map(Path::toString).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Spring file with these elements, whose prefix {@code dubbo} is the namespace; the first of them stands in line 6. */
    static Path file(Path directory, String name, String elements) {
        return write(directory, name, """
                <?xml version="1.0" encoding="UTF-8"?>
                <beans xmlns="http://www.springframework.org/schema/beans"
                       xmlns:context="http://www.springframework.org/schema/context"
                       xmlns:p="http://www.springframework.org/schema/p"
                       xmlns:dubbo="http://dubbo.apache.org/schema/dubbo">
                %s
                </beans>
                """.formatted(elements));
    }

    static Path write(Path directory, String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
