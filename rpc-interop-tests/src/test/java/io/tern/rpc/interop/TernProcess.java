// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import static org.awaitility.Awaitility.await;

import io.tern.rpc.interop.process.ProviderProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** All services of provider.xml, served by Tern in a process of its own. It ends with {@link #close}, and when the test's process ends. */
final class TernProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private TernProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param classesFirst classes that win over those of the same names
     * @param directory for its output
     */
    static TernProcess provider(Path classesFirst, Path directory) throws IOException {
        int port = TernProvider.freePort();
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-D" + SpringFile.CONTEXT_PROPERTY + "=" + TernCallContext.class.getName(),
                        "-Dinterop.host=127.0.0.1",
                        "-Dinterop.port=" + port,
                        "-Dinterop.downstream=127.0.0.1:" + port,
                        "-cp",
                        classesFirst + File.pathSeparator + System.getProperty("java.class.path"),
                        ProviderProcess.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        TernProcess started = new TernProcess(process, port);
        try {
            await().atMost(LONGEST_START)
                    .until(() -> !process.isAlive() || Files.readString(output).contains("READY"));
            if (!process.isAlive()) {
                throw new IllegalStateException("The process has ended:\n" + Files.readString(output));
            }
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
