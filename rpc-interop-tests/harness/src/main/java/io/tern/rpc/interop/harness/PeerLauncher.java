// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.listener.Headline;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.process.DubboCallContext;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings of one Dubbo process before its start. Each method changes this object and gives it back. */
public final class PeerLauncher {
    /**
     * 127.0.0.1 as one number. Dubbo takes a host that begins with {@code 127.} for "not configured": a provider then listens on all interfaces, and a
     * consumer calls the address of another interface.
     */
    private static final String LOOPBACK = "2130706433";

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    /** Packages that the old hessian or Dubbo's javassist proxies reach into by reflection. */
    private static final List<String> OPENED = List.of(
            "java.io",
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.math",
            "java.net",
            "java.text",
            "java.time",
            "java.time.chrono",
            "java.time.zone",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.regex",
            "sun.nio.ch",
            "sun.util.calendar");

    private final DubboVersion version;
    private final boolean provider;
    private final Map<String, String> properties = new TreeMap<>();
    private final List<String> frontOfClassPath = new ArrayList<>();
    private String mainClass;
    private int port;
    private Path javaHome = Path.of(System.getProperty("java.home"));

    private PeerLauncher(DubboVersion version, boolean provider, int port) {
        this.version = version;
        this.provider = provider;
        this.port = port;
        this.mainClass = provider ? "ProviderProcess" : "ConsumerProcess";
        properties.put("interop.context", DubboCallContext.class.getName());
        properties.put("dubbo.application.logger", "slf4j");
        // The spelling changed between the lines.
        properties.put("dubbo.application.qos.enable", "false");
        properties.put("dubbo.application.qos-enable", "false");
        properties.put("java.net.preferIPv4Stack", "true");
        properties.put("java.awt.headless", "true");
        properties.put("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        properties.put("org.slf4j.simpleLogger.showDateTime", "true");
        properties.put("org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS");
        if (version == DubboVersion.V2_6) {
            properties.put("dubbo.protocol.transporter", "netty4");
            properties.put("dubbo.reference.client", "netty4");
        }
        if (version == DubboVersion.V3_3) {
            properties.put("dubbo.application.enable-file-cache", "false");
            properties.put("dubbo.application.metadata-type", "local");
            // Else even a consumer exports a service of its own, on all interfaces.
            properties.put("dubbo.metrics.export-metrics-service", "false");
        }
    }

    static PeerLauncher provider(DubboVersion version) {
        return new PeerLauncher(version, true, 0);
    }

    /**
     * A provider of the traffic that registers itself.
     *
     * @param registry address for {@code <dubbo:registry>}
     * @param name tells it apart from others in answers
     * @param record where it writes what it has run
     */
    public static PeerLauncher trafficProvider(DubboVersion version, String registry, String name, Path record) {
        return new PeerLauncher(version, true, 0)
                .property("interop.file", "traffic-provider.xml")
                .property("interop.registry", registry)
                .property("interop.name", name)
                .property("interop.record", record.toString());
    }

    /** A consumer of the traffic, which {@code TrafficProcess} describes. */
    public static PeerLauncher trafficConsumer(DubboVersion version, String registry) {
        PeerLauncher launcher = new PeerLauncher(version, false, 0).property("interop.registry", registry);
        launcher.mainClass = "TrafficProcess";
        return launcher;
    }

    /** A provider that calls its consumers back. */
    public static PeerLauncher newsProvider(DubboVersion version) {
        return trusting(new PeerLauncher(version, true, 0).property("interop.file", "news-provider.xml"));
    }

    /** A consumer of the news at the port of 127.0.0.1, which {@code NewsProcess} describes. */
    public static PeerLauncher newsConsumer(DubboVersion version, int providerPort) {
        PeerLauncher launcher = new PeerLauncher(version, false, providerPort)
                .property("interop.provider", LOOPBACK + ":" + providerPort);
        launcher.mainClass = "NewsProcess";
        return trusting(launcher);
    }

    /** Dubbo 3.3 trusts the types of services, and not those of their callbacks. */
    private static PeerLauncher trusting(PeerLauncher launcher) {
        return launcher.property("dubbo.security.serialize.allowedClassList", Headline.class.getName());
    }

    static PeerLauncher consumer(DubboVersion version, int providerPort, PeerLine providerLine) {
        PeerLauncher launcher = new PeerLauncher(version, false, providerPort);
        launcher.properties.put("interop.consumer.line", version.line().name());
        launcher.properties.put("interop.provider.line", providerLine.name());
        launcher.properties.put("interop.provider", LOOPBACK + ":" + providerPort);
        return launcher;
    }

    /** A Java system property of the process: a placeholder of provider.xml or consumer.xml, or one of Dubbo's own settings. */
    public PeerLauncher property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** The port to listen on; without this a free one. */
    public PeerLauncher port(int value) {
        port = value;
        return this;
    }

    /** The port of 127.0.0.1 at which a provider's nested calls go on; without this its own. */
    public PeerLauncher downstream(int downstreamPort) {
        return property("interop.downstream", LOOPBACK + ":" + downstreamPort);
    }

    /** A directory of classes that win over those of the same names, such as {@link EvolvedContract#compile}. */
    public PeerLauncher classesFirst(Path directory) {
        frontOfClassPath.add(directory.toString());
        return this;
    }

    /** The JDK to run on; without this the one of the test. */
    public PeerLauncher javaHome(Path directory) {
        javaHome = directory;
        return this;
    }

    /**
     * Starts the process and waits until it is ready.
     *
     * @throws IllegalStateException if it does not become ready; the message has its log
     */
    public DubboPeer start() {
        for (int attempt = 1; ; attempt++) {
            int attemptPort = provider && port == 0 ? freePort() : port;
            DubboPeer peer = launch(attemptPort);
            try {
                peer.awaitReady(LONGEST_START);
                return peer;
            } catch (RuntimeException e) {
                peer.close();
                // Between the search for a free port and Dubbo's bind another process may take the port.
                boolean portTaken = provider && port == 0 && peer.output().contains("BindException");
                if (!portTaken || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private DubboPeer launch(int processPort) {
        String role = provider ? "provider" : "consumer";
        PeerHome home = PeerHome.create(version.release() + "-" + role);
        try {
            Process process = new ProcessBuilder(command(processPort, home))
                    .directory(home.directory().toFile())
                    .start();
            return new DubboPeer(version.line(), processPort, new LocalProcess(version + " " + role, process), home);
        } catch (IOException e) {
            home.delete();
            throw new IllegalStateException("Cannot start " + version + " as " + role + ".", e);
        }
    }

    private List<String> command(int processPort, PeerHome home) {
        Map<String, String> all = new TreeMap<>(properties);
        all.put("user.home", home.directory().toString());
        all.put("java.io.tmpdir", home.directory().toString());
        if (provider) {
            all.put("interop.host", LOOPBACK);
            all.put("interop.port", String.valueOf(processPort));
            all.putIfAbsent("interop.downstream", LOOPBACK + ":" + processPort);
        }
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        // Short-lived processes on a small machine: start fast, stay small.
        command.addAll(List.of("-Xmx384m", "-Xss2m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        all.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(classPath());
        command.add("io.tern.rpc.interop.process." + mainClass);
        return command;
    }

    private String classPath() {
        List<String> entries = new ArrayList<>(frontOfClassPath);
        entries.add(locationOf(CallService.class));
        entries.add(locationOf(DubboCallContext.class));
        entries.addAll(version.jars());
        return String.join(File.pathSeparator, entries);
    }

    static String locationOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The jar of " + type + " has no usable path.", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("No free port on the loopback interface.", e);
        }
    }
}
