// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ApplicationSettings;
import io.tern.rpc.config.ConfigCenterSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.consumer.RegistryParts;
import io.tern.rpc.core.internal.consumer.SeveralRegistries;
import io.tern.rpc.core.internal.directory.DirectoryContext;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.governance.ConsumerFacts;
import io.tern.rpc.core.internal.governance.LazyRules;
import io.tern.rpc.core.internal.governance.ReferenceRules;
import io.tern.rpc.core.internal.governance.UserRoutes;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.lifecycle.NamedRouters;
import io.tern.rpc.core.internal.registry.AddressVariables;
import io.tern.rpc.core.internal.registry.LocalAddress;
import io.tern.rpc.core.internal.registry.Lookups;
import io.tern.rpc.core.internal.registry.Publisher;
import io.tern.rpc.core.internal.registry.Registries;
import io.tern.rpc.core.internal.registry.SystemNetwork;
import io.tern.rpc.core.internal.settings.ProviderHints;
import io.tern.rpc.core.internal.settings.SettingsResolver;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RuleFormat;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The registries of one instance and what references and services make of them. Opens nothing by itself. Thread-safe. */
final class RegistrySide {
    private static final String RULE_FORMAT = "yaml";

    private final ApplicationSettings application;
    private final SettingsResolver resolver;
    private final @Nullable RuleFormat ruleFormat;
    private final NamedRouters routers;
    private final Ticker ticker;
    private final RpcObserver observer;
    private final Registries registries;
    private final Lookups lookups;
    private final RegistryParts parts;
    private final LocalAddress addresses;
    private final Publisher publisher;

    RegistrySide(
            ApplicationSettings application,
            SettingsResolver resolver,
            Extensions extensions,
            SeveralRegistries several,
            Ticker ticker,
            EngineThreads threads,
            RpcObserver observer) {
        this.application = application;
        this.resolver = resolver;
        this.ruleFormat = extensions.ruleFormats().find(RULE_FORMAT);
        this.routers = new NamedRouters(extensions.routers());
        this.ticker = ticker;
        this.observer = observer;
        registries = new Registries(
                extensions.registries()::get,
                new RegistryContext(application.name(), ticker, threads.timer(), observer));
        Clock clock = Clock.systemUTC();
        addresses = new LocalAddress(AddressVariables.ofProcess(), new SystemNetwork(threads.callbacks()));
        publisher = new Publisher(registries, addresses, application.name(), clock);
        lookups = new Lookups(
                registries,
                new Lookups.Context(
                        application.name(),
                        application.registerConsumers(),
                        addresses::localHost,
                        clock::millis,
                        ticker,
                        threads.timer(),
                        threads.callbacks()));
        parts = new RegistryParts(
                lookups,
                new DirectoryContext(ticker, threads.timer(), observer),
                (reference, registry) -> routed(reference, new LazyRules(() -> rules(reference, registry))),
                new Merge(resolver),
                several,
                threads.callbacks());
    }

    /** Only with routers of the user's own. */
    private Governance routed(ReferenceSettings reference, Governance rules) {
        UserRoutes routes = routers.of(reference);
        return routes == null ? rules : routes.behind(rules);
    }

    private Governance rules(ReferenceSettings reference, RegistrySettings registry) {
        List<ConfigStore> stores = new ArrayList<>();
        ConfigCenterSettings center = resolver.configCenter();
        if (center != null) {
            addStore(center.asRegistry(), stores);
        }
        if (registry.configCenter()) {
            addStore(registry, stores);
        }
        Map<String, String> facts = new HashMap<>(reference.published());
        if (reference.tag() != null) {
            facts.put("dubbo.tag", reference.tag());
        }
        ConsumerFacts consumer =
                new ConsumerFacts(application.name(), addresses.localHost(registry), reference.service(), facts);
        return ReferenceRules.of(consumer, stores, ruleFormat, observer, ticker);
    }

    private void addStore(RegistrySettings registry, List<ConfigStore> stores) {
        ConfigStore store = registries.open(registry).configStore();
        // A registry and the config center can be the same server: one watch for each rule is enough.
        if (store != null && !stores.contains(store)) {
            stores.add(store);
        }
    }

    /** Waits for the config center, if it is written that a start needs it. Before references are started. */
    void start(CompletableFuture<?> abandoned) {
        ConfigCenterSettings center = resolver.configCenter();
        if (center != null && center.check()) {
            publisher.awaitConfigCenter(center.asRegistry(), abandoned);
        }
    }

    /** What references need. */
    RegistryParts parts() {
        return parts;
    }

    /** What services need. */
    Publisher publisher() {
        return publisher;
    }

    /** What both tell others about this machine. */
    LocalAddress addresses() {
        return addresses;
    }

    /** Takes back what is still published and ends the connections. After consumers and providers. Idempotent. */
    void close(long limitMillis, Executor executor) {
        try {
            lookups.close();
        } finally {
            registries.close(limitMillis, executor);
        }
    }

    /** The settings' rule for what counts. */
    private record Merge(SettingsResolver resolver) implements SettingsMerge {
        @Override
        public ReferenceSettings merged(
                ReferenceSettings reference,
                Map<String, String> provider,
                Map<String, String> override,
                Map<String, String> absent) {
            return resolver.merged(reference, new ProviderHints(provider, override, absent));
        }

        @Override
        public Map<String, String> relevant(Map<String, String> parameters) {
            return ProviderHints.relevant(parameters);
        }
    }
}
