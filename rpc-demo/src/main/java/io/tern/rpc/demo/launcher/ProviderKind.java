// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The library that serves. Main class, services and {@code provider.xml} are the same; class path and options differ. */
enum ProviderKind {
    TERN {
        @Override
        String classPath(String services) {
            return System.getProperty("java.class.path");
        }

        @Override
        String library(String classPath) {
            return "Tern";
        }

        @Override
        String host() {
            return "127.0.0.1";
        }

        @Override
        List<String> options() {
            return List.of();
        }
    },
    DUBBO {
        @Override
        String classPath(String services) throws IOException {
            return services + File.pathSeparator + dubboJars();
        }

        @Override
        String library(String classPath) {
            Matcher jar = DUBBO_JAR.matcher(classPath);
            if (!jar.find()) {
                throw new IllegalStateException("No jar of Apache Dubbo among those of " + JARS + ".");
            }
            return "Apache Dubbo " + jar.group(1);
        }

        /** Dubbo takes a host that begins with 127. for "not configured" and would listen on all interfaces. */
        @Override
        String host() {
            return "2130706433"; // 127.0.0.1 as one number
        }

        @Override
        List<String> options() {
            return List.of(
                    // Its hessian writes exceptions by reflection.
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    // No second port, no file and no service beside those of provider.xml.
                    "-Ddubbo.application.qos-enable=false",
                    "-Ddubbo.application.enable-file-cache=false",
                    "-Ddubbo.application.metadata-type=local",
                    "-Ddubbo.metrics.export-metrics-service=false",
                    "-Ddubbo.application.logger=slf4j",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        }
    };

    /** Written by a module that resolves the jars of Apache Dubbo apart from Tern's. */
    private static final String JARS = "/META-INF/interop/rpc-interop-dubbo-3.3.classpath";

    private static final Pattern DUBBO_JAR = Pattern.compile("[/\\\\]dubbo-(\\d[\\d.]*)\\.jar");

    /**
     * The class path of the process.
     *
     * @param services where the services' classes and {@code provider.xml} lie
     */
    abstract String classPath(String services) throws IOException;

    /** Name and version of what serves, as found on a class path of {@link #classPath}. */
    abstract String library(String classPath);

    /** The loopback interface, as this library wants it written. */
    abstract String host();

    /** What this library's process needs beside its class path. */
    abstract List<String> options();

    private static String dubboJars() throws IOException {
        try (InputStream in = ProviderKind.class.getResourceAsStream(JARS)) {
            if (in == null) {
                throw new IllegalStateException("No " + JARS + " on the class path; run this with -Pdemo-dubbo.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
