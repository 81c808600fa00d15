// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import io.tern.rpc.interop.SpringFile;
import io.tern.rpc.interop.TernProcess;
import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.LocalProcess;
import io.tern.rpc.interop.harness.PeerLauncher;
import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** Providers and consumers of the traffic, of both libraries and all versions, and the ZooKeeper where they meet. */
final class Fleet implements AutoCloseable {
    /** 127.0.0.1 as one number, since consumers of Dubbo take {@code 127.*} for their own machine and call another address of it. */
    static final String HOST = "2130706433";

    private final LocalZookeeper zookeeper;
    private final Tree tree;
    private final Path records;
    private final Deque<AutoCloseable> members = new ArrayDeque<>();

    Fleet() throws Exception {
        zookeeper = LocalZookeeper.open();
        tree = new Tree(zookeeper);
        records = Files.createTempDirectory("fleet");
    }

    /** What stands in the registry. */
    Tree tree() {
        return tree;
    }

    /** For {@code <dubbo:registry>}. */
    String registry() {
        return "zookeeper://" + zookeeper.address();
    }

    /** Starts a Dubbo provider; the name is also that of its application. */
    DubboPeer provider(DubboVersion version, String name, Map<String, String> properties) {
        PeerLauncher launcher = PeerLauncher.trafficProvider(version, registry(), name, record(name))
                .property("interop.application", "provider-" + name);
        properties.forEach(launcher::property);
        return keep(launcher.start());
    }

    /** Starts a Dubbo consumer. */
    Caller.Dubbo consumer(DubboVersion version, Map<String, String> properties) {
        PeerLauncher launcher = PeerLauncher.trafficConsumer(version, registry())
                .property("interop.file", "fleet-consumer.xml")
                .property("interop.application", "consumer-" + version.release());
        properties.forEach(launcher::property);
        return keep(new Caller.Dubbo(launcher.start()));
    }

    /** Starts a Tern consumer in this process. */
    Caller.Tern ternConsumer() {
        return ternConsumer("fleet-consumer.xml");
    }

    /** Starts a Tern consumer in this process, from another file. */
    Caller.Tern ternConsumer(String file) {
        return keep(new Caller.Tern(
                SpringFile.load(file, Map.of("interop.registry", registry(), "interop.application", "consumer-tern"))));
    }

    /** A Tern provider in this process. */
    record TernMember(int port, ClassPathXmlApplicationContext beans) implements AutoCloseable {
        @Override
        public void close() {
            beans.close();
        }
    }

    /** Starts a Tern provider in this process; the name is also that of its application. */
    TernMember ternProvider(String name, Map<String, Object> placeholders) {
        int port = LocalTern.freePort();
        Map<String, Object> all = new HashMap<>(Map.of(
                "interop.registry",
                registry(),
                "interop.name",
                name,
                "interop.record",
                record(name).toString(),
                "interop.application",
                "provider-" + name,
                "interop.host",
                HOST,
                "interop.port",
                port));
        all.putAll(placeholders);
        return keep(new TernMember(port, SpringFile.load("traffic-provider.xml", all)));
    }

    /** Starts a Tern provider in a process of its own; the name is also that of its application. */
    LocalProcess ternProcess(String name, Map<String, String> placeholders) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "interop.file",
                "traffic-provider.xml",
                "interop.registry",
                registry(),
                "interop.name",
                name,
                "interop.record",
                record(name).toString(),
                "interop.application",
                "provider-" + name,
                "interop.host",
                HOST));
        all.putAll(placeholders);
        return keep(TernProcess.provider("Tern provider " + name, TernProvider.freePort(), all));
    }

    /** Where the providers write what they have run. */
    Path records() {
        return records;
    }

    private Path record(String name) {
        return records.resolve(name + ".ran");
    }

    private <T extends AutoCloseable> T keep(T member) {
        synchronized (members) {
            members.push(member);
        }
        return member;
    }

    /** Runs all at a time, since a start is mostly waiting. */
    static <T> List<T> together(List<Callable<T>> tasks) {
        List<CompletableFuture<T>> running = tasks.stream()
                .map(task -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return task.call();
                            } catch (Exception e) {
                                throw new CompletionException(e);
                            }
                        },
                        LocalTern.threads()))
                .toList();
        return running.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable member : members) {
            member.close();
        }
        zookeeper.close();
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(records);
    }
}
