// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A provider that answers calls in any order, twice, before they are made, under ids of nobody, with any status, with events
 * that carry data, and byte by byte: each call gets its own answer, none is lost, and what nobody waits for is counted.
 */
class EvilProviderTest {
    private static final int SCRIPTS = 60;
    private static final int CALLS = 8;
    private static final String FORGED = "forged";
    /** Of refusals: Dubbo's own, and some of nobody. */
    private static final int[] STATUSES = {0, 1, 21, 30, 31, 40, 50, 60, 70, 80, 90, 99, 100, 255};

    /** What a script did; its requests are those of one connection. */
    private static final class Script {
        private final Random random;
        private final List<RawPeer.Frame> requests = new ArrayList<>();
        /** The status that each call was refused with. */
        private final Map<String, Integer> refused = new ConcurrentHashMap<>();

        private final AtomicInteger surplus = new AtomicInteger();

        Script(int seed) {
            random = new Random(seed);
        }

        /** Collects requests, and deals with all of them when the last one is there. */
        void take(RawPeer.Frame request, RawPeer consumer) throws IOException {
            requests.add(request);
            if (requests.size() == CALLS) {
                Collections.shuffle(requests, random);
                for (RawPeer.Frame each : requests) {
                    disturb(each, consumer);
                    answer(each, consumer);
                }
                // After this no script writes anything, so that what it counted can be compared.
                disturb(requests.get(0), consumer);
            }
        }

        private void answer(RawPeer.Frame request, RawPeer consumer) throws IOException {
            String text =
                    (String) WireRequest.parse(request.body(), 0).arguments().get(0);
            if (random.nextInt(4) == 0) {
                int status = STATUSES[random.nextInt(STATUSES.length)];
                refused.put(text, status);
                consumer.write(
                        0x02, status, request.id(), RawPeer.concat(new byte[] {(byte) 0x91}, RawPeer.text(FORGED)));
                return;
            }
            byte[] frame =
                    RawPeer.frame(0x02, 20, request.id(), RawPeer.concat(new byte[] {(byte) 0x91}, RawPeer.text(text)));
            if (random.nextInt(3) == 0) {
                for (byte one : frame) {
                    consumer.write(new byte[] {one});
                }
            } else {
                consumer.write(frame);
            }
            if (random.nextInt(3) == 0) {
                surplus.incrementAndGet();
                consumer.replyText(request.id(), FORGED);
            }
        }

        private void disturb(RawPeer.Frame request, RawPeer consumer) throws IOException {
            long later = requests.stream().mapToLong(RawPeer.Frame::id).max().orElseThrow() + 1;
            switch (random.nextInt(7)) {
                case 0 -> forge(consumer, 20, later + random.nextInt(20));
                case 1 -> forge(consumer, 20, random.nextLong() | 1L << 62);
                case 2 -> forge(consumer, 70, Long.MIN_VALUE + random.nextInt(100));
                // Events with the id of a call and with data in them: an answer to a heartbeat, and one-way.
                case 3 -> consumer.write(0x22, 20, request.id(), RawPeer.text(FORGED));
                case 4 -> consumer.write(0xa2, 0, request.id(), RawPeer.text(FORGED));
                case 5 -> consumer.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                default -> consumer.write(0xe2, 0, request.id(), new byte[] {'N'});
            }
        }

        private void forge(RawPeer consumer, int status, long id) throws IOException {
            surplus.incrementAndGet();
            consumer.write(0x02, status, id, RawPeer.concat(new byte[] {(byte) 0x91}, RawPeer.text(FORGED)));
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, SCRIPTS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachCallGetsItsOwnAnswerAndWhatNobodyWaitsForIsCounted(int seed) throws Exception {
        Script script = new Script(seed);
        try (FakeProvider provider = FakeProvider.start();
                Tern consumer = LocalTern.consumer()) {
            CallService calls = LocalTern.stub(
                    consumer,
                    CallService.class,
                    LocalTern.url(provider.port()),
                    reference -> reference.method("echo", echo -> echo.set("async", true)));
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                provider.answerNext(script::take);
                assertThat(calls.echo("call " + seed + "." + i)).isNull();
                answers.add(RpcContext.getContext().getCompletableFuture());
            }
            for (int i = 0; i < CALLS; i++) {
                assertEnded("call " + seed + "." + i, answers.get(i), script);
            }
            LocalTern.await(
                    "all that nobody waits for is counted",
                    Duration.ofSeconds(5),
                    () -> consumer.stats().count(Event.LATE_REPLY) == script.surplus.get());
            provider.answerNext((request, peer) -> peer.replyText(request.id(), "still here"));
            calls.echo("x");
            CompletableFuture<String> last = RpcContext.getContext().getCompletableFuture();
            assertThat(last.get(5, TimeUnit.SECONDS)).isEqualTo("still here");
            assertThat(consumer.stats().count(Event.LATE_REPLY)).isEqualTo(script.surplus.get());
            assertThat(consumer.stats().callsInFlight()).isZero();
            assertThat(provider.connections()).isEqualTo(1);
        }
    }

    private static void assertEnded(String call, CompletableFuture<String> answer, Script script) throws Exception {
        // Long before the timeout of 5 s, whatever becomes of it.
        Throwable error = catchThrowable(() -> answer.get(2, TimeUnit.SECONDS));
        Integer status = script.refused.get(call);
        if (status == null) {
            assertThat(error).isNull();
            assertThat(answer.get()).isEqualTo(call);
        } else {
            assertThat(error).isInstanceOf(ExecutionException.class);
            assertThat(error.getCause()).isInstanceOf(RpcException.class).hasMessageContaining("status " + status);
        }
    }
}
