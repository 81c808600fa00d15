// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The jar by itself, in a process of its own; runs after the jar was made, as {@code mvn verify} does. */
@EnabledIfSystemProperty(named = "doctor.jar", matches = ".+")
class RunnableJarTest {
    @TempDir
    private Path directory;

    @Test
    void itSaysTheSameAsItsCode() throws Exception {
        Path printed = directory.resolve("printed");
        assertThat(run(printed, "example/app.xml")).isEqualTo(1);
        assertThat(Files.readString(printed))
                .isEqualTo(Run.of("example/app.xml").out());
    }

    @Test
    void itEndsWithTheExitCodes() throws Exception {
        Path clean = Run.file(directory, "app.xml", "<dubbo:application name=\"shop\"/>");
        assertThat(run(directory.resolve("clean"), clean.toString())).isZero();
        assertThat(run(directory.resolve("help"), "--help")).isZero();
        assertThat(run(directory.resolve("wrong"))).isEqualTo(2);
    }

    private static int run(Path printed, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsun.stdout.encoding=" + StandardCharsets.UTF_8,
                "-Dstdout.encoding=" + StandardCharsets.UTF_8,
                "-jar",
                System.getProperty("doctor.jar")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
