// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.FileSystemXmlApplicationContext;
import org.springframework.core.SpringVersion;

/**
 * Measures how long a context with many references and services takes to start: from the begin of {@code main} in a new JVM
 * until every service is served and every reference is connected to its service in the same context; beside it the
 * processor time of the whole JVM up to there. No test: it runs only when it is named, and judges nothing.
 */
final class StartTimeRun {
    private static final int[] COUNTS = {100, 500, 1_000};
    private static final int ROUNDS = 3;

    /** One start: the directory of the files, and the count. */
    public static void main(String[] arguments) throws IOException {
        start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }

    @Test
    @Timeout(600)
    void measure(@TempDir Path directory) throws Exception {
        ManyElements.compile(directory, COUNTS[COUNTS.length - 1]);
        System.out.println("Java " + System.getProperty("java.version") + ", Spring " + SpringVersion.getVersion()
                + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        for (int count : COUNTS) {
            for (int round = 0; round < ROUNDS; round++) {
                measure(directory, count);
            }
        }
    }

    private static void measure(Path directory, int count) throws IOException, InterruptedException {
        int port = freePort();
        String elements = ManyElements.xml(count, port, "dubbo://127.0.0.1:" + port, "");
        Files.writeString(directory.resolve("many.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <beans xmlns="http://www.springframework.org/schema/beans"
                       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                       xmlns:dubbo="http://dubbo.apache.org/schema/dubbo"
                       xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                                           http://dubbo.apache.org/schema/dubbo http://dubbo.apache.org/schema/dubbo/dubbo.xsd">
                <dubbo:application name="many"/>
                %s
                </beans>
                """.formatted(elements));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                StartTimeRun.class.getName(),
                directory.toString(),
                Integer.toString(count)));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("No start within two minutes");
        }
        List<String> lines = Files.readAllLines(output);
        System.out.println(lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1));
    }

    private static void start(Path directory, int count) throws IOException {
        long begin = System.nanoTime();
        Thread.currentThread().setContextClassLoader(ManyElements.loader(directory));
        try (FileSystemXmlApplicationContext context = new FileSystemXmlApplicationContext()) {
            context.setConfigLocation(directory.resolve("many.xml").toUri().toString());
            context.setClassLoader(Thread.currentThread().getContextClassLoader());
            context.refresh();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            long processorMillis = TimeUnit.NANOSECONDS.toMillis(
                    ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
            boolean connected = true;
            for (int i = 0; i < count; i++) {
                connected &= ((ReferenceBean<?>) context.getBean("&service" + i))
                        .reference()
                        .isAvailable();
            }
            context.close();
            System.out.println(count + " references and " + count + " services: " + millis + " ms, of processors "
                    + processorMillis + " ms" + (connected ? "" : ", NOT ALL CONNECTED"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
