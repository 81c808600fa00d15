// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.PeerLauncher;
import io.tern.rpc.interop.traffic.History;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rolling restart with Apache Dubbo on one side, without retries. How many calls fail then is not Tern's alone, so it is
 * written down and nothing more; that none is lost or answered wrongly holds with any peer.
 */
@EnabledIfSystemProperty(named = Scale.LONG, matches = "true")
class DubboRollingRestartTest {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(30);
    /** A provider that has just started gets few calls at first, whosever it is, as in {@link RollingRestartTest}. */
    private static final Map<String, String> WARMUP = Map.of("interop.warmup", "10000");
    /** Dubbo takes an address that begins with 127. for "not configured", so that one is published as one number. */
    private static final Map<String, String> FOR_DUBBO =
            Map.of("DUBBO_IP_TO_REGISTRY", "2130706433", "interop.warmup", "10000");

    /**
     * After the first ten changes a Dubbo 3 consumer hears of the next ones up to 5 s after the one before. Whoever restarts
     * providers faster than that takes the last one away before the consumer knows that the first one is back.
     */
    private static final int SETTLE_MILLIS = 7_000;

    @TempDir
    private Path directory;

    private Zookeeper zookeeper;
    private List<Provider> providers = List.of();

    @BeforeEach
    void start() {
        zookeeper = new Zookeeper(directory);
    }

    @AfterEach
    void stop() {
        providers.forEach(Provider::close);
        zookeeper.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = DubboVersion.class,
            names = {"V2_7", "V3_3"})
    void ternProvidersUnderADubboConsumer(DubboVersion version) {
        providers = names().map(name -> Provider.tern(name, zookeeper.address(), directory, FOR_DUBBO))
                .toList();
        providers.forEach(Provider::start);
        PeerLauncher launcher = PeerLauncher.trafficConsumer(version, zookeeper.address())
                .property("interop.timeout", String.valueOf(Consumer.PATIENT.toMillis()));
        try (DubboPeer consumer = launcher.start()) {
            consumer.tell("start " + rate() + " 0");
            roll(() -> Pair.sleep(SETTLE_MILLIS));
            String verdict = consumer.ask("end " + Consumer.PATIENT.toMillis() + " " + directory, ANSWER);
            Verdict.write("D3-consumer-dubbo-" + version.release() + "-of-tern", verdict.substring("TALLY ".length()));
            assertThat(verdict).contains("lost 0, wrong 0, doubled 0, late 0");
            consumer.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DubboVersion.class,
            names = {"V2_7", "V3_3"})
    void dubboProvidersUnderATernConsumer(DubboVersion version) {
        providers = names().map(name -> Provider.dubbo(version, name, zookeeper.address(), directory, WARMUP))
                .toList();
        providers.forEach(Provider::start);
        try (Consumer consumer = Consumer.registered("once", 0, zookeeper.address())) {
            History history = consumer.begin(rate(), 0);
            roll(() -> {
                long now = System.nanoTime();
                LocalTern.await(
                        "all are used", SOON, () -> history.servedSince(now).size() == providers.size());
            });
            consumer.end(directory).report("D3-providers-dubbo-" + version.release() + "-under-tern");
        }
    }

    private static Stream<String> names() {
        return Stream.of("one", "two", "three");
    }

    private static int rate() {
        return Scale.of("rate", 100, 250);
    }

    private void roll(Runnable settle) {
        settle.run();
        for (int round = 0; round < Scale.of("dubbo-rounds", 1, 5); round++) {
            for (Provider provider : providers) {
                provider.stop();
                provider.start();
                settle.run();
            }
        }
    }
}
