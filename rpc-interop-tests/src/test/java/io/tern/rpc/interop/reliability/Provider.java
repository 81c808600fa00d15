// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import io.tern.rpc.interop.TernProcess;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.LocalProcess;
import io.tern.rpc.interop.harness.PeerLauncher;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider of the traffic: a place, that is a name, a port and a record of what it ran, where one process follows the other.
 */
interface Provider extends AutoCloseable {
    /** The address of a provider that is in no registry. */
    String NOWHERE = "N/A";

    String name();

    int port();

    /** Starts a process, which serves and is registered when this returns. */
    void start();

    /** Ends it gracefully, and waits until it has ended. */
    void stop();

    /** Ends it as {@code kill -9} does. */
    void kill();

    void freeze();

    void thaw();

    @Override
    void close();

    /** A Tern provider that is not started yet. */
    static Provider tern(String name, String registry, Path records) {
        return tern(name, registry, records, Map.of());
    }

    /** @param placeholders of traffic-provider.xml */
    static Provider tern(String name, String registry, Path records, Map<String, String> placeholders) {
        Map<String, String> properties = new HashMap<>();
        properties.put("interop.file", "traffic-provider.xml");
        properties.put("interop.registry", registry);
        properties.put("interop.name", name);
        properties.put("interop.record", record(records, name));
        properties.putAll(placeholders);
        int port = Ports.free();
        return new Provider() {
            private @Nullable LocalProcess process;

            @Override
            public String name() {
                return name;
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public void start() {
                process = TernProcess.provider("Tern " + name, port, properties);
            }

            @Override
            public void stop() {
                running(process).tell("stop");
                running(process).awaitEnd();
                running(process).close();
            }

            @Override
            public void kill() {
                running(process).kill();
            }

            @Override
            public void freeze() {
                running(process).freeze();
            }

            @Override
            public void thaw() {
                running(process).thaw();
            }

            @Override
            public void close() {
                if (process != null) {
                    process.close();
                }
            }
        };
    }

    /**
     * A Dubbo provider that is not started yet.
     *
     * @param placeholders of traffic-provider.xml, and Dubbo's own settings
     */
    static Provider dubbo(
            DubboVersion version, String name, String registry, Path records, Map<String, String> placeholders) {
        int port = Ports.free();
        PeerLauncher launcher = PeerLauncher.trafficProvider(version, registry, name, Path.of(record(records, name)))
                .port(port);
        placeholders.forEach(launcher::property);
        return new Provider() {
            private @Nullable DubboPeer peer;

            @Override
            public String name() {
                return name;
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public void start() {
                peer = launcher.start();
            }

            @Override
            public void stop() {
                running(peer).stop();
                running(peer).close();
            }

            @Override
            public void kill() {
                running(peer).kill();
            }

            @Override
            public void freeze() {
                running(peer).freeze();
            }

            @Override
            public void thaw() {
                running(peer).thaw();
            }

            @Override
            public void close() {
                if (peer != null) {
                    peer.close();
                }
            }
        };
    }

    private static String record(Path records, String name) {
        return records.resolve(name + ".ran").toString();
    }

    private static <T> T running(@Nullable T process) {
        if (process == null) {
            throw new IllegalStateException("It was not started");
        }
        return process;
    }
}
