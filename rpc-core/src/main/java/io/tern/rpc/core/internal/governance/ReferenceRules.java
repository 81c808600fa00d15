// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.core.internal.directory.Configurators;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.Routes;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.RuleFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All rules for one reference: those of the registry's categories, and those of the config center, which it watches itself.
 * Thread-safe; {@link #configurators} and {@link #routes} are one volatile read, and the same object until a rule changes.
 *
 * <p>A rule is understood completely or refused, which is counted ({@link RpcObserver.Event#RULE_REFUSED}) and logged once.
 * The version of it that was understood before stays in force; without one the rule is left out. To call nobody instead
 * would let a typing error, or whoever may write one line to the registry, stop the application.
 */
public final class ReferenceRules implements Governance, AutoCloseable {
    private static final String CONFIGURATORS = ".configurators";
    private static final String CONDITIONS = ".condition-router";
    private static final String TAGS = ".tag-router";
    private static final String SCRIPTS = ".script-router";

    private final ConsumerFacts consumer;
    private final List<ConfigStore> stores;
    private final RuleTexts texts;
    private final RuleLog log;
    private final CallTag usualTag;

    private final RuleWatch<List<ConfiguratorRule>> applicationConfigurators;
    private final RuleWatch<List<ConfiguratorRule>> serviceConfigurators;
    private final RuleWatch<List<RouteStep>> serviceConditions;
    private final RuleWatch<List<RouteStep>> applicationConditions;
    private final List<RuleWatch<?>> scripts;

    // Guarded by this, as the next five.
    private final RegistryConfigurators configuratorReader;
    private final RegistryRoutes routeReader;
    private final ProviderApplications providerRules;
    private List<ConfiguratorRule> registryConfigurators = List.of();
    private List<RouteStep> registryRoutes = List.of();
    private boolean closed;

    private volatile @Nullable Runnable changed;
    private volatile Configurators configurators = Configurators.NONE;
    private volatile Routes routes;

    private ReferenceRules(
            ConsumerFacts consumer,
            List<ConfigStore> stores,
            @Nullable RuleFormat format,
            RpcObserver observer,
            Ticker ticker) {
        this.consumer = consumer;
        this.stores = List.copyOf(stores);
        this.texts = new RuleTexts(format);
        this.log = new RuleLog(consumer, observer, ticker);
        this.usualTag = CallTag.of(consumer);
        this.providerRules = new ProviderApplications(this::rulesOf, log, ticker);
        boolean readsTexts = format != null && !stores.isEmpty();
        this.configuratorReader = new RegistryConfigurators(consumer, readsTexts, log);
        this.routeReader = new RegistryRoutes(consumer, readsTexts, log);
        String service = consumer.serviceRuleKey();
        String application = consumer.application();
        this.applicationConfigurators = configurators(application);
        this.serviceConfigurators = configurators(service);
        this.serviceConditions = conditions(service, RouteStep.SERVICE, null);
        this.applicationConditions = conditions(application, RouteStep.APPLICATION, null);
        this.scripts = List.of(script(service), script(application));
        this.routes = new RouteTable(List.of(new TagRoute(Map.of())), usualTag);
    }

    /**
     * Rules for one consumer. Nothing is watched before {@link #begin}.
     *
     * @param stores of the registries and the config center, the most important one first
     * @param format null if there is none on the class path: rules in the stores are then refused with a message
     * @param observer counts refused rules
     */
    public static ReferenceRules of(
            ConsumerFacts consumer,
            List<ConfigStore> stores,
            @Nullable RuleFormat format,
            RpcObserver observer,
            Ticker ticker) {
        return new ReferenceRules(consumer, stores, format, observer, ticker);
    }

    @Override
    public CompletableFuture<@Nullable Void> begin(Runnable listener) {
        changed = listener;
        List<CompletableFuture<@Nullable Void>> reported = new ArrayList<>();
        for (RuleWatch<?> watch : consumerWatches()) {
            reported.add(watch.watch(stores));
        }
        return CompletableFuture.allOf(reported.toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletableFuture<@Nullable Void> applications(Set<String> applications) {
        List<RuleWatch<?>> started = new ArrayList<>();
        List<RuleWatch<?>> ended = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(null);
            }
            providerRules.change(applications, started, ended);
        }
        ended.forEach(RuleWatch::close);
        List<CompletableFuture<@Nullable Void>> reported = new ArrayList<>();
        started.forEach(watch -> reported.add(watch.watch(stores)));
        if (!ended.isEmpty()) {
            routesChanged();
        }
        return CompletableFuture.allOf(reported.toArray(CompletableFuture[]::new));
    }

    @Override
    public void configurators(List<String> entries) {
        synchronized (this) {
            List<ConfiguratorRule> read = configuratorReader.read(entries);
            if (read.equals(registryConfigurators)) {
                return;
            }
            registryConfigurators = read;
        }
        configuratorsChanged();
    }

    @Override
    public void routers(List<String> entries) {
        synchronized (this) {
            List<RouteStep> read = routeReader.read(entries);
            if (read.equals(registryRoutes)) {
                return;
            }
            registryRoutes = read;
        }
        routesChanged();
    }

    @Override
    public Configurators configurators() {
        return configurators;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    /** Ends all watches. What was decided stays. Idempotent. */
    @Override
    public void close() {
        List<RuleWatch<?>> ended = new ArrayList<>(consumerWatches());
        synchronized (this) {
            closed = true;
            providerRules.clear(ended);
        }
        changed = null;
        ended.forEach(RuleWatch::close);
    }

    private void configuratorsChanged() {
        synchronized (this) {
            List<ConfiguratorRule> rules = new ArrayList<>(registryConfigurators);
            rules.addAll(applicationConfigurators.value());
            rules.addAll(serviceConfigurators.value());
            configurators = rules.isEmpty() ? Configurators.NONE : new ConfiguratorTable(List.copyOf(rules), consumer);
        }
        tell();
    }

    private void routesChanged() {
        synchronized (this) {
            List<RouteStep> steps = new ArrayList<>(registryRoutes);
            steps.addAll(serviceConditions.value());
            steps.addAll(applicationConditions.value());
            Map<String, TagRule> tags = new LinkedHashMap<>();
            providerRules.rules().forEach((application, rules) -> {
                steps.addAll(rules.conditions().value());
                rules.tags().value().ifPresent(rule -> tags.put(application, rule));
            });
            steps.add(new TagRoute(Map.copyOf(tags)));
            routes = new RouteTable(steps, usualTag);
        }
        tell();
    }

    private void tell() {
        Runnable listener = changed;
        if (listener != null) {
            listener.run();
        }
    }

    private List<RuleWatch<?>> consumerWatches() {
        List<RuleWatch<?>> watches = new ArrayList<>(
                List.of(applicationConfigurators, serviceConfigurators, serviceConditions, applicationConditions));
        watches.addAll(scripts);
        return watches;
    }

    private ProviderApplications.Rules rulesOf(String application) {
        return new ProviderApplications.Rules(
                conditions(application, RouteStep.PROVIDER_APPLICATION, application),
                watch(
                        application + TAGS,
                        Optional.empty(),
                        text -> TagRule.parse(texts.parse(text)),
                        this::routesChanged));
    }

    private RuleWatch<List<ConfiguratorRule>> configurators(String key) {
        return watch(
                key + CONFIGURATORS,
                List.of(),
                text -> ConfiguratorRules.parse(texts.parse(text)),
                this::configuratorsChanged);
    }

    private RuleWatch<List<RouteStep>> conditions(String key, int priority, @Nullable String application) {
        return watch(
                key + CONDITIONS,
                List.of(),
                text -> ConditionRules.parse(texts.parse(text), priority, application, consumer),
                this::routesChanged);
    }

    /** Never anything but refused: Dubbo would run it. */
    private RuleWatch<List<RouteStep>> script(String key) {
        return watch(
                key + SCRIPTS,
                List.of(),
                text -> {
                    throw new IllegalArgumentException("it is a script, and Tern runs no code from a config center;"
                            + " write a condition rule or a tag rule instead");
                },
                this::routesChanged);
    }

    private <T> RuleWatch<T> watch(String key, T none, Function<String, T> reader, Runnable changed) {
        return new RuleWatch<>(key, none, reader, log, changed);
    }
}
