// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.interop.TernConsumer;
import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.harness.WireFrame;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.wire.FakeProvider;
import io.tern.rpc.interop.wire.WireReply;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heartbeats, the read-only event and the refusal of a full pool, against the recordings of them. */
class GoldenEventsTest {
    @ParameterizedTest
    @ValueSource(strings = {"2.6.12", "2.7.23", "3.3.6"})
    void aHeartbeatOfDubboGetsTheBytesThatDubboGave(String release) throws IOException {
        List<WireFrame> recorded =
                GoldenCase.of(release, "heartbeat-from-consumer").frames();
        try (TernProvider provider = TernProvider.start();
                RawPeer client = connect(provider)) {
            client.write(recorded.get(0).bytes());
            assertThat(bytes(client.read())).isEqualTo(recorded.get(1).bytes());
        }
    }

    @Test
    void aHeartbeatOfADubboProviderGetsTheBytesThatDubboGave() throws Exception {
        List<WireFrame> recorded =
                GoldenCase.of("2.6.12", "heartbeat-from-provider").frames();
        try (FakeProvider provider = FakeProvider.start();
                TernConsumer consumer = TernConsumer.of(provider.port(), PeerLine.TERN)) {
            provider.answerNext((request, peer) -> {
                peer.write(recorded.get(0).bytes());
                peer.replyText(request.id(), "ping");
            });
            consumer.bean("calls", CallService.class).echo("ping");
            assertThat(provider.poll()).isNotNull();
            assertThat(bytes(provider.poll())).isEqualTo(recorded.get(1).bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.6.12", "2.7.23", "3.3.6"})
    void anIdleConsumerWritesTheHeartbeatOfDubbo(String release) throws Exception {
        WireFrame recorded =
                GoldenCase.of(release, "heartbeat-from-consumer").frames().get(0);
        try (FakeProvider provider = FakeProvider.start();
                TernConsumer consumer =
                        TernConsumer.of(provider.port(), PeerLine.TERN, Map.of("interop.consumer.heartbeat", 200))) {
            RawPeer.Frame heartbeat = provider.poll();
            assertThat(heartbeat).isNotNull();
            assertThat(heartbeat.flags()).isEqualTo(recorded.flags());
            assertThat(heartbeat.status()).isZero();
            assertThat(heartbeat.body()).isEqualTo(body(recorded));
            provider.answerNext((request, peer) -> peer.replyText(request.id(), "ping"));
            assertThat(consumer.bean("calls", CallService.class).echo("ping")).isEqualTo("ping");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.6.12", "2.7.23", "3.3.6"})
    void aStoppingProviderWritesTheEventOfDubbo(String release) throws Exception {
        WireFrame recorded = readOnly(release);
        RawPeer client;
        try (TernProvider provider = TernProvider.start()) {
            client = connect(provider);
            client.write(RawPeer.frame(0xe2, 0, 1, new byte[] {'N'}));
            client.read();
            Thread stop = new Thread(provider::close, "interop-stop");
            stop.start();
            RawPeer.Frame event = client.read();
            client.close();
            stop.join(20_000);
            assertThat(event.flags()).isEqualTo(recorded.flags());
            assertThat(event.status()).isZero();
            assertThat(event.body()).isEqualTo(body(recorded));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.6.12", "2.7.23", "3.3.6"})
    void aConsumerLeavesAReadOnlyConnectionAndLosesNoCall(String release) throws Exception {
        WireFrame recorded = readOnly(release);
        try (FakeProvider provider = FakeProvider.start();
                TernConsumer consumer = TernConsumer.of(provider.port(), PeerLine.TERN)) {
            int before = provider.connections();
            provider.answerNext((request, peer) -> {
                peer.write(recorded.bytes());
                peer.replyText(request.id(), "in flight");
            });
            CallService calls = consumer.bean("calls", CallService.class);
            assertThat(calls.echo("x")).isEqualTo("in flight");
            // A call may meet the moment between two connections; it then was not sent and waits for no answer.
            provider.answerNext((request, peer) -> peer.replyText(request.id(), "after"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .ignoreException(RpcConnectionException.class)
                    .untilAsserted(() -> assertThat(calls.echo("x")).isEqualTo("after"));
            assertThat(provider.connections()).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.6.12", "2.7.23", "3.3.6"})
    void aFullPoolAnswersAtOnceWithTheStatusOfDubbo(String release) throws IOException {
        GoldenCase recorded = GoldenCase.of(release, "pool-exhausted");
        try (TernProvider provider = TernProvider.start(Map.of("interop.threads", 1));
                RawPeer client = connect(provider)) {
            WireFrame slow = recorded.requests().get(0);
            WireFrame refused = recorded.requests().get(1);
            client.write(RawPeer.concat(slow.bytes(), refused.bytes()));
            RawPeer.Frame first = client.read();
            assertThat(first.id()).isEqualTo(refused.id());
            assertThat(first.status()).isEqualTo(recorded.replyTo(refused).status());
            assertThat(WireReply.text(first.body(), 0)).isNotBlank();
            RawPeer.Frame second = client.read();
            assertThat(second.id()).isEqualTo(slow.id());
            assertThat(WireReply.parse(second.body(), 0).value()).isEqualTo("first");
        }
    }

    private static RawPeer connect(TernProvider provider) throws IOException {
        return RawPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), provider.port()));
    }

    private static WireFrame readOnly(String release) throws IOException {
        return GoldenCase.of(release, "graceful-stop").frames().stream()
                .filter(WireFrame::isEvent)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] body(WireFrame frame) {
        return java.util.Arrays.copyOfRange(frame.bytes(), WireFrame.HEADER, frame.bytes().length);
    }

    private static byte[] bytes(RawPeer.Frame frame) {
        assertThat(frame).isNotNull();
        return RawPeer.frame(frame.flags(), frame.status(), frame.id(), frame.body());
    }
}
