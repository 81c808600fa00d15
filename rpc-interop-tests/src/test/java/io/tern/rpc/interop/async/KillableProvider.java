// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A provider of the contract in a process of its own. */
interface KillableProvider extends AutoCloseable {
    int port();

    /** Ends the process at once, without a farewell to its connections. */
    void kill();

    @Override
    void close();

    static KillableProvider dubbo(DubboVersion version) {
        DubboPeer peer = DubboPeer.provider(version).start();
        return new KillableProvider() {
            @Override
            public int port() {
                return peer.port();
            }

            @Override
            public void kill() {
                peer.kill();
            }

            @Override
            public void close() {
                peer.close();
            }
        };
    }

    static KillableProvider tern() {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ProviderMain.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            try {
                return new TernProcess(process, ProviderMain.awaitPort(output));
            } catch (IOException | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The provider process cannot be started", e);
        }
    }

    /** A process that {@link ProviderMain} runs in. */
    record TernProcess(Process process, int port) implements KillableProvider {
        @Override
        public void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
