// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

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
import java.util.function.Consumer;

/** A Java process that this one has started. It ends when this object is closed, and also when this process dies: its input ends then. */
final class ChildProcess implements AutoCloseable {
    private static final int LONGEST_START_SECONDS = 60;
    private static final int LONGEST_STOP_SECONDS = 5;

    private final String role;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private ChildProcess(String role, Process process, Path log) {
        this.role = role;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it and does not wait.
     *
     * @param role who it is, for messages
     * @param ready how the line of its output begins that says that it can be used
     * @param log where its output is copied to
     * @param output gets each line of its output, on a thread of its own
     */
    static ChildProcess start(String role, List<String> command, String ready, Path log, Consumer<String> output)
            throws IOException {
        ChildProcess child = new ChildProcess(
                role, new ProcessBuilder(command).redirectErrorStream(true).start(), log);
        Thread reader = new Thread(() -> child.copyOutput(ready, output), "demo-log-of-" + child.pid());
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    /** A command that runs a main class. */
    static List<String> java(List<String> options, String classPath, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It lives for seconds: start fast, stay small.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }

    long pid() {
        return process.pid();
    }

    /** The line that says that it can be used; fails if its output ends before. */
    CompletableFuture<String> ready() {
        return ready;
    }

    /**
     * Waits until it can be used.
     *
     * @return the line that said so
     * @throws IllegalStateException if it ends before, or takes longer than a minute
     */
    String awaitReady() throws InterruptedException {
        try {
            return ready.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(role + " ended before it was ready; its output is in " + log + ".", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    role + " is not ready after " + LONGEST_START_SECONDS + " s; its output is in " + log + ".", e);
        }
    }

    /** Asks it to stop, by the end of its input; does not wait. */
    void askToStop() throws IOException {
        process.getOutputStream().close();
    }

    /** Ends it without asking: SIGKILL where there are signals. Does not wait. */
    void kill() {
        process.destroyForcibly();
    }

    /** Its exit status, when it has ended. */
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Asks it to stop, and kills it if it does not. */
    @Override
    public void close() {
        try {
            askToStop();
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

    private void copyOutput(String readyLine, Consumer<String> listener) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                listener.accept(line);
                if (line.startsWith(readyLine)) {
                    ready.complete(line);
                }
                copy.write(line);
                copy.newLine();
                copy.flush();
            }
            ready.completeExceptionally(new IllegalStateException("Its output ended."));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
