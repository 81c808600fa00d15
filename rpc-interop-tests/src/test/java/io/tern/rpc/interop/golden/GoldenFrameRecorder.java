// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.golden;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.PeerLauncher;
import io.tern.rpc.interop.harness.RecordingProxy;
import io.tern.rpc.interop.harness.WireFrame;
import io.tern.rpc.interop.scenario.SingleCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes the golden files anew; see the README beside them. Consumer and provider are real Dubbo of one version, with a recording proxy
 * between them.
 */
@EnabledIfSystemProperty(named = "golden.record", matches = "true", disabledReason = "writes into the source tree")
class GoldenFrameRecorder {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");
    private static final Set<String> NOT_IN_2_6 = Set.of("object-attachments", "future-result");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void recordSingleCalls(DubboVersion version) throws IOException {
        try (DubboPeer provider = DubboPeer.provider(version).start();
                RecordingProxy proxy = RecordingProxy.to(provider.port());
                DubboPeer consumer = consumer(version, provider, proxy).start()) {
            // Connections and proxies are made by the first call.
            consumer.run("single:plain-call");
            for (String call : SingleCalls.names()) {
                if (version == DubboVersion.V2_6 && NOT_IN_2_6.contains(call)) {
                    continue;
                }
                proxy.clear();
                consumer.run("single:" + call);
                boolean oneWay = call.equals("one-way");
                Awaitility.await()
                        .atMost(LONGEST_WAIT)
                        .until(() -> proxy.frames().size() >= (oneWay ? 1 : 2));
                write(version, call, "a consumer calls a provider of the same version", proxy.frames());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordRefusalOfAFullPool(DubboVersion version) throws IOException {
        record(
                version,
                SingleCalls.POOL_EXHAUSTED,
                "interop.threads",
                "1",
                "the provider has one thread and no queue",
                4);
    }

    @ParameterizedTest
    @EnumSource
    void recordOversizeResult(DubboVersion version) throws IOException {
        record(
                version,
                SingleCalls.OVERSIZE_RESULT,
                "interop.provider.payload",
                "50000",
                "the provider has payload=50000 and a result of 100000 bytes",
                2);
    }

    private static void record(
            DubboVersion version, String call, String property, String value, String what, int frames)
            throws IOException {
        try (DubboPeer provider =
                        DubboPeer.provider(version).property(property, value).start();
                RecordingProxy proxy = RecordingProxy.to(provider.port());
                DubboPeer consumer = consumer(version, provider, proxy).start()) {
            consumer.run("single:plain-call");
            proxy.clear();
            consumer.run("single:" + call);
            Awaitility.await().atMost(LONGEST_WAIT).until(() -> proxy.frames().size() >= frames);
            write(version, call, what, proxy.frames());
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordHeartbeatOfTheConsumer(DubboVersion version) throws IOException {
        try (DubboPeer provider = DubboPeer.provider(version).start();
                RecordingProxy proxy = RecordingProxy.to(provider.port());
                DubboPeer consumer = consumer(version, provider, proxy)
                        .property("interop.consumer.heartbeat", "1000")
                        .start()) {
            consumer.run("single:plain-call");
            write(version, "heartbeat-from-consumer", "the consumer has heartbeat=1000 and is idle", heartbeat(proxy));
        }
    }

    /** Of the three versions only 2.6 has servers that send heartbeats. */
    @ParameterizedTest
    @EnumSource(names = "V2_6")
    void recordHeartbeatOfTheProvider(DubboVersion version) throws IOException {
        try (DubboPeer provider = DubboPeer.provider(version)
                        .property("interop.provider.heartbeat", "1000")
                        .start();
                RecordingProxy proxy = RecordingProxy.to(provider.port());
                DubboPeer consumer = consumer(version, provider, proxy).start()) {
            consumer.run("single:plain-call");
            write(version, "heartbeat-from-provider", "the provider has heartbeat=1000 and is idle", heartbeat(proxy));
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordGracefulStopOfTheProvider(DubboVersion version) throws IOException {
        try (DubboPeer provider = DubboPeer.provider(version)
                        .property("dubbo.service.shutdown.wait", "3000")
                        .start();
                RecordingProxy proxy = RecordingProxy.to(provider.port());
                DubboPeer consumer = consumer(version, provider, proxy).start()) {
            consumer.run("single:plain-call");
            proxy.clear();
            provider.stop();
            write(
                    version,
                    "graceful-stop",
                    "the provider's context is closed while a consumer is connected",
                    proxy.frames());
        }
    }

    private static PeerLauncher consumer(DubboVersion version, DubboPeer provider, RecordingProxy proxy) {
        return DubboPeer.consumer(version, proxy.port(), provider.line());
    }

    /** The next heartbeat request and its response. */
    private static List<WireFrame> heartbeat(RecordingProxy proxy) {
        proxy.clear();
        Awaitility.await().atMost(LONGEST_WAIT).until(() -> proxy.frames().size() >= 2);
        return proxy.frames().subList(0, 2);
    }

    private static void write(DubboVersion version, String scenario, String what, List<WireFrame> frames)
            throws IOException {
        List<String> comments = List.of(
                "Apache Dubbo " + version.release() + ", both sides",
                "scenario " + scenario + ": " + what,
                "> client to server, < server to client");
        new GoldenFile(comments, frames)
                .write(DIRECTORY.resolve(version.release()).resolve(scenario + ".hex"));
    }
}
