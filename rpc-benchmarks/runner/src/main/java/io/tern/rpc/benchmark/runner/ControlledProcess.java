// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.process.JsonLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that obeys lines on its standard input, and ends when that ends. Its standard error goes to a file. */
final class ControlledProcess implements AutoCloseable {
    private static final String END = "end of output";

    private final String name;
    private final Path log;
    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

    ControlledProcess(String name, List<String> command, Path log) throws IOException {
        this.name = name;
        this.log = log;
        this.process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        Thread reader = new Thread(this::readReplies, "replies of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for the first line, which the process prints when it is ready. */
    void awaitReady(Duration longest) {
        members(longest, "start");
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @throws IllegalStateException if the process reports an error, ends, or says nothing for so long
     */
    Map<String, String> obey(String command, Duration longest) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new IllegalStateException(name + " has ended; see " + log, e);
        }
        return members(longest, command);
    }

    private Map<String, String> members(Duration longest, String command) {
        String line;
        try {
            line = replies.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name, e);
        }
        if (line == null) {
            throw new IllegalStateException(name + " did not answer '" + command + "' in " + longest + "; see " + log);
        }
        if (line.equals(END)) {
            throw new IllegalStateException(name + " ended at '" + command + "'; see " + log);
        }
        Map<String, String> members = JsonLine.read(line);
        String error = members.get("error");
        if (error != null) {
            throw new IllegalStateException(name + " failed at '" + command + "': " + error + "; see " + log);
        }
        return members;
    }

    private void readReplies() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                replies.add(line);
            }
        } catch (IOException e) {
            // The process has ended, which the next line tells.
        }
        replies.add(END);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        try {
            commands.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
