// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.provider.ProviderMain;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A provider in a process of its own. It ends when this object is closed, and also when this process dies. */
final class ProviderProcess implements AutoCloseable {
    private static final int LONGEST_START_SECONDS = 60;
    private static final int LONGEST_STOP_SECONDS = 5;

    private final Process process;
    private final int port;
    private final Path log;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private ProviderProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        Thread reader = new Thread(this::copyOutput, "demo-log-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it and does not wait.
     *
     * @param home a directory for its log, named after the directory, and for its temporary files
     */
    static ProviderProcess start(ProviderKind kind, String classPath, int port, Path home) throws IOException {
        Files.createDirectories(home);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It lives for seconds: start fast, stay small.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(kind.options());
        command.add("-Duser.home=" + home);
        command.add("-Djava.io.tmpdir=" + home);
        command.add("-Ddemo.log=" + home.resolve("tern.log"));
        command.add("-Ddemo.host=" + kind.host());
        command.add("-Ddemo.port=" + port);
        command.addAll(List.of("-cp", classPath, ProviderMain.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new ProviderProcess(process, port, home.resolve("output.log"));
    }

    long pid() {
        return process.pid();
    }

    /** {@code host:port} as consumers write it. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /**
     * Waits until it can be called.
     *
     * @throws IllegalStateException if it ends before, or takes longer than a minute
     */
    void awaitReady() throws InterruptedException {
        try {
            ready.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A provider ended before it was ready; its output is in " + log + ".", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "A provider is not ready after " + LONGEST_START_SECONDS + " s; its output is in " + log + ".", e);
        }
    }

    /** Asks it to stop by the end of its input, and kills it if it does not. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void copyOutput() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                copy.write(line);
                copy.newLine();
                copy.flush();
                if (line.equals(ProviderMain.READY)) {
                    ready.complete(null);
                }
            }
            ready.completeExceptionally(new IllegalStateException("Its output ended."));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
