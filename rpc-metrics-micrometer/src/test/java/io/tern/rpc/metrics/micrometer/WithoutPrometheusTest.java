// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.MetricsSettings.Group;
import io.tern.rpc.spi.telemetry.InstanceFigures;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryContext;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The registry of Prometheus is an optional library. */
class WithoutPrometheusTest {
    /** Loads this module anew, with Micrometer but without its registry of Prometheus. */
    private static final class Without extends ClassLoader {
        private static final String MODULE = MicrometerMetrics.class.getPackageName() + ".";

        Without() {
            super(WithoutPrometheusTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.micrometer.prometheus")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(MODULE)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static final class NoFigures implements InstanceFigures {
        @Override
        public int callsInFlight() {
            return 0;
        }

        @Override
        public int requestsRunning() {
            return 0;
        }

        @Override
        public long openConnections() {
            return 0;
        }

        @Override
        public long bufferBytes() {
            return 0;
        }

        @Override
        public List<Pool> pools() {
            return List.of();
        }

        @Override
        public List<ReferenceFigures> references() {
            return List.of();
        }

        @Override
        public void whenPartsChange(Runnable action) {
            action.run();
        }
    }

    @Test
    void figuresAreKeptAllTheSameAndThereIsNoCommand() throws ReflectiveOperationException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        TelemetryFactory factory = (TelemetryFactory) new Without()
                .loadClass(MicrometerMetrics.class.getName())
                .getConstructor(MeterRegistry.class)
                .newInstance(registry);
        MetricsSettings settings = new MetricsSettings(true, EnumSet.allOf(Group.class), true, 60, 2, true);
        Telemetry made = factory.create(new TelemetryContext("shop", settings, null, new NoFigures()));
        assertThat(made.commands()).isEmpty();
        assertThat(registry.get("tern.connections").gauge().value()).isZero();
        made.close();
        assertThat(registry.getMeters()).isEmpty();
    }
}
