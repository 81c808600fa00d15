// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tls;

import io.tern.rpc.interop.AtOnce;
import io.tern.rpc.interop.PairLimits;
import io.tern.rpc.interop.TernConsumer;
import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.PeerLauncher;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.testing.netty.TestAuthority;
import io.tern.rpc.testing.netty.TestAuthority.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypted calls between Tern and the releases of Dubbo that can encrypt, with certificates on both ends. */
class DubboTlsTest {
    private static final List<String> SCENARIOS = List.of("types", "calls", "failures", "oneway", "async", "futures");

    private enum Pair {
        TERN_CALLS_2_7(DubboVersion.V2_7, true),
        TERN_CALLS_3_3(DubboVersion.V3_3, true),
        DUBBO_2_7_CALLS_TERN(DubboVersion.V2_7, false),
        DUBBO_3_3_CALLS_TERN(DubboVersion.V3_3, false);

        private final DubboVersion version;
        private final boolean ternCalls;

        Pair(DubboVersion version, boolean ternCalls) {
            this.version = version;
            this.ternCalls = ternCalls;
        }

        private void check() throws IOException {
            if (ternCalls) {
                ternCallsDubbo(version);
            } else {
                dubboCallsTern(version);
            }
        }
    }

    @TempDir
    static Path directory;

    private static Map<String, Object> placeholders;
    private static AtOnce<Pair> pairs;

    @BeforeAll
    static void begin() {
        TestAuthority authority = new TestAuthority(directory, "root");
        Identity identity = authority.local("peer");
        placeholders = new HashMap<>(Map.of(
                "interop.tls.chain", identity.chain().toString(),
                "interop.tls.key", identity.key().toString(),
                "interop.tls.authority", authority.certificate().toString(),
                "interop.consumer.tls", "true"));
        pairs = AtOnce.begin(List.of(Pair.values()), Pair::check);
    }

    @ParameterizedTest
    @EnumSource
    void everyScenarioHolds(Pair pair) throws Exception {
        pairs.holds(pair);
    }

    /** 2.7 encrypts by what its settings and addresses say, 3.3 because it has a certificate. */
    private static PeerLauncher encrypted(PeerLauncher launcher, String file) {
        placeholders.forEach((key, value) -> launcher.property(key, value.toString()));
        return launcher.property("interop.file", file)
                .property("dubbo.protocol.ssl-enabled", "true")
                // Dubbo 3.3.6 does not tell Netty 4.2 whom it calls, which Netty by itself would compare.
                .property("io.netty.handler.ssl.defaultEndpointVerificationAlgorithm", "NONE");
    }

    private static void ternCallsDubbo(DubboVersion version) {
        List<String> scenarios = new ArrayList<>(SCENARIOS);
        if (version == DubboVersion.V2_7) {
            scenarios.remove("calls"); // one of them makes the provider call itself, which 2.7 does in plain text
        }
        try (DubboPeer provider = encrypted(DubboPeer.provider(version), "tls-provider.xml")
                        .start();
                TernConsumer consumer =
                        TernConsumer.of("tls-consumer.xml", provider.port(), provider.line(), placeholders)) {
            for (String scenario : scenarios) {
                PairLimits.check("Tern to " + version.release(), scenario, consumer.run(scenario), provider.output());
            }
        }
    }

    private static void dubboCallsTern(DubboVersion version) throws IOException {
        try (TernProvider provider = TernProvider.start("tls-provider.xml", placeholders);
                DubboPeer consumer = encrypted(
                                DubboPeer.consumer(version, provider.port(), PeerLine.TERN), "tls-consumer.xml")
                        .start()) {
            for (String scenario : SCENARIOS) {
                PairLimits.check(version.release() + " to Tern", scenario, consumer.run(scenario), consumer.output());
            }
        }
    }
}
