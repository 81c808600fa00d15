// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ReferenceStyle;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.Scope;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.settings.ReferenceCalls.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings of references: the links to other elements, and what {@link ReferenceCalls} makes of them. */
final class ReferenceResolver {
    private static final Logger log = LoggerFactory.getLogger(ReferenceResolver.class);

    private static final String NOT_GENERIC = "false";

    private final ConfigModel model;
    private final Problems problems;
    private final ClassLoader loader;
    private final RegistryResolver registries;
    private final Map<String, Set<String>> extensions;
    private final Publication publication;
    private final TlsResolver tls;

    ReferenceResolver(
            ConfigModel model,
            Problems problems,
            ClassLoader loader,
            RegistryResolver registries,
            Map<String, Set<String>> extensions,
            TlsResolver tls) {
        this.model = model;
        this.problems = problems;
        this.loader = loader;
        this.registries = registries;
        this.extensions = extensions;
        this.publication = new Publication(model, problems);
        this.tls = tls;
    }

    /**
     * The settings of one reference; null, with the mistakes noted, if they cannot be made.
     *
     * @param offered the services that it can call inside the process
     * @param made hears, by the reference's id, what its settings were made of
     */
    @Nullable
    ReferenceSettings resolve(
            CheckedElement reference, OfferedServices offered, BiConsumer<String, ReferenceCalls> made) {
        CheckedElement consumer = model.defaultsOf(reference, ElementKind.CONSUMER);
        // Whether the provider is a generic service is about its own form: calls to it are as its consumers write them.
        Ranks own = new Ranks(consumer == null ? List.of(reference) : List.of(reference, consumer));
        String generic = own.text("generic", NOT_GENERIC);
        InterfaceFacts facts = InterfaceFacts.of(reference, !generic.equals(NOT_GENERIC), loader, problems);
        if (consumer != null) {
            problems.addAll(consumer.whenUsed());
        }
        checkRegistries(reference);
        CheckedElement application = model.applicationOf(reference);
        Scope scope = scope(own);
        checkScope(reference);
        List<DirectUrl> urls = urls(reference);
        // A url with a mistake is written all the same, and has its own message.
        if (reference.isMistaken("url")) {
            return null;
        }
        boolean elsewhere = urls.isEmpty() && scope != Scope.LOCAL;
        List<RegistrySettings> asked =
                elsewhere ? asked(reference, consumer, isInside(reference, own, scope, offered)) : List.of();
        if (facts == null || asked == null) {
            return null;
        }
        // One list of settings for all direct addresses: where their queries differ, the first one's count.
        Words words =
                Words.of(urls.isEmpty() ? ProviderLayer.SILENT : urls.get(0).word());
        Map<String, CheckedElement> elements = facts.methods(reference, model, problems);
        Map<String, String> ofApplication = ofApplication(application);
        TlsSettings encryption = tls.ofConsumers();
        ReferenceCalls calls = new ReferenceCalls(
                reference,
                consumer,
                facts.methodNames(),
                elements,
                facts.callbackArguments(InterfaceFacts.arguments(elements, model)),
                ofApplication,
                encryption,
                tls.isRequired(reference, consumer, ofApplication, encryption));
        ReferenceSettings settings = settings(calls, facts, generic, urls, asked, words);
        if (consumer != null) {
            logRanks(reference, words.provider(), consumer);
        }
        checkEvents(settings, facts);
        elements.forEach((name, element) -> check(element, settings.method(name), settings.defaults()));
        made.accept(settings.id(), calls);
        return settings;
    }

    /** The parameters of the application, and the one that Dubbo has as a system property. */
    private Map<String, String> ofApplication(@Nullable CheckedElement application) {
        Map<String, String> said = application == null ? Map.of() : application.parameters();
        String property = model.property(ReferenceCalls.FUTURE_OF_EVERY_CALL);
        if (property == null) {
            return said;
        }
        Map<String, String> parameters = new HashMap<>(said);
        parameters.put(ReferenceCalls.FUTURE_OF_EVERY_CALL, property);
        return parameters;
    }

    private ReferenceSettings settings(
            ReferenceCalls calls,
            InterfaceFacts facts,
            String generic,
            List<DirectUrl> urls,
            List<RegistrySettings> asked,
            Words words) {
        CheckedElement reference = calls.reference();
        Ranks ranks = calls.ranks(words);
        MethodSettings defaults = calls.defaults(words);
        Map<String, MethodSettings> methods = calls.methods(words);
        ServiceGroups groups = ServiceGroups.of(ranks, problems);
        String version = ranks.textOrNull("version");
        if (!urls.isEmpty()) {
            groups.requireOne(problems);
            requireOneVersion(version, ranks);
        }
        boolean merging = groups.areSeveral()
                && (defaults.merger() != null || methods.values().stream().anyMatch(method -> method.merger() != null));
        ServiceKey key = new ServiceKey(groups.text(), facts.name(), version);
        return new ReferenceSettings(
                reference.id(),
                facts.type(),
                key,
                urls.stream().map(DirectUrl::endpoint).toList(),
                asked,
                ranks.flag("check", true),
                ranks.flag("init", true),
                ranks.text("cluster", merging ? "mergeable" : "failover"),
                ranks.text("proxy", "javassist"),
                ranks.whole("connections", 0),
                ranks.allItems("filter"),
                calls.ownParameter("token"),
                style(ranks, generic),
                calls.connection(words, ranks, problems::add),
                defaults,
                methods,
                ranks.textOrNull("tag"),
                asked.isEmpty() ? Map.of() : publication.ofReference(calls, key, generic),
                calls.parameters(words),
                origins(ranks, reference));
    }

    private static ReferenceStyle style(Ranks ranks, String generic) {
        String stub = classOrFlag(ranks, "stub", "Stub");
        return new ReferenceStyle(
                scope(ranks),
                generic,
                stub == null ? classOrFlag(ranks, "local", "Local") : stub,
                Math.max(1, ranks.whole("callbacks", 1)),
                ranks.allItems("listener"),
                ranks.textOrNull("onconnect"),
                ranks.textOrNull("ondisconnect"),
                ranks.items("router"),
                ranks.whole("shareconnections", 1));
    }

    private static @Nullable String classOrFlag(Ranks ranks, String attribute, String suffix) {
        AttributeValue value = ranks.pick(attribute);
        if (value instanceof AttributeValue.Flag flag && flag.on()) {
            return ranks.text("interface", "") + suffix;
        }
        return value instanceof AttributeValue.Text text ? text.text() : null;
    }

    private static Scope scope(Ranks ranks) {
        String written = ranks.textOrNull("scope");
        if (written != null) {
            return Scope.valueOf(written.toUpperCase(Locale.ROOT));
        }
        AttributeValue inProcess = ranks.pick("injvm");
        if (inProcess.isSet()) {
            return inProcess.asFlag() ? Scope.LOCAL : Scope.REMOTE;
        }
        return Scope.ANY;
    }

    /** What is read from the reference itself and not by rank is added here. */
    private static Map<String, Origin> origins(Ranks ranks, CheckedElement reference) {
        Map<String, Origin> origins = new HashMap<>(ranks.origins());
        origins.put("url", reference.origin("url"));
        return origins;
    }

    private void requireOneVersion(@Nullable String version, Ranks ranks) {
        if (version != null && version.equals("*")) {
            problems.add(ConfigErrors.contradiction(
                    ranks.origins().getOrDefault("version", Origin.BUILT_IN),
                    version,
                    "the attribute url: a provider is called by the version that it has; write that one"));
        }
    }

    /** Dubbo 2.7 and later let the consumer element win over the provider, against their own documentation. */
    private static void logRanks(CheckedElement reference, ProviderLayer provider, CheckedElement consumer) {
        for (AttributeSpec spec : AttributeCatalog.standard().attributesOf(ElementKind.CONSUMER)) {
            AttributeValue ofUrl = provider.all().value(spec.name());
            AttributeValue ofConsumer = consumer.value(spec.name());
            boolean written = reference.value(spec.name()).isSet();
            if (!written && ofUrl.isSet() && ofConsumer.isSet() && !ofUrl.equals(ofConsumer)) {
                log.debug(
                        "{}: {} of the url counts, not that of {}; Dubbo 2.7 and later take the consumer's",
                        reference.written(),
                        spec.name(),
                        consumer.written());
            }
        }
    }

    private void checkEvents(ReferenceSettings settings, InterfaceFacts facts) {
        ReferenceStyle style = settings.style();
        facts.checkEvent(style.onConnect(), "onconnect", settings.origins(), problems);
        facts.checkEvent(style.onDisconnect(), "ondisconnect", settings.origins(), problems);
        for (String attribute : List.of("onconnect", "ondisconnect")) {
            Origin origin = settings.origins().get(attribute);
            boolean named = (attribute.equals("onconnect") ? style.onConnect() : style.onDisconnect()) != null;
            if (named && origin != null && style.stub() == null) {
                problems.add(ConfigErrors.withoutEffect(
                        origin, "it names a method of the stub, and the reference has none; write stub, or remove it"));
            }
        }
    }

    private void check(CheckedElement element, MethodSettings method, MethodSettings defaults) {
        if (!element.flag("async", true) && defaults.async()) {
            log.info(
                    "{}: calls are synchronous, as written; Dubbo would ignore this async=\"false\"",
                    element.written());
        }
        if (method.oneWay() && (method.onReturn() != null || method.onThrow() != null)) {
            problems.add(ConfigErrors.contradiction(
                    element.origin("return"),
                    "false",
                    "onreturn and onthrow, which need a reply; remove them or the return"));
        }
    }

    private List<DirectUrl> urls(CheckedElement reference) {
        AttributeValue value = reference.value("url");
        if (!value.isSet()) {
            return List.of();
        }
        String path = reference.textOrNull("interface");
        Origin origin = reference.origin("url");
        if (OutsideSettings.isRedirection(origin)) {
            log.warn("{} calls what {} says; its own url and registry do not count", reference.written(), origin);
        }
        List<DirectUrl> urls = new ArrayList<>();
        for (String address : value.asItems()) {
            urls.add(DirectUrl.parse(address, path == null ? "" : path, origin, extensions, problems::add));
        }
        return urls;
    }

    /** Whether a reference with this scope can call a service of this configuration inside the process. */
    private static boolean isInside(CheckedElement reference, Ranks ranks, Scope scope, OfferedServices offered) {
        String name = reference.textOrNull("interface");
        if (name == null || scope == Scope.REMOTE) {
            return false;
        }
        // Its mistakes are noted when the settings are made.
        String groups = ServiceGroups.of(ranks, new Problems()).text();
        return offered.has(new ServiceKey(groups, name, ranks.textOrNull("version")));
    }

    /** What the reference itself writes; a url counts more than what its consumer says. */
    private void checkScope(CheckedElement reference) {
        AttributeValue old = reference.value("injvm");
        String written = reference.textOrNull("scope");
        if (old.isSet() && written != null && old.asFlag() != written.equals("local")) {
            problems.add(ConfigErrors.contradiction(
                    reference.origin("injvm"),
                    Boolean.toString(old.asFlag()),
                    "scope = \"" + written + "\", of which it is the old form; keep one of them"));
        }
        boolean local = written == null ? old.isSet() && old.asFlag() : written.equals("local");
        boolean direct = reference.value("url").isSet() && !OutsideSettings.isRedirection(reference.origin("url"));
        if (local && direct) {
            problems.add(ConfigErrors.contradiction(
                    reference.origin(written == null ? "injvm" : "scope"),
                    written == null ? "true" : written,
                    "the attribute url, which names another process; keep one of them"));
        }
    }

    /** The registries that are asked for providers; null, with the mistake noted, if there is nowhere to send calls. */
    private @Nullable List<RegistrySettings> asked(
            CheckedElement reference, @Nullable CheckedElement consumer, boolean inside) {
        RegistryResolver.Choice choice = registries.choose(reference, consumer);
        List<RegistrySettings> asked =
                choice.registries().stream().filter(RegistrySettings::subscribe).toList();
        registries.checkClusters(asked);
        if (!asked.isEmpty() || inside) {
            return asked;
        }
        if (!choice.isMistaken()) {
            problems.add(ConfigErrors.nowhereToCall(reference.written().origin(null)));
        }
        return null;
    }

    private void checkRegistries(CheckedElement reference) {
        model.checkRegistries(reference);
        AttributeValue value = reference.value("registry");
        boolean direct = reference.value("url").isSet() && !OutsideSettings.isRedirection(reference.origin("url"));
        if (!value.isSet() || !direct) {
            return;
        }
        for (String id : value.asItems()) {
            CheckedElement registry = model.named(ElementKind.REGISTRY, id);
            if (registry != null && !RegistryResolver.isNone(registry)) {
                problems.add(ConfigErrors.contradiction(
                        reference.origin("registry"),
                        id,
                        "the attribute url, which calls without a registry; keep one of them"));
            }
        }
    }
}
