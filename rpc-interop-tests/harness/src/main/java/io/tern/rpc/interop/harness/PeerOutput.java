// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a process prints: its standard output line by line, the end of its standard error as text. */
final class PeerOutput implements AutoCloseable {
    private static final int LONGEST_ERRORS = 128 * 1024;
    private static final String END = "end of output";

    private final String name;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder errors = new StringBuilder();
    private final Thread outputReader;
    private final Thread errorReader;

    PeerOutput(String name, Process process) {
        this.name = name;
        this.outputReader = reader("out", process.getInputStream(), lines::add, () -> lines.add(END));
        this.errorReader = reader("err", process.getErrorStream(), this::addError, () -> {});
    }

    /** The next line of the standard output. */
    String awaitLine(Duration longest) {
        try {
            String line = lines.poll(Math.max(0, longest.toMillis()), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new IllegalStateException(name + " printed nothing for " + longest + ". Its log:\n" + errors());
            }
            if (line.equals(END)) {
                errorReader.join(2_000);
                throw new IllegalStateException(name + " has ended. Its log:\n" + errors());
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + name + ".", e);
        }
    }

    String errors() {
        synchronized (errors) {
            return errors.toString();
        }
    }

    private void addError(String line) {
        synchronized (errors) {
            errors.append(line).append('\n');
            if (errors.length() > LONGEST_ERRORS) {
                errors.delete(0, errors.length() - LONGEST_ERRORS / 2);
            }
        }
    }

    private Thread reader(String stream, InputStream in, Consumer<String> sink, Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            sink.accept(line);
                        }
                    } catch (IOException e) {
                        addError("The harness could not read on: " + e);
                    } finally {
                        end.run();
                    }
                },
                "interop-" + stream + "-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for the reading threads, which end with the process. */
    @Override
    public void close() {
        try {
            outputReader.join(5_000);
            errorReader.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
