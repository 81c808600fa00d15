// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryContext;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A provider and a consumer that measure, each into a registry of its own. */
final class Pair implements AutoCloseable {
    final Shop.Server server = new Shop.Server();
    final MeterRegistry provided = new SimpleMeterRegistry();
    final MeterRegistry consumed = new SimpleMeterRegistry();
    final Kept providerFactory = new Kept(provided);
    final Kept consumerFactory = new Kept(consumed);
    final Tern provider;
    final Tern consumer;
    final ExportedService service;
    final Shop shop;

    /** The first call of a process loads classes, and a busy machine takes its time. */
    static final Consumer<ConfigElement> PATIENT = reference -> reference.set("timeout", 5_000);

    /** Remembers what was made. */
    static final class Kept implements TelemetryFactory {
        private final MicrometerMetrics factory;
        private @Nullable Telemetry made;

        Kept(MeterRegistry registry) {
            this.factory = new MicrometerMetrics(registry);
        }

        @Override
        public String name() {
            return factory.name();
        }

        @Override
        public @Nullable Telemetry create(TelemetryContext context) {
            made = factory.create(context);
            return made;
        }

        Telemetry made() {
            return Objects.requireNonNull(made, "made");
        }
    }

    Pair(Consumer<ConfigElement> metrics) {
        this(metrics, service -> {}, reference -> {});
    }

    Pair(Consumer<ConfigElement> metrics, Consumer<ConfigElement> ofService, Consumer<ConfigElement> ofReference) {
        provider = Tern.builder()
                .application("stock")
                .element(protocol())
                .element(element(metrics))
                .telemetry(providerFactory)
                .start();
        service = provider.export(Shop.class, server, ofService);
        consumer = Tern.builder()
                .application("shop")
                .element(element(metrics))
                .telemetry(consumerFactory)
                .start();
        shop = consumer.refer(Shop.class, reference -> {
                    reference.set("url", url()).set("timeout", 5_000).set("retries", 0);
                    ofReference.accept(reference);
                })
                .get();
    }

    static ConfigElement protocol() {
        return ConfigElement.of(ElementKind.PROTOCOL)
                .set("name", "dubbo")
                .set("host", "127.0.0.1")
                .set("port", 0);
    }

    static ConfigElement element(Consumer<ConfigElement> attributes) {
        ConfigElement metrics = ConfigElement.of(ElementKind.METRICS);
        attributes.accept(metrics);
        return metrics;
    }

    String url() {
        return "dubbo://127.0.0.1:" + service.addresses().get(0).getPort();
    }

    /** How many calls of the consumer ended so. */
    long calls(String method, String mode, String outcome) {
        return count(consumed, "tern.consumer.calls", method, mode, outcome);
    }

    /** How many requests of the provider ended so. */
    long requests(String method, String mode, String outcome) {
        return count(provided, "tern.provider.requests", method, mode, outcome);
    }

    private static long count(MeterRegistry registry, String name, String method, String mode, String outcome) {
        Timer timer = registry.find(name)
                .tags("service", Shop.class.getName(), "method", method, "mode", mode, "outcome", outcome)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    static double gauge(MeterRegistry registry, String name) {
        return registry.get(name).gauge().value();
    }

    static double event(MeterRegistry registry, String event) {
        return registry.get("tern.events").tag("event", event).counter().count();
    }

    static boolean has(MeterRegistry registry, String prefix) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .anyMatch(id -> id.getName().startsWith(prefix));
    }

    static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as(what).isLessThan(20_000_000_000L);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        server.open.countDown();
        consumer.close();
        provider.close();
    }
}
