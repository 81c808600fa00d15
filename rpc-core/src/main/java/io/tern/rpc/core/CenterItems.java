// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.ConfigCenterSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.lifecycle.EngineThreads;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.settings.CenterFiles;
import io.tern.rpc.core.internal.settings.OutsideSettings;
import io.tern.rpc.core.internal.settings.SettingsFiles;
import io.tern.rpc.core.internal.settings.SettingsResolver;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings that a config center holds, once, before the elements are resolved with them: they may say anything
 * about any element.
 */
final class CenterItems {
    private static final Logger log = LoggerFactory.getLogger(CenterItems.class);
    /** What a start that does without the config center waits for it at most. */
    private static final int PATIENCE_MILLIS = 5_000;

    private final Extensions extensions;
    private final OutsideSettings outside;
    private final UnaryOperator<@Nullable String> environment;
    private final Ticker ticker;
    private final RpcObserver observer;

    /** {@code environment} has the items of those who keep them in Spring's; null for one that is not there. */
    CenterItems(
            Extensions extensions,
            OutsideSettings outside,
            UnaryOperator<@Nullable String> environment,
            Ticker ticker,
            RpcObserver observer) {
        this.extensions = extensions;
        this.outside = outside;
        this.environment = environment;
        this.ticker = ticker;
        this.observer = observer;
    }

    /**
     * The settings outside of the elements, with those of the config center if there is one.
     *
     * @throws RpcException if it cannot be reached, and has {@code check}
     * @throws RpcConfigException if an item is no text of properties
     */
    OutsideSettings added(List<ConfigElement> elements, BeanSource beans, ClassLoader loader) {
        // Looked at by copies: elements get their ids when all of them are there.
        List<ConfigElement> few = elements.stream()
                .filter(element ->
                        element.kind() == ElementKind.CONFIG_CENTER || element.kind() == ElementKind.APPLICATION)
                .map(CenterItems::copy)
                .toList();
        SettingsResolver first = new SettingsResolver(loader, beans, extensions.names(), outside);
        first.add(few);
        CenterFiles files = first.centerFiles();
        return files == null ? outside : added(files, first.application().name());
    }

    private static ConfigElement copy(ConfigElement element) {
        ConfigElement copy = ConfigElement.of(element.kind()).id(element.id()).resource(element.resource());
        element.attributes().forEach((name, written) -> copy.set(name, written.text()));
        element.children(ElementKind.PARAMETER).forEach(child -> copy.add(copy(child)));
        return copy;
    }

    private OutsideSettings added(CenterFiles files, String application) {
        List<Item> items = new ArrayList<>();
        if (!application.isEmpty()) {
            items.add(new Item(application, files.applicationFile()));
        }
        items.add(new Item(files.group(), files.file()));
        ConfigCenterSettings center = files.center();
        List<@Nullable String> texts = center == null ? ofEnvironment(items) : read(center, items, application);
        OutsideSettings all = outside;
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (text != null && !text.isBlank()) {
                all = all.with(items.get(i).settings(text), items.get(i).toString(), files.overrides());
                log.info("Settings are taken from the item {} of the config center", items.get(i));
            }
        }
        return all;
    }

    private record Item(String group, String key) {
        Map<String, String> settings(String text) {
            try {
                return SettingsFiles.texts(text);
            } catch (IllegalArgumentException e) {
                throw new RpcConfigException(List.of("The item " + this
                        + " of the config center is no text of properties: " + e.getMessage()
                        + "; write lines of the form key=value"));
            }
        }

        @Override
        public String toString() {
            return group + "/" + key;
        }
    }

    /** As Dubbo names them: the item for one application has {@code application.} in front unless it has a key of its own. */
    private List<@Nullable String> ofEnvironment(List<Item> items) {
        String shared = items.get(items.size() - 1).key();
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String key = items.get(i).key();
            boolean ofApplication = i < items.size() - 1;
            texts.add(environment.apply(ofApplication && key.equals(shared) ? "application." + key : key));
        }
        return texts;
    }

    private List<@Nullable String> read(ConfigCenterSettings center, List<Item> items, String application) {
        int patience = center.check() ? center.timeoutMillis() : Math.min(PATIENCE_MILLIS, center.timeoutMillis());
        try (EngineThreads threads = new EngineThreads(application);
                Registry registry = extensions
                        .registries()
                        .get(center.kind())
                        .create(
                                center.asRegistry(),
                                new RegistryContext(application, ticker, threads.timer(), observer))) {
            ConfigStore store = registry.configStore();
            return store == null ? List.of() : read(store, items, patience);
        } catch (TimeoutException | ExecutionException e) {
            if (center.check()) {
                throw new RpcException(
                        RpcException.NETWORK_EXCEPTION,
                        "The settings in " + center + " cannot be read: it did not answer within " + patience
                                + " ms; start it, correct its address, from "
                                + center.origins().getOrDefault("address", Origin.BUILT_IN)
                                + ", or set check=\"false\" of <dubbo:config-center> to start without them",
                        e);
            }
            log.warn(
                    "{} did not answer within {} ms; this start does without the settings that it holds",
                    center,
                    patience);
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading the settings in " + center, e);
        }
    }

    private List<@Nullable String> read(ConfigStore store, List<Item> items, int patienceMillis)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        List<Subscription> watches = new ArrayList<>();
        try {
            List<CompletableFuture<@Nullable String>> answers = new ArrayList<>();
            for (Item item : items) {
                CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
                watches.add(store.watch(item.group(), item.key(), answer::complete));
                answers.add(answer);
            }
            List<@Nullable String> texts = new ArrayList<>();
            for (CompletableFuture<@Nullable String> answer : answers) {
                texts.add(answer.get(Math.max(0, deadline - ticker.nanos()), TimeUnit.NANOSECONDS));
            }
            return texts;
        } finally {
            watches.forEach(Subscription::close);
        }
    }
}
