// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.consumer.ConsumerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The consumer in a process of its own, on this process's terminal. */
final class ConsumerProcess {
    private static final int LONGEST_RUN_SECONDS = 60;

    private ConsumerProcess() {}

    /**
     * Runs it to its end.
     *
     * @return its exit code; it is killed after a minute, which is an exit code other than 0
     */
    static int run(ProviderProcess provider, ProviderProcess spare, Path directory)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        // Newer JDKs otherwise have a console even where there is no terminal.
                        "-Djdk.console=java.base",
                        "-Ddemo.log=" + directory.resolve("consumer.log"),
                        "-Ddemo.root=" + System.getProperty("demo.root"),
                        "-Ddemo.directory=" + directory,
                        "-Ddemo.provider=" + provider.address(),
                        "-Ddemo.spare=" + spare.address(),
                        "-Ddemo.spare.pid=" + spare.process().pid(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConsumerMain.class.getName()))
                .inheritIO()
                .start();
        Thread killer = new Thread(process::destroyForcibly, "demo-end-of-consumer");
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                System.out.println("The consumer did not end within " + LONGEST_RUN_SECONDS + " s and is killed.");
            }
            return process.destroyForcibly().waitFor();
        } finally {
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }
}
