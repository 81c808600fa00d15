// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ApplicationSettings;
import io.tern.rpc.core.internal.consumer.RegistryParts;
import io.tern.rpc.core.internal.directory.DirectoryContext;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.registry.Lookups;
import io.tern.rpc.core.internal.registry.Registries;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.RegistryContext;
import java.net.InetAddress;
import java.time.Instant;

/** The registries of one instance and what references make of them. Opens nothing by itself. Thread-safe. */
final class RegistrySide implements AutoCloseable {
    private final Registries registries;
    private final Lookups lookups;
    private final RegistryParts parts;

    RegistrySide(
            ApplicationSettings application,
            Extensions extensions,
            Ticker ticker,
            EngineThreads threads,
            RpcObserver observer) {
        registries = new Registries(
                extensions.registries()::get,
                new RegistryContext(application.name(), ticker, threads.timer(), observer));
        lookups = new Lookups(
                registries,
                new Lookups.Context(
                        application.name(),
                        application.parameters(),
                        registry -> InetAddress.getLoopbackAddress().getHostAddress(),
                        () -> Instant.now().toEpochMilli(),
                        ticker,
                        threads.timer(),
                        threads.callbacks()));
        parts = new RegistryParts(
                lookups,
                new DirectoryContext(ticker, threads.timer(), observer),
                (reference, registry) -> Governance.NONE,
                SettingsMerge.NONE,
                threads.callbacks(),
                application.shutdownWaitMillis());
    }

    /** What references need. */
    RegistryParts parts() {
        return parts;
    }

    /** Takes back what is still published and ends the connections. After consumers and providers. Idempotent. */
    @Override
    public void close() {
        try {
            lookups.close();
        } finally {
            registries.close();
        }
    }
}
