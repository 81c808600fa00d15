// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registries of one Tern instance, each opened when it is first asked for, and closed together. Thread-safe.
 *
 * <p>Consumers and providers of the instance share a registry, and so do elements that say the same of the connection.
 */
public final class Registries implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Registries.class);

    private final Function<String, RegistryFactory> factories;
    private final RegistryContext context;
    private final Map<Key, Registry> open = new LinkedHashMap<>(); // guarded by this
    private boolean closed; // guarded by this

    /** What makes a connection another one. Ids do not: two elements may say the same, or two kinds of element one id. */
    private record Key(
            String kind,
            List<String> addresses,
            @Nullable String username,
            @Nullable String password,
            @Nullable String group,
            int timeoutMillis,
            int sessionMillis,
            boolean dynamic,
            Map<String, String> parameters) {
        static Key of(RegistrySettings settings) {
            return new Key(
                    settings.kind(),
                    settings.addresses(),
                    settings.username(),
                    settings.password(),
                    settings.group(),
                    settings.timeoutMillis(),
                    settings.sessionMillis(),
                    settings.dynamic(),
                    settings.parameters());
        }

        /** Without the password. */
        @Override
        public String toString() {
            return kind + "://" + String.join(",", addresses);
        }
    }

    /** {@code factories} finds the one of a kind, which is known to be there. */
    public Registries(Function<String, RegistryFactory> factories, RegistryContext context) {
        this.factories = factories;
        this.context = context;
    }

    /** The registry of these settings, which begins to connect if it is new. */
    public synchronized Registry open(RegistrySettings settings) {
        if (closed) {
            throw new IllegalStateException("Cannot open " + settings + ": this Tern instance is closed");
        }
        return open.computeIfAbsent(
                Key.of(settings), key -> factories.apply(settings.kind()).create(settings, context));
    }

    /**
     * {@link #close()} on another thread, since a registry that does not answer may block for its own timeout.
     *
     * @param limitMillis how long to wait for it
     */
    public void close(long limitMillis, Executor executor) {
        synchronized (this) {
            closed = true;
            if (open.isEmpty()) {
                return;
            }
        }
        try {
            CompletableFuture.runAsync(this::close, executor).get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("The registries do not close within {} ms; not waiting any more", limitMillis);
        } catch (ExecutionException e) {
            log.warn("The registries could not be closed in good order", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes all of them, one failure keeping none of the others open. Idempotent. */
    @Override
    public void close() {
        List<Registry> closing;
        synchronized (this) {
            closed = true;
            closing = new ArrayList<>(open.values());
            open.clear();
        }
        for (Registry registry : closing) {
            try {
                registry.close();
            } catch (RuntimeException e) {
                log.warn("A registry could not be closed in good order", e);
            }
        }
    }
}
