// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.TernConsumer;
import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.interop.harness.RecordingProxy;
import io.tern.rpc.interop.harness.WireFrame;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.scenario.SingleCalls;
import io.tern.rpc.interop.wire.WireRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a Tern consumer writes for a call is what real Dubbo wrote for it: the header, and byte for byte everything before the attachments.
 *
 * <p>Attachments are compared as maps, because their order is that of a HashMap. In them Tern always sends {@code timeout} (as 2.6 and 3.3 do)
 * and {@code remote.application} (as 2.7 and 3.3 do), and never {@code async} and {@code id}, which only tell one Dubbo what another one
 * configured. Where the address has a path, 2.6 has that path as the second text of the body; Tern has the interface there, as 2.7 and 3.3
 * do. All find services by the attachment {@code path}.
 */
class GoldenRequestsTest {
    private static final Set<String> VARYING = Set.of("timeout", "remote.application", "async", "id");
    private static final Map<String, WireFrame> OURS = new HashMap<>();

    static List<GoldenCase> recordedCalls() throws IOException {
        return GoldenCase.all().stream()
                .filter(golden -> SingleCalls.names().contains(golden.call()))
                .filter(golden -> !golden.isGeneric())
                .toList();
    }

    @BeforeAll
    static void recordTern() throws IOException {
        try (TernProvider provider = TernProvider.start();
                RecordingProxy proxy = RecordingProxy.to(provider.port());
                TernConsumer consumer = TernConsumer.of(proxy.port(), PeerLine.TERN)) {
            for (GoldenCase golden : recordedCalls()) {
                if (!OURS.containsKey(golden.call())) {
                    proxy.clear();
                    consumer.run("single:" + golden.call());
                    // A one-way call returns before its bytes pass; the reply to this call comes behind them.
                    consumer.run("single:plain-call");
                    OURS.put(golden.call(), request(proxy.frames()));
                }
            }
        }
    }

    @AfterAll
    static void forget() {
        OURS.clear();
    }

    @ParameterizedTest
    @MethodSource("recordedCalls")
    void everyRequestIsThatOfDubbo(GoldenCase golden) {
        WireFrame theirs = request(golden.frames());
        WireFrame ours = OURS.get(golden.call());
        assertThat(ours.flags()).as("flags").isEqualTo(theirs.flags());
        assertThat(ours.status()).as("status").isEqualTo(theirs.status());
        assertThat(ours.bodyLength()).isEqualTo(ours.bytes().length - WireFrame.HEADER);

        WireRequest expected = WireRequest.parse(theirs.bytes(), WireFrame.HEADER);
        WireRequest actual = WireRequest.parse(ours.bytes(), WireFrame.HEADER);
        if (golden.call().equals("unknown-method") && golden.release().equals("2.6.12")) {
            assertThat(actual.head().get(1)).isEqualTo("io.tern.rpc.interop.api.HiddenService");
            assertThat(expected.head().get(1)).isEqualTo("io.tern.rpc.interop.api.GreetService");
        } else {
            assertThat(hex(actual.fixedPart())).isEqualTo(hex(expected.fixedPart()));
        }
        assertThat(fixed(actual.attachments())).isEqualTo(fixed(expected.attachments()));
        assertThat(actual.attachments())
                .containsEntry("timeout", "10000")
                .containsEntry("remote.application", "interop-consumer")
                .doesNotContainKeys("async", "id");
    }

    private static WireFrame request(List<WireFrame> frames) {
        return frames.stream()
                .filter(frame -> frame.isRequest() && !frame.isEvent())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> fixed(Map<String, Object> attachments) {
        Map<String, Object> fixed = new HashMap<>(attachments);
        fixed.keySet().removeAll(VARYING);
        return fixed;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
