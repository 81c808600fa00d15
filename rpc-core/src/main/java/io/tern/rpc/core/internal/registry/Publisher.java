// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.RpcException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.registry.Listing.Entry;
import io.tern.rpc.spi.registry.DubboUrl;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Makes the entries of services for the registries of one Tern instance. Thread-safe. */
public final class Publisher {
    private static final String REGISTER = "register";

    private final Registries registries;
    private final LocalAddress addresses;
    private final String application;
    private final Clock clock;

    /** {@code clock} tells when a service was exported. */
    public Publisher(Registries registries, LocalAddress addresses, String application, Clock clock) {
        this.registries = registries;
        this.addresses = addresses;
        this.application = application;
        this.clock = clock;
    }

    /**
     * The listing of a service that was exported just now: one entry for each protocol and each registry that takes it.
     * Opens nothing before it is wanted.
     *
     * @param ports where it listens
     * @param wanted whether it shall be found now
     */
    public Listing listing(
            ServiceSettings service, Map<ProtocolSettings, InetSocketAddress> ports, BooleanSupplier wanted) {
        ProviderEntry.Facts facts =
                new ProviderEntry.Facts(application, ProcessHandle.current().pid(), clock.millis());
        return new Listing(wanted, () -> entries(service, ports, facts));
    }

    private List<Entry> entries(
            ServiceSettings service, Map<ProtocolSettings, InetSocketAddress> ports, ProviderEntry.Facts facts) {
        List<Entry> entries = new ArrayList<>();
        for (RegistrySettings registry : service.registries()) {
            ports.forEach((protocol, bound) -> {
                if (isPublished(service, protocol, registry)) {
                    DubboUrl url = ProviderEntry.of(
                            service,
                            protocol,
                            addresses.published(protocol, bound, registry),
                            bound.getAddress() != null && bound.getAddress().isAnyLocalAddress(),
                            registry,
                            facts);
                    Entry entry = new Entry(registries.open(registry), registry, url);
                    if (!entries.contains(entry)) { // protocols that say the same share a port
                        entries.add(entry);
                    }
                }
            });
        }
        return entries;
    }

    private static boolean isPublished(ServiceSettings service, ProtocolSettings protocol, RegistrySettings registry) {
        return registry.register()
                && protocol.register()
                && (registry.accepts().isEmpty() || registry.accepts().contains(protocol.name()))
                && !"false".equals(service.published().get(REGISTER));
    }

    /**
     * Opens the registries in which these services are published, and waits for those with {@code check}, each for its own
     * {@code timeout}.
     *
     * @param abandoned ends the wait without an error
     * @throws RpcException if one of them cannot be reached
     */
    public void awaitRegistries(Collection<ServiceSettings> services, CompletableFuture<?> abandoned) {
        Map<String, RegistrySettings> checked = new LinkedHashMap<>();
        for (ServiceSettings service : services) {
            for (RegistrySettings registry : service.registries()) {
                if (service.protocols().stream().anyMatch(protocol -> isPublished(service, protocol, registry))) {
                    registries.open(registry);
                    if (registry.check()) {
                        checked.put(registry.id(), registry);
                    }
                }
            }
        }
        long start = System.nanoTime();
        List<String> unreachable = new ArrayList<>();
        for (RegistrySettings registry : checked.values()) {
            long left = TimeUnit.MILLISECONDS.toNanos(registry.timeoutMillis()) - (System.nanoTime() - start);
            if (!isReached(registry, left, abandoned)) {
                unreachable.add(unreachable(registry));
            }
        }
        if (!unreachable.isEmpty()) {
            throw new RpcException(RpcException.NETWORK_EXCEPTION, String.join("\n", unreachable));
        }
    }

    /**
     * Waits for the config center that a start needs.
     *
     * @throws RpcException if it cannot be reached within its timeout
     */
    public void awaitConfigCenter(RegistrySettings center, CompletableFuture<?> abandoned) {
        if (!isReached(center, TimeUnit.MILLISECONDS.toNanos(center.timeoutMillis()), abandoned)) {
            throw new RpcException(
                    RpcException.NETWORK_EXCEPTION,
                    "The rules in " + center + " cannot be read: it was not reached within " + center.timeoutMillis()
                            + " ms; start it, correct its address, from "
                            + center.origins().getOrDefault("address", Origin.BUILT_IN)
                            + ", or set check=\"false\" of <dubbo:config-center> to start without it and go on trying");
        }
    }

    private boolean isReached(RegistrySettings registry, long nanos, CompletableFuture<?> abandoned) {
        try {
            CompletableFuture.anyOf(registries.open(registry).connected(), abandoned)
                    .get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + registry, e);
        }
    }

    private static String unreachable(RegistrySettings registry) {
        return "Cannot publish services: " + registry + " was not reached within timeout=\"" + registry.timeoutMillis()
                + "\" ms; start it, correct its address, from "
                + registry.origins().getOrDefault("address", Origin.BUILT_IN)
                + ", or set check=\"false\" of <dubbo:registry> to start without it and go on trying";
    }
}
