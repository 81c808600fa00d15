// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that is led by lines: it says {@code READY}, takes commands on its standard input, answers on its standard
 * output, and ends when its input ends, so that it never outlives the test.
 *
 * <p>Not thread-safe, except {@link #kill}, {@link #isAlive} and {@link #errors}.
 */
public final class LocalProcess implements AutoCloseable {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final PeerOutput output;

    LocalProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = new PeerOutput(name, process);
    }

    /**
     * Starts a main class on the JDK of the test; {@link #awaitReady} is for the caller.
     *
     * @param properties system properties
     */
    public static LocalProcess start(
            String name, String classPath, Map<String, String> properties, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Short-lived processes on a small machine: start fast, stay small.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        try {
            return new LocalProcess(name, new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start " + name + ".", e);
        }
    }

    /** Waits for {@code READY}; what the process prints before that is not for the harness. */
    public void awaitReady(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!output.awaitLine(Duration.ofNanos(deadline - System.nanoTime())).startsWith("READY")) {
            // A logger that describes itself.
        }
    }

    /** The next line of its standard output. */
    public String awaitLine(Duration longest) {
        return output.awaitLine(longest);
    }

    /** Gives it a line. */
    public void tell(String command) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw failure("takes no command any more: " + e.getMessage());
        }
    }

    /** Gives it a line, and returns what it answers. */
    public String ask(String command, Duration longest) {
        tell(command);
        return output.awaitLine(longest);
    }

    /** Waits until it has ended. */
    public void awaitEnd() {
        try {
            if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("did not end within " + LONGEST_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was still running when the waiting test was interrupted");
        }
    }

    /** What it ended with. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Ends it at once, as {@code kill -9} does: no shutdown hook, no farewell to its connections. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end (SIGTERM), as operators and containers do; {@link #awaitEnd} is for the caller. */
    public void terminate() {
        signal("-TERM");
    }

    /** Stops it from running (SIGSTOP): its sockets stay open and silent until {@link #thaw}. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it run on after {@link #freeze}. */
    public void thaw() {
        signal("-CONT");
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The end of what it wrote to its standard error. */
    public String errors() {
        return output.errors();
    }

    private void signal(String signal) {
        try {
            int result = new ProcessBuilder("kill", signal, String.valueOf(pid()))
                    .start()
                    .waitFor();
            if (result != 0) {
                throw failure("could not be sent " + signal);
            }
        } catch (IOException e) {
            throw failure("could not be sent " + signal + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    IllegalStateException failure(String what) {
        return new IllegalStateException(name + " " + what + ". Its log:\n" + errors());
    }

    @Override
    public void close() {
        kill();
        output.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
