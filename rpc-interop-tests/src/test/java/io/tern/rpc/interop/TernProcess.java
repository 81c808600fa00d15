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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A Spring file of providers, served by Tern in a process of its own. It ends with {@link #close}, and when the test's process ends. */
public final class TernProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private TernProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one with all services of provider.xml and waits until it serves.
     *
     * @param classesFirst classes that win over those of the same names
     * @param directory for its output
     */
    static TernProcess provider(Path classesFirst, Path directory) throws IOException {
        return start(Map.of(), classesFirst + File.pathSeparator, directory);
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param placeholders of the Spring file, which {@code interop.file} names
     * @param directory for its output
     */
    public static TernProcess provider(Map<String, String> placeholders, Path directory) throws IOException {
        return start(placeholders, "", directory);
    }

    private static TernProcess start(Map<String, String> placeholders, String classesFirst, Path directory)
            throws IOException {
        int port = TernProvider.freePort();
        Path output = directory.resolve("output-" + port);
        Map<String, String> properties = new TreeMap<>(Map.of(
                SpringFile.CONTEXT_PROPERTY,
                TernCallContext.class.getName(),
                "interop.host",
                "127.0.0.1",
                "interop.port",
                String.valueOf(port),
                "interop.downstream",
                "127.0.0.1:" + port));
        properties.putAll(placeholders);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(
                List.of("-cp", classesFirst + System.getProperty("java.class.path"), ProviderProcess.class.getName()));
        Process process = new ProcessBuilder(command)
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

    public int port() {
        return port;
    }

    /** Ends it at once, without a farewell to anybody. */
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
