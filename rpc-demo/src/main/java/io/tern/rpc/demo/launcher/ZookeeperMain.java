// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * A ZooKeeper server of one node on a free port of the loopback interface. Starts empty, and runs until its standard input
 * ends, which it does also when the launcher is killed.
 */
public final class ZookeeperMain {
    /** The beginning of the line of the output that says that it can be used; {@code host:port} follows. */
    public static final String READY = "ZooKeeper listens on ";

    private static final int TICK_MILLIS = 2000;

    private ZookeeperMain() {}

    /**
     * Runs the server.
     *
     * @param args a directory, whose content is deleted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        delete(directory);
        Files.createDirectories(directory);
        // Nobody's data: neither sync it nor reserve 64 MiB for a log.
        System.setProperty("zookeeper.forceSync", "no");
        System.setProperty("zookeeper.preAllocSize", "64");
        NIOServerCnxnFactory connections = new NIOServerCnxnFactory();
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, -1, false);
        connections.startup(new ZooKeeperServer(directory.toFile(), directory.toFile(), TICK_MILLIS));
        System.out.println(READY + "127.0.0.1:" + connections.getLocalPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        connections.shutdown();
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
