// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A provider that comes and goes: one name, one process after another. For one thread. */
final class ClusterMember implements AutoCloseable {
    private static final String FILE = "cluster/provider.xml";

    private final String name;
    private final Path home;
    private final String registry;
    private int lives;
    private ProviderProcess current;

    private ClusterMember(String name, Path home, String registry, int port) throws IOException {
        this.name = name;
        this.home = home;
        this.registry = registry;
        this.current = begin(port);
    }

    /**
     * Starts its first process and does not wait.
     *
     * @param registry {@code host:port} of the registry
     */
    static ClusterMember start(String name, Path home, String registry, int port) throws IOException {
        return new ClusterMember(name, home, registry, port);
    }

    private ProviderProcess begin(int port) throws IOException {
        ProviderKind kind = ProviderKind.TERN;
        lives++;
        return ProviderProcess.start(
                kind,
                kind.classPath(""),
                port,
                home.resolve(String.valueOf(lives)),
                FILE,
                List.of("-Ddemo.name=" + name, "-Ddemo.registry=" + registry));
    }

    String name() {
        return name;
    }

    int port() {
        return current.port();
    }

    ChildProcess process() {
        return current.process();
    }

    /**
     * Starts another process after the last one has ended; does not wait.
     *
     * @return complete when it can be called
     */
    CompletableFuture<String> startAgain(int port) throws IOException {
        current = begin(port);
        return current.process().ready();
    }

    @Override
    public void close() {
        current.close();
    }
}
