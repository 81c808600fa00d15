// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks services up in the registries of one Tern instance. Thread-safe. */
public final class Lookups implements AutoCloseable {
    private final Registries registries;
    private final Context context;
    private final LogLimit failures;
    private final Map<String, ProviderCache> caches = new HashMap<>(); // guarded by this

    /**
     * What lookups need.
     *
     * @param application the application's name
     * @param registerConsumers whether consumers get entries too
     * @param localHost where this process can be reached from a registry
     * @param timeOfDay milliseconds since 1970
     * @param scheduler for short tasks
     * @param executor for tasks that may block
     */
    public record Context(
            String application,
            boolean registerConsumers,
            Function<RegistrySettings, String> localHost,
            LongSupplier timeOfDay,
            Ticker ticker,
            ScheduledExecutorService scheduler,
            Executor executor) {}

    /** Opens nothing yet. */
    public Lookups(Registries registries, Context context) {
        this.registries = registries;
        this.context = context;
        this.failures = new LogLimit(context.ticker(), 5, 60_000);
    }

    /**
     * Looks a reference's service up in one of its registries, which begins to connect if it is new.
     *
     * @param listener may hear something before this returns
     */
    public ServiceLookup begin(ReferenceSettings reference, RegistrySettings registry, RegistryListener listener) {
        ServiceQuery query = new ServiceQuery(
                reference.service().interfaceName(),
                reference.service().group(),
                reference.service().version(),
                EnumSet.of(Category.PROVIDERS, Category.CONFIGURATORS, Category.ROUTERS));
        ServiceLookup lookup = new ServiceLookup(
                registry,
                registries.open(registry),
                query,
                entry(reference, registry),
                cache(registry),
                context.scheduler(),
                context.executor(),
                failures,
                listener);
        lookup.begin();
        return lookup;
    }

    private @Nullable DubboUrl entry(ReferenceSettings reference, RegistrySettings registry) {
        if (!registry.register() || !context.registerConsumers()) {
            return null;
        }
        return ConsumerEntry.of(
                reference,
                registry,
                context.application(),
                context.localHost().apply(registry),
                context.timeOfDay().getAsLong());
    }

    private synchronized @Nullable ProviderCache cache(RegistrySettings registry) {
        String file = registry.file();
        return file == null
                ? null
                : caches.computeIfAbsent(
                        registry.id(),
                        id -> new ProviderCache(
                                Path.of(file), context.ticker(), context.scheduler(), context.executor()));
    }

    /** Writes what is not written yet. */
    @Override
    public synchronized void close() {
        caches.values().forEach(ProviderCache::close);
    }
}
