// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tern.rpc.spi.ConsoleCommand;
import java.util.List;

/** The figures of one instance as Prometheus collects them: the answer of the console command {@code metrics}. */
final class PrometheusText implements ConsoleCommand, AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MeterRegistry registry() {
        return registry;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public String help() {
        return "the figures of this instance, in the text format of Prometheus";
    }

    @Override
    public String run(List<String> words) {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
