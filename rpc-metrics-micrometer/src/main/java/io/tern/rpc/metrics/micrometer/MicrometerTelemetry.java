// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import io.tern.rpc.spi.ConsoleCommand;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metrics of one instance. */
final class MicrometerTelemetry implements Telemetry {
    private final MicrometerObserver observer;
    private final @Nullable JvmMeters jvm;
    private final @Nullable PrometheusText prometheus;

    MicrometerTelemetry(MicrometerObserver observer, @Nullable JvmMeters jvm, @Nullable PrometheusText prometheus) {
        this.observer = observer;
        this.jvm = jvm;
        this.prometheus = prometheus;
    }

    @Override
    public RpcObserver observer() {
        return observer;
    }

    @Override
    public List<ConsoleCommand> commands() {
        return prometheus == null ? List.of() : List.of(prometheus);
    }

    @Override
    public void close() {
        observer.close();
        if (jvm != null) {
            jvm.close();
        }
        if (prometheus != null) {
            prometheus.close();
        }
    }
}
