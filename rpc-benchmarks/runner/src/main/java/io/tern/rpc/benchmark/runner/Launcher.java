// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts processes of contenders: the same JVM flags for all, and a class path for each. */
final class Launcher {
    /** All that a JVM is told. */
    static final List<String> JVM_FLAGS = List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseG1GC",
            "-Djava.net.preferIPv4Stack=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Options options;

    Launcher(Options options) {
        this.options = options;
    }

    ControlledProcess provider(ContenderSetup setup, int port) {
        return start(setup, "provider", "ProviderProcess", port, classPath(setup));
    }

    /** A consumer that is connected, and has had one answer. */
    ControlledProcess consumer(ContenderSetup setup, int port) {
        return start(setup, "consumer", "ConsumerProcess", port, classPath(setup));
    }

    /** A consumer that has more classes on its class path. */
    ControlledProcess consumer(ContenderSetup setup, int port, Path moreClasses) {
        List<String> entries = classPath(setup);
        entries.add(moreClasses.toString());
        return start(setup, "consumer", "ConsumerProcess", port, entries);
    }

    private ControlledProcess start(
            ContenderSetup setup, String role, String mainClass, int port, List<String> classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(setup.jvmFlags());
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath));
        command.add("io.tern.rpc.benchmark.process." + mainClass);
        command.addAll(List.of(setup.className(), setup.variant(), String.valueOf(port)));
        String name = setup.name() + " " + role;
        try {
            Path logs = Files.createDirectories(options.output().resolve("logs"));
            Path log = logs.resolve(setup.name() + "-" + role + ".log");
            ControlledProcess process = new ControlledProcess(name, command, log);
            try {
                process.awaitReady(LONGEST_START);
            } catch (RuntimeException e) {
                process.close();
                throw e;
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    /** The contender's own classes, what all contenders share, and the framework. */
    List<String> classPath(ContenderSetup setup) {
        Path benchmarks = options.root().resolve("rpc-benchmarks");
        List<String> entries = new ArrayList<>();
        entries.add(benchmarks.resolve(setup.module()).resolve("target/classes").toString());
        entries.add(benchmarks.resolve("contract/target/classes").toString());
        entries.addAll(entriesOf(benchmarks.resolve("contract/target/benchmark.classpath")));
        entries.addAll(frameworkJars(setup));
        return entries;
    }

    List<String> frameworkJars(ContenderSetup setup) {
        Path other = options.ternPath();
        if (other != null && setup.module().equals("tern")) {
            return entriesOf(other);
        }
        return entriesOf(options.root().resolve(setup.jars()));
    }

    private static List<String> entriesOf(Path file) {
        try {
            return List.of(Files.readString(file).strip().split(File.pathSeparator, -1));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the class path in " + file + ". Build first: mvn -q -Pbenchmark -Dexec.skip verify",
                    e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback interface.", e);
        }
    }
}
