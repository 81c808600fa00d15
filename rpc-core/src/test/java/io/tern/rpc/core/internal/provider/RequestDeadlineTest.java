// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.AsyncContext;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.RpcContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service is told about how long its consumer waits. */
class RequestDeadlineTest {
    private final Bench bench = new Bench();

    /** The service. */
    public interface Looker {
        String look();
    }

    @AfterEach
    void close() {
        bench.close();
        RpcContext.removeContext();
    }

    private void serve(Looker looker) {
        bench.export(Bench.service(Looker.class, looker).settings());
    }

    private FakeCall request(Map<String, Object> attachments) {
        return bench.call(Bench.head(Looker.class, "look"), attachments);
    }

    /** What the engine and the application see of the deadline. */
    private static String seen() {
        RpcContext context = RpcContext.getContext();
        InternalRpcContext.@Nullable Request request = InternalRpcContext.served(context);
        return context.timeLeft() + " " + (request != null && request.countsDown());
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(Map.of("_TO", 300), "PT0.3S true"),
                Arguments.of(Map.of("_TO", 300, "timeout", "5000"), "PT0.3S true"),
                Arguments.of(Map.of("_TO", "300"), "PT0.3S true"),
                Arguments.of(Map.of("timeout", "700"), "PT0.7S false"),
                Arguments.of(Map.of("timeout", 700), "PT0.7S false"),
                // Nonsense and silence: the settings of the service are no word of the consumer.
                Arguments.of(Map.of("_TO", -5), "null false"),
                Arguments.of(Map.of("_TO", 0, "timeout", "700"), "PT0.7S false"),
                Arguments.of(Map.of("timeout", "soon"), "null false"),
                Arguments.of(Map.of(), "null false"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void theDeadlineIsWhatTheConsumerSaid(Map<String, Object> attachments, String expected) {
        serve(RequestDeadlineTest::seen);

        assertThat(bench.send(request(attachments)).reply().value()).isEqualTo(expected);
    }

    @Test
    void theTimeInTheQueueCounts() {
        serve(RequestDeadlineTest::seen);
        FakeCall call = request(Map.of("_TO", 300));
        bench.advanceMillis(100);

        assertThat(bench.send(call).reply().value()).isEqualTo("PT0.2S true");
    }

    @Test
    void nobodyWaitsForAOneWayRequest() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        serve(() -> {
            seen.complete(seen());
            return "x";
        });
        FakeCall call = request(Map.of("_TO", 300, "timeout", "300"));
        call.twoWay = false;
        bench.send(call);

        assertThat(seen.get(10, TimeUnit.SECONDS)).startsWith("null");
    }

    @Test
    void aThreadThatSwitchesToTheRequestHasItsDeadlineUntilItSwitchesBack() {
        CompletableFuture<AsyncContext> promised = new CompletableFuture<>();
        serve(() -> {
            promised.complete(RpcContext.startAsync());
            return "ignored";
        });
        FakeCall call = bench.send(request(Map.of("_TO", 300)));
        AsyncContext later = promised.join();
        assertThat(seen()).isEqualTo("null false");
        later.signalContextSwitch();
        bench.advanceMillis(50);
        assertThat(seen()).isEqualTo("PT0.25S true");
        assertThat(RpcContext.getContext().timeLeft()).isEqualTo(Duration.ofMillis(250));
        later.resetContext();
        assertThat(seen()).isEqualTo("null false");
        later.write("x");

        assertThat(call.reply().value()).isEqualTo("x");
    }
}
