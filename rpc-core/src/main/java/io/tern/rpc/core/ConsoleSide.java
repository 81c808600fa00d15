// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.console.Console;
import io.tern.rpc.core.internal.console.ConsoleTarget;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.lifecycle.OwnSettings;
import io.tern.rpc.core.internal.provider.Exporter;
import io.tern.rpc.core.internal.settings.ConsoleSettings;
import io.tern.rpc.core.internal.settings.SettingsResolver;
import io.tern.rpc.spi.ConsoleCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the admin console sees of one instance. Thread-safe. */
final class ConsoleSide implements ConsoleTarget {
    /** What the registries get before the answer goes back; they are told in any case. */
    private static final int REGISTRIES_MILLIS = 5_000;

    private final ConsumerSide consumers;
    private final ProviderSide providers;
    private final Supplier<String> description;
    private final Supplier<TernStats> stats;
    private final StartOrder start;

    ConsoleSide(
            ConsumerSide consumers,
            ProviderSide providers,
            StartOrder start,
            Supplier<String> description,
            Supplier<TernStats> stats) {
        this.consumers = consumers;
        this.providers = providers;
        this.start = start;
        this.description = description;
        this.stats = stats;
    }

    /**
     * The console, or null unless somebody asks for one: an instance opens no port by itself. Mistakes go to the resolver, which
     * ends the start.
     *
     * @param further commands of other parts of the instance
     */
    @Nullable
    Console console(
            SettingsResolver resolver,
            OwnSettings own,
            List<ConsoleCommand> further,
            ClassLoader loader,
            Extensions.Given given) {
        ConsoleSettings settings = resolver.console();
        if (settings == null) {
            return null;
        }
        List<ConfigProblem> problems = Console.problems(settings);
        resolver.report(problems);
        Console.Commands commands = new Console.Commands(this, further, loader, given);
        return problems.isEmpty()
                ? Console.of(
                        settings, own.consoleToken(), resolver.application().name(), commands)
                : null;
    }

    @Override
    public boolean isStarted() {
        return start.isOver();
    }

    @Override
    public boolean isServing() {
        return start.isComplete() && !providers.stopped().isDone();
    }

    @Override
    public String describe() {
        return description.get();
    }

    @Override
    public Map<String, Long> figures() {
        TernStats now = stats.get();
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("callsInFlight", (long) now.callsInFlight());
        figures.put("requestsRunning", (long) now.requestsRunning());
        figures.put("openConnections", now.openConnections());
        figures.put("callbackObjects", (long) now.callbackObjects());
        figures.put("callbackProxies", (long) now.callbackProxies());
        now.events().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(event -> figures.put(event.getKey().name(), event.getValue()));
        return figures;
    }

    @Override
    public List<Service> services() {
        return providers.states();
    }

    @Override
    public List<Reference> references() {
        return consumers.states();
    }

    @Override
    public List<Exporter.OpenPort> ports() {
        return providers.exporter().openPorts();
    }

    @Override
    public void offline(@Nullable Predicate<ServiceSettings> which) {
        if (which == null) {
            await(List.of(providers.offline()));
        } else {
            await(matching(which).stream().map(ExportedService::offline).toList());
        }
    }

    /** An instance that is offline as a whole becomes one whose services are, so that some can come back. */
    @Override
    public void online(@Nullable Predicate<ServiceSettings> which) {
        List<CompletableFuture<@Nullable Void>> answers = new ArrayList<>();
        if (which != null && providers.isOffline()) {
            matching(which.negate()).forEach(service -> answers.add(service.offline()));
        }
        matching(which == null ? all -> true : which).forEach(service -> answers.add(service.online()));
        answers.add(providers.online());
        await(answers);
    }

    private List<ExportedService> matching(Predicate<ServiceSettings> which) {
        List<ExportedService> matching = new ArrayList<>();
        for (ServiceSettings settings : providers.settings()) {
            ExportedService service = which.test(settings) ? providers.find(settings.id()) : null;
            if (service != null) {
                matching.add(service);
            }
        }
        return matching;
    }

    private static void await(List<CompletableFuture<@Nullable Void>> answers) {
        RegistryAnswers.await(answers, REGISTRIES_MILLIS);
    }
}
