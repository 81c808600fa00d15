// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.ApplicationSettings;
import io.tern.rpc.config.ConfigCenterSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.security.ClassGate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Elements in, settings out: everything that is wrong is found in one pass, and nothing downstream sees a text that still has
 * to be interpreted.
 *
 * <p>The order: each attribute by itself (is it known, is its text legal, does this release do it), then the links between
 * elements (ids, defaults, classes, methods, beans), then, per setting, the strongest of the ranks. Not thread-safe; one
 * resolver belongs to one Tern instance, and further elements may be added later.
 */
public final class SettingsResolver {
    private static final int MOST_IO_THREADS = 32;

    private final Problems problems = new Problems();
    private final OutsideSettings outside;
    private final ConfigModel model;
    private final ReferenceResolver references;
    private final ServiceResolver services;
    private final RegistryResolver registries;
    private final ConfigCenterResolver configCenters;
    private final ProviderMerge merge;
    private final TlsResolver tls;
    /** Read by those who start services, while others are added. */
    private final Map<String, CheckedElement> serviceElements = new ConcurrentHashMap<>();

    /** Read by threads of registries. */
    private volatile @Nullable ConfigCenterSettings configCenter;

    private boolean begun;
    private int reportedWarnings;

    /**
     * A resolver without elements.
     *
     * @param loader finds service interfaces
     * @param extensions by attribute, names of the application's own filters, clusters and balancers, legal besides the
     *     shipped ones; by {@code address}, all kinds of registry that are there
     * @param outside system properties and the like
     */
    public SettingsResolver(
            ClassLoader loader, BeanSource beans, Map<String, Set<String>> extensions, OutsideSettings outside) {
        this.outside = outside;
        this.model = new ConfigModel(problems, extensions, outside);
        RegistryKinds kinds = new RegistryKinds(new TreeSet<>(extensions.getOrDefault("address", Set.of())));
        this.registries = new RegistryResolver(model, problems, outside, kinds);
        this.configCenters = new ConfigCenterResolver(model, problems, kinds);
        this.merge = new ProviderMerge(extensions);
        this.tls = new TlsResolver(model, problems, loader);
        this.references = new ReferenceResolver(model, problems, loader, registries, extensions, tls);
        this.services = new ServiceResolver(model, problems, loader, beans, registries, tls);
    }

    /** Notes mistakes that others have found, to be told together with those of the elements. */
    public void report(List<ConfigProblem> found) {
        problems.addAll(found);
    }

    /** The settings of some elements. */
    public record Resolved(List<ReferenceSettings> references, List<ServiceSettings> services) {}

    /** Takes elements in, each checked by itself; mistakes are kept for {@link #resolve}. */
    public void add(List<ConfigElement> elements) {
        model.addAll(elements);
        if (!begun) {
            begun = true;
            model.addImplied();
            problems.addAll(outside.keysWithoutEffect());
        }
    }

    /**
     * Resolves elements that were {@link #add added}.
     *
     * @param furtherOfReferences finds mistakes that need plug-ins and beans, in settings that are otherwise fine; asked
     *     again, on any thread, for what providers and rules make of them
     * @param furtherOfServices the same for services
     * @throws RpcConfigException with every mistake in them; they are forgotten then
     */
    public Resolved resolve(
            List<ConfigElement> elements,
            Function<ReferenceSettings, List<ConfigProblem>> furtherOfReferences,
            Function<ServiceSettings, List<ConfigProblem>> furtherOfServices) {
        try {
            Map<String, ReferenceCalls> calls = new HashMap<>();
            Resolved resolved = resolveAdded(elements, calls);
            resolved.references().forEach(reference -> problems.addAll(furtherOfReferences.apply(reference)));
            resolved.services().forEach(service -> problems.addAll(furtherOfServices.apply(service)));
            problems.throwIfAny();
            calls.forEach((id, known) -> merge.add(id, known, furtherOfReferences));
            return resolved;
        } catch (RpcConfigException e) {
            model.removeAll(elements);
            throw e;
        }
    }

    /** Forgets a reference or service that was closed: its id is free again. False if there is none. */
    public boolean forget(String id) {
        serviceElements.remove(id);
        merge.remove(id);
        return model.remove(id);
    }

    private Resolved resolveAdded(List<ConfigElement> elements, Map<String, ReferenceCalls> calls) {
        checkApplication();
        for (ElementKind kind :
                List.of(ElementKind.CONSUMER, ElementKind.PROVIDER, ElementKind.MODULE, ElementKind.APPLICATION)) {
            model.checkOneDefault(kind);
            model.all(kind).forEach(model::checkRegistries);
            model.all(kind).forEach(model::applicationOf);
        }
        registries.checkAll();
        tls.check();
        configCenter = configCenters.resolve();
        List<ReferenceSettings> resolvedReferences = new ArrayList<>();
        List<ServiceSettings> resolvedServices = new ArrayList<>();
        OfferedServices offered = new OfferedServices(model);
        List<ConfigElement> all = new ArrayList<>(elements);
        elements.forEach(element -> all.addAll(element.children()));
        for (ConfigElement element : all) {
            if (element.kind() == ElementKind.REFERENCE) {
                model.checkModule(model.of(element));
                addIfMade(references.resolve(model.of(element), offered, calls::put), resolvedReferences);
            } else if (element.kind() == ElementKind.SERVICE) {
                model.checkModule(model.of(element));
                ServiceSettings settings = services.resolve(model.of(element));
                addIfMade(settings, resolvedServices);
                if (settings != null) {
                    serviceElements.put(settings.id(), model.of(element));
                }
            }
        }
        return new Resolved(List.copyOf(resolvedReferences), List.copyOf(resolvedServices));
    }

    private static <T> void addIfMade(@Nullable T settings, List<T> into) {
        if (settings != null) {
            into.add(settings);
        }
    }

    /** Settings of a service with the object that serves, which is created now if need be. */
    public ServiceSettings withImplementation(ServiceSettings settings) {
        CheckedElement element = serviceElements.get(settings.id());
        if (element == null) {
            throw new IllegalStateException("Not a service of this configuration: " + settings.id());
        }
        return services.withImplementation(settings, element);
    }

    private void checkApplication() {
        List<CheckedElement> applications = model.all(ElementKind.APPLICATION);
        if (applications.isEmpty()) {
            Origin missing = ConfigElement.of(ElementKind.APPLICATION).origin("name");
            problems.add(
                    ConfigErrors.missing(missing, "the name of the application, in <dubbo:application name=\"…\"/>"));
            return;
        }
        CheckedElement first = applications.get(0);
        for (CheckedElement other : applications) {
            String name = other.textOrNull("name");
            if (name != null && !name.equals(first.textOrNull("name"))) {
                problems.add(ConfigErrors.contradiction(
                        other.origin("name"),
                        name,
                        "the name of another application element; a process is one application"));
            }
        }
    }

    /** The application, once its element was added; nameless until then, which {@link #resolve} reports. */
    public ApplicationSettings application() {
        CheckedElement first = model.application();
        if (first == null) {
            return new ApplicationSettings("", ShutdownWait.DEFAULT_MILLIS, true, Map.of(), Map.of());
        }
        ShutdownWait wait = ShutdownWait.of(first, model.all(ElementKind.PROVIDER));
        String name = first.textOrNull("name");
        return new ApplicationSettings(
                name == null ? "" : name,
                wait.millis(),
                first.flag("register-consumer", true),
                withAllowedClasses(first.parameters()),
                Map.of(
                        "name",
                        first.origin("name"),
                        "shutwait",
                        wait.origin(),
                        "register-consumer",
                        first.origin("register-consumer")));
    }

    private Map<String, String> withAllowedClasses(Map<String, String> written) {
        String allowed = outside.allowedClasses();
        if (allowed == null) {
            return written;
        }
        Map<String, String> parameters = new HashMap<>(written);
        parameters.put(ClassGate.ALLOW_SETTING_OF_DUBBO, allowed);
        return parameters;
    }

    /** What holds for the instance as a whole, once the elements were added. */
    public ProcessSettings process() {
        return new ProcessResolver(model, outside).resolve();
    }

    /** What the instance shall tell about itself, once the elements were added. */
    public TelemetrySettings telemetry() {
        return new TelemetryResolver(model).resolve();
    }

    /** The admin console, once the application was added; null if there is to be none. */
    public @Nullable ConsoleSettings console() {
        CheckedElement application = model.application();
        return application == null ? null : ConsoleSettings.of(application);
    }

    /** Everything that was written, with what has no effect and why; secrets show as {@code ***}. */
    public String writtenReport() {
        return WrittenReport.of(model);
    }

    /** Where settings are to be read before the elements are resolved with them; null if nowhere. Mistakes are not told here. */
    public @Nullable CenterFiles centerFiles() {
        return configCenters.files();
    }

    /** Where rules of operators are read, besides the registries that say so; null if there is no such element. */
    public @Nullable ConfigCenterSettings configCenter() {
        return configCenter;
    }

    /**
     * The settings of a reference with what a provider and rules say worked in. Strongest first, for each setting of a method:
     * rule for the method, the reference's method, the provider's method, rule, reference, provider, consumer, provider-wide
     * defaults of Dubbo 2.6, rule {@code absent}, the built-in default.
     *
     * <p>Thread-safe, and never fails because of a wrong value: it does not count, and a line in the log says so. Costs some
     * microseconds; keep the result for equal hints.
     */
    public ReferenceSettings merged(ReferenceSettings reference, ProviderHints hints) {
        return merge.merged(reference, hints);
    }

    /**
     * Event loop threads, of which an instance has one set: the largest number that a port asks for, else as Dubbo, one more
     * than processors, so that a loop that has to wait for a core does not stop all connections.
     */
    public int ioThreads() {
        return Stream.of(ElementKind.PROTOCOL, ElementKind.PROVIDER)
                .flatMap(kind -> model.all(kind).stream())
                .map(element -> element.value("iothreads"))
                .filter(AttributeValue::isSet)
                .mapToInt(value -> Math.toIntExact(value.asWhole()))
                .max()
                .orElseGet(() -> Math.min(Runtime.getRuntime().availableProcessors() + 1, MOST_IO_THREADS));
    }

    /** Warnings that were not asked for before: each is to be logged once. */
    public List<ConfigProblem> newWarnings() {
        List<ConfigProblem> all = problems.warnings();
        List<ConfigProblem> fresh = all.subList(reportedWarnings, all.size());
        reportedWarnings = all.size();
        return fresh;
    }
}
