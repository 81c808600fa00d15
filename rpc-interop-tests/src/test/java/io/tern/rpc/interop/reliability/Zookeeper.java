// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import io.tern.rpc.interop.TernProcess;
import io.tern.rpc.interop.harness.LocalProcess;
import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A ZooKeeper process on a port of its own. */
final class Zookeeper implements AutoCloseable {
    private final int port = Ports.free();
    private final Path directory;
    private LocalProcess process;

    /** A running one; what it keeps is under the directory. */
    Zookeeper(Path directory) {
        this.directory = directory;
        this.process = launch();
    }

    private LocalProcess launch() {
        return TernProcess.of(
                "ZooKeeper",
                LocalZookeeper.class,
                Map.of("java.io.tmpdir", directory.toString()),
                List.of(String.valueOf(port)));
    }

    /** For {@code <dubbo:registry>}. */
    String address() {
        return "zookeeper://127.0.0.1:" + port;
    }

    /** Another process on the same port, which knows nothing of what the former one held. */
    void restartEmpty() {
        process = launch();
    }

    void kill() {
        process.kill();
    }

    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    @Override
    public void close() {
        process.close();
    }
}
