// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.spi.ConsoleCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each attribute of the element and its children does, by whole instances. */
@Timeout(60)
class MetricsElementTest {
    private static ConfigElement child(ElementKind kind) {
        return ConfigElement.of(kind);
    }

    @Test
    void gaugesFollowWhatIsUnderWayAndGoBackToNought() throws Exception {
        Pair pair = new Pair(metrics -> {});
        try (pair) {
            Thread call = new Thread(() -> pair.shop.held("a"));
            call.start();
            assertThat(pair.server.entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Pair.gauge(pair.consumed, "tern.consumer.calls.active")).isEqualTo(1);
            assertThat(Pair.gauge(pair.provided, "tern.provider.requests.active"))
                    .isEqualTo(1);
            assertThat(Pair.gauge(pair.provided, "tern.pool.threads.running")).isEqualTo(1);
            assertThat(Pair.gauge(pair.provided, "tern.pool.threads")).isPositive();
            assertThat(Pair.gauge(pair.provided, "tern.pool.threads.max")).isEqualTo(200);
            assertThat(Pair.gauge(pair.provided, "tern.pool.queued")).isZero();
            assertThat(Pair.gauge(pair.consumed, "tern.connections")).isEqualTo(1);
            assertThat(Pair.gauge(pair.provided, "tern.connections")).isEqualTo(1);
            assertThat(pair.consumed.get("tern.connections.opened").counter().count())
                    .isEqualTo(1);
            assertThat(Pair.gauge(pair.consumed, "tern.buffer.memory.used")).isPositive();
            assertThat(Pair.gauge(pair.consumed, "tern.info")).isEqualTo(1);
            pair.server.open.countDown();
            call.join(10_000);
            assertThat(Pair.gauge(pair.consumed, "tern.consumer.calls.active")).isZero();
            Pair.await(
                    "request ended",
                    () -> Pair.gauge(pair.provided, "tern.provider.requests.active") == 0
                            && Pair.gauge(pair.provided, "tern.pool.threads.running") == 0);
            pair.consumer.close();
            Pair.await("closed", () -> Pair.gauge(pair.provided, "tern.connections") == 0);
        }
        assertThat(pair.consumed.getMeters()).isEmpty();
        assertThat(pair.provided.getMeters()).isEmpty();
    }

    @Test
    void poolsComeAndGo() {
        try (Pair pair = new Pair(metrics -> {})) {
            String pool = "port " + pair.service.addresses().get(0).getPort();
            assertThat(pair.provided
                            .get("tern.pool.threads.max")
                            .gauge()
                            .getId()
                            .getTag("pool"))
                    .isEqualTo(pool);
            assertThat(Pair.has(pair.consumed, "tern.pool")).isFalse();
        }
    }

    @Test
    void referencesTellHowManyProvidersTheyHave() {
        try (Pair pair = new Pair(metrics -> {})) {
            Reference<Shop> two = pair.consumer.refer(
                    Shop.class,
                    reference -> reference
                            .set("id", "two")
                            .set("group", "other")
                            .set("url", pair.url() + ";dubbo://127.0.0.1:1"));
            RequiredSearch providers =
                    pair.consumed.get("tern.reference.providers").tag("reference", "two");
            assertThat(providers.gauge().value()).isEqualTo(2);
            assertThat(providers.gauge().getId().getTag("service")).isEqualTo("other/" + Shop.class.getName());
            Pair.await(
                    "one is connected",
                    () -> pair.consumed
                                    .get("tern.reference.providers.available")
                                    .tag("reference", "two")
                                    .gauge()
                                    .value()
                            == 1);
            assertThat(pair.consumed.find("tern.reference.providers").gauges()).hasSize(2);
            two.close();
            assertThat(pair.consumed.find("tern.reference.providers").gauges()).hasSize(1);
        }
    }

    @Test
    void eachGroupCanBeSwitchedOff() {
        try (Pair pair = new Pair(
                metrics -> off(metrics, "enable-rpc", "enable-threadpool", "enable-registry", "enable-netty"))) {
            pair.shop.find("a");
            assertThat(names(pair.provided)).containsExactly("tern.info");
            assertThat(names(pair.consumed)).containsExactly("tern.info");
        }
        try (Pair pair = new Pair(metrics -> off(metrics, "enable-rpc", "enable-threadpool", "enable-registry"))) {
            assertThat(names(pair.provided))
                    .containsExactly(
                            "tern.buffer.memory.used",
                            "tern.connections",
                            "tern.connections.opened",
                            "tern.events bad_frame",
                            "tern.events connection_refused",
                            "tern.info");
        }
        try (Pair pair = new Pair(metrics -> off(metrics, "enable-rpc", "enable-netty", "enable-registry"))) {
            assertThat(names(pair.provided))
                    .containsExactly(
                            "tern.info",
                            "tern.pool.queued",
                            "tern.pool.threads",
                            "tern.pool.threads.max",
                            "tern.pool.threads.running");
        }
        try (Pair pair = new Pair(metrics -> off(metrics, "enable-rpc", "enable-netty", "enable-threadpool"))) {
            assertThat(names(pair.provided))
                    .containsExactly(
                            "tern.events empty_provider_list",
                            "tern.events registry_entry_skipped",
                            "tern.events rule_refused",
                            "tern.info");
        }
    }

    private static ConfigElement off(ConfigElement metrics, String... groups) {
        for (String group : groups) {
            metrics.set(group, false);
        }
        return metrics;
    }

    private static List<String> names(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getTag("event") == null ? id.getName() : id.getName() + " " + id.getTag("event"))
                .sorted()
                .toList();
    }

    @Test
    void theJavaMachineIsMeasuredOnRequestOnly() {
        try (Pair pair = new Pair(metrics -> {})) {
            assertThat(Pair.has(pair.consumed, "jvm.")).isFalse();
        }
        Pair pair = new Pair(metrics -> metrics.set("enable-jvm", true));
        try (pair) {
            assertThat(Pair.has(pair.consumed, "jvm.memory.used")).isTrue();
            assertThat(Pair.has(pair.consumed, "jvm.threads.live")).isTrue();
        }
        assertThat(pair.consumed.getMeters()).isEmpty();
    }

    @Test
    void aggregationKeepsPercentilesOverAWindowOfThisLengthAndSoManyParts() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Map<String, DistributionStatisticConfig> configured = new ConcurrentHashMap<>();
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                configured.put(id.getName(), config);
                return config;
            }
        });
        try (Tern tern = alone(
                registry,
                metrics -> metrics.add(child(ElementKind.AGGREGATION)
                        .set("enabled", true)
                        .set("bucket-num", 3)
                        .set("time-window-seconds", 30)))) {
            tern.refer(Shop.class, Pair.PATIENT).get().find("a");
            DistributionStatisticConfig window = configured.get("tern.consumer.calls.recent");
            assertThat(window.getExpiry()).isEqualTo(Duration.ofSeconds(30));
            assertThat(window.getBufferLength()).isEqualTo(3);
            Timer recent = registry.get("tern.consumer.calls.recent")
                    .tag("method", "find")
                    .timer();
            assertThat(recent.takeSnapshot().percentileValues())
                    .hasSize(4)
                    .allSatisfy(percentile -> assertThat(percentile.value()).isPositive());
        }
    }

    private static Tern alone(MeterRegistry registry, Consumer<ConfigElement> metrics) {
        Tern tern = Tern.builder()
                .application("shop")
                .element(Pair.protocol())
                .element(Pair.element(metrics))
                .telemetry(new MicrometerMetrics(registry))
                .start();
        tern.export(Shop.class, new Shop.Server(), service -> {});
        return tern;
    }

    @Test
    void withoutTheChildrenThereAreNoPercentilesAndNoBuckets() {
        try (Pair pair =
                new Pair(metrics -> metrics.add(child(ElementKind.AGGREGATION).set("enabled", false))
                        .add(child(ElementKind.HISTOGRAM).set("enabled", false)))) {
            pair.shop.find("a");
            assertThat(Pair.has(pair.consumed, "tern.consumer.calls.recent")).isFalse();
            assertThat(pair.consumed
                            .get("tern.consumer.calls")
                            .timer()
                            .takeSnapshot()
                            .histogramCounts())
                    .isEmpty();
        }
    }

    @Test
    void aHistogramHasBuckets() {
        try (Pair pair =
                new Pair(metrics -> metrics.add(child(ElementKind.HISTOGRAM).set("enabled", true)))) {
            pair.shop.find("a");
            CountAtBucket[] buckets = pair.consumed
                    .get("tern.consumer.calls")
                    .timer()
                    .takeSnapshot()
                    .histogramCounts();
            assertThat(buckets).hasSize(11);
            assertThat(buckets[10].bucket(TimeUnit.SECONDS)).isEqualTo(10);
            assertThat(buckets[10].count()).isEqualTo(1);
        }
    }

    @Test
    void prometheusGetsTheFiguresOfTheInstanceFromACommand() {
        try (Pair pair = new Pair(metrics -> metrics.set("protocol", "prometheus")
                .add(child(ElementKind.AGGREGATION))
                .add(child(ElementKind.HISTOGRAM)))) {
            pair.shop.find("a");
            pair.shop.find("a");
            String text = metricsCommand(pair.consumerFactory).run(List.of());
            assertThat(text)
                    .contains("# TYPE tern_consumer_calls_seconds histogram")
                    .containsPattern("tern_consumer_calls_seconds_count\\{application=\"shop\",method=\"find\","
                            + "mode=\"sync\",outcome=\"success\",service=\"[A-Za-z.]*Shop\"} 2")
                    .containsPattern("tern_consumer_calls_seconds_bucket\\{.*le=\"10.0\"} 2")
                    .containsPattern("tern_consumer_calls_recent_seconds\\{.*quantile=\"0.99\"}")
                    .contains("tern_consumer_calls_active_calls{application=\"shop\"} 0")
                    .contains("tern_buffer_memory_used_bytes{application=\"shop\"}")
                    .contains("tern_events_total{application=\"shop\",event=\"late_reply\"} 0.0")
                    .doesNotContain("stock");
            assertThat(pair.calls("find", "sync", "success"))
                    .as("the other registry has them too")
                    .isEqualTo(2);
            assertThat(metricsCommand(pair.providerFactory).run(List.of())).contains("tern_pool_threads_max_threads");
            assertThat(metricsCommand(pair.providerFactory).isReadOnly()).isTrue();
        }
    }

    private static ConsoleCommand metricsCommand(Pair.Kept factory) {
        List<ConsoleCommand> commands = factory.made().commands();
        assertThat(commands).extracting(ConsoleCommand::name).containsExactly("metrics");
        return commands.get(0);
    }

    @Test
    void theExporterCanBeSwitchedOnAndOffByItself() {
        try (Pair pair = new Pair(
                metrics -> metrics.add(child(ElementKind.PROMETHEUS_EXPORTER).set("enabled", true)))) {
            assertThat(metricsCommand(pair.consumerFactory).run(List.of())).contains("tern_info");
        }
        try (Pair pair = new Pair(metrics -> metrics.set("protocol", "prometheus")
                .add(child(ElementKind.PROMETHEUS_EXPORTER).set("enabled", false)))) {
            assertThat(pair.consumerFactory.made().commands()).isEmpty();
        }
        try (Pair pair = new Pair(metrics -> metrics.set("protocol", "default"))) {
            assertThat(pair.consumerFactory.made().commands()).isEmpty();
        }
    }

    @Test
    void theModuleIsFoundAndUsesTheGlobalRegistry() {
        SimpleMeterRegistry joined = new SimpleMeterRegistry();
        Metrics.addRegistry(joined);
        try {
            try (Tern tern = Tern.builder()
                    .application("shop")
                    .element(Pair.protocol())
                    .element(Pair.element(metrics -> {}))
                    .start()) {
                tern.export(Shop.class, new Shop.Server(), service -> {});
                tern.refer(Shop.class, Pair.PATIENT).get().find("a");
                assertThat(joined.get("tern.consumer.calls").timer().count()).isEqualTo(1);
            }
            assertThat(joined.getMeters()).isEmpty();
            assertThat(Metrics.globalRegistry.getMeters()).isEmpty();
        } finally {
            Metrics.removeRegistry(joined);
        }
    }

    @Test
    void withoutTheElementNothingIsMeasured() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Tern tern = Tern.builder()
                .application("shop")
                .telemetry(new MicrometerMetrics(registry))
                .start()) {
            assertThat(tern.stats().openConnections()).isZero();
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void twoInstancesOfOneNameDoNotShareMeters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Tern first = alone(registry, metrics -> {});
        try (Tern second = alone(registry, metrics -> {})) {
            first.refer(Shop.class, Pair.PATIENT).get().find("a");
            second.refer(Shop.class, Pair.PATIENT).get().find("a");
            second.refer(Shop.class, reference -> reference.set("id", "again").set("timeout", 5_000))
                    .get()
                    .find("a");
            assertThat(ofApplication(registry, "shop")).isEqualTo(1);
            assertThat(ofApplication(registry, "shop#2")).isEqualTo(2);
            first.close();
            assertThat(registry.find("tern.info").gauges()).hasSize(1);
            assertThat(ofApplication(registry, "shop#2")).isEqualTo(2);
        } finally {
            first.close();
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    private static long ofApplication(MeterRegistry registry, String name) {
        return registry.get("tern.consumer.calls")
                .tag("application", name)
                .timer()
                .count();
    }
}
