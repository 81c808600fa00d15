// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tps} and {@code tps.interval}. */
class CallRateTest {
    private final Bench bench = new Bench();

    interface Shop {
        String buy(String what);

        String sell(String what);
    }

    private record Counting(AtomicInteger served) implements Shop {
        @Override
        public String buy(String what) {
            served.incrementAndGet();
            return what;
        }

        @Override
        public String sell(String what) {
            return what;
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private FakeCall.Reply reply(String method) {
        return bench.send(bench.call(Shop.class, method, "x")).reply();
    }

    @Test
    void oneCallTooManyIsRefusedUnservedAndCounted() {
        AtomicInteger served = new AtomicInteger();
        bench.export(Bench.service(Shop.class, new Counting(served))
                .parameters(Map.of("tps", "2", "tps.interval", "1000"))
                .settings());
        assertThat(reply("buy").value()).isEqualTo("x");
        assertThat(reply("buy").value()).isEqualTo("x");
        FakeCall.Reply refused = reply("buy");

        assertThat(refused.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(refused.text())
                .contains("Shop#buy(String): 2 calls came within 1000 ms")
                .contains("raise tps")
                .contains("tps.interval");
        assertThat(served).hasValue(2);
        assertThat(bench.events).containsExactly(RpcObserver.Event.REQUEST_REFUSED);
        assertThat(reply("sell").value()).as("counts for itself").isEqualTo("x");

        bench.advanceMillis(999);
        assertThat(reply("buy").status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        bench.advanceMillis(1);
        assertThat(reply("buy").value()).isEqualTo("x");
    }

    @Test
    void whatTheRateRefusesKeepsNoPlaceAmongTheExecutions() {
        bench.export(Bench.service(Shop.class, new Counting(new AtomicInteger()))
                .executes(1)
                .parameters(Map.of("tps", "1", "tps.interval", "10"))
                .settings());
        assertThat(reply("buy").value()).isEqualTo("x");
        for (int i = 0; i < 5; i++) {
            assertThat(reply("buy").text()).contains("tps");
        }
        bench.advanceMillis(10);
        assertThat(reply("buy").value()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({"0, ' '", "-1, 5", "' ', 5"})
    void withoutANumberAboveZeroThereIsNoLimit(String tps, String interval) {
        assertThat(CallRate.of(Map.of("tps", tps, "tps.interval", interval))).isNull();
    }

    @Test
    void anIntervalIsAMinuteUnlessItIsWritten() {
        CallRate rate = CallRate.of(Map.of("tps", "1"));
        assertThat(rate.intervalMillis()).isEqualTo(60_000);
        assertThat(rate.allows(5)).isTrue();
        assertThat(rate.allows(5 + TimeUnit.SECONDS.toNanos(60) - 1)).isFalse();
        assertThat(rate.allows(5 + TimeUnit.SECONDS.toNanos(60))).isTrue();
    }

    @Test
    void manyThreadsGetExactlyWhatIsAllowed() throws Exception {
        CallRate rate = new CallRate(1_000, 1_000);
        AtomicInteger allowed = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 1_000; i++) {
                    if (rate.allows(7)) {
                        allowed.incrementAndGet();
                    }
                }
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get(10, TimeUnit.SECONDS);
        }
        assertThat(allowed).hasValue(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "tps, many, CFG-02",
        "tps.interval, soon, CFG-02",
        "tps.interval, 0, CFG-03",
        "tern.accesslog.arguments, perhaps, CFG-04",
        "tern.exceptions, some, CFG-05"
    })
    void wrongParametersAreMistakes(String key, String text, String code) {
        List<ConfigProblem> problems =
                ServiceCheck.problems(Bench.service(Shop.class, new Counting(new AtomicInteger()))
                        .parameters(Map.of(key, text))
                        .settings());
        assertThat(problems)
                .singleElement()
                .extracting(ConfigProblem::message)
                .asString()
                .startsWith(code + " dubbo:service id \"service\": attribute " + key + " = \"" + text + "\"");
    }
}
