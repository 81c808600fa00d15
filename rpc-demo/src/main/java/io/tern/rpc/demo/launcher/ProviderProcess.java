// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.provider.ProviderMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A provider in a process of its own. */
final class ProviderProcess implements AutoCloseable {
    private final ChildProcess process;
    private final int port;

    private ProviderProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and does not wait.
     *
     * @param home a directory for its logs and its temporary files
     * @param file the Spring file that it loads
     * @param properties what the file needs besides host and port, as options of the JVM
     */
    static ProviderProcess start(
            ProviderKind kind, String classPath, int port, Path home, String file, List<String> properties)
            throws IOException {
        Files.createDirectories(home);
        List<String> options = new ArrayList<>(kind.options());
        options.add("-Duser.home=" + home);
        options.add("-Djava.io.tmpdir=" + home);
        options.add("-Ddemo.log=" + home.resolve("tern.log"));
        options.add("-Ddemo.host=" + kind.host());
        options.add("-Ddemo.port=" + port);
        options.addAll(properties);
        List<String> command = ChildProcess.java(options, classPath, ProviderMain.class, List.of(file));
        return new ProviderProcess(
                ChildProcess.start("A provider", command, ProviderMain.READY, home.resolve("output.log"), line -> {}),
                port);
    }

    ChildProcess process() {
        return process;
    }

    int port() {
        return port;
    }

    /** {@code host:port} as consumers write it. */
    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
