// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import io.tern.rpc.demo.provider.ProviderMain;
import io.tern.rpc.demo.report.Stopwatch;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Runs the demo: two provider processes, the second one to be killed, and a consumer process.
 *
 * <p>System properties: {@code demo.provider} is {@code tern} or {@code dubbo}, {@code demo.directory} the absolute path of a
 * directory for logs and the picture, {@code demo.root} a directory above it, to which paths are shown relative.
 */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        Stopwatch watch = new Stopwatch();
        Machine.endWithParent();
        int exitCode = 1;
        try {
            exitCode =
                    run(ProviderKind.valueOf(System.getProperty("demo.provider").toUpperCase(Locale.ROOT)));
        } catch (Exception e) {
            System.out.println("  The demo cannot run: " + e.getMessage());
        }
        System.out.println("  All processes have ended after " + Stopwatch.seconds(watch.elapsed()) + ".");
        System.exit(exitCode);
    }

    private static int run(ProviderKind kind) throws Exception {
        Path directory = Files.createDirectories(Path.of(System.getProperty("demo.directory")));
        String classPath = kind.classPath(servicesPlace());
        int[] ports = Machine.freePorts(2);
        try (ProviderProcess provider = provider(kind, classPath, ports[0], directory.resolve("provider"));
                ProviderProcess spare = provider(kind, classPath, ports[1], directory.resolve("spare"))) {
            System.out.println("  Two providers start: " + kind.library(classPath) + ", provider.xml, processes "
                    + provider.process().pid() + " and " + spare.process().pid() + " ...");
            provider.process().awaitReady();
            spare.process().awaitReady();
            System.out.println("  A consumer starts:   Tern, consumer.xml, calling " + provider.address() + " ...");
            System.out.println();
            return ConsumerProcess.run(provider, spare, directory);
        }
    }

    private static ProviderProcess provider(ProviderKind kind, String classPath, int port, Path home)
            throws IOException {
        return ProviderProcess.start(kind, classPath, port, home, "provider.xml", List.of());
    }

    /** The directory or jar of this module: the services without any library. */
    private static String servicesPlace() throws URISyntaxException {
        return Path.of(ProviderMain.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }
}
