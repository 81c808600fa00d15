// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.GenericService;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.Scope;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.config.ServiceStyle;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Settings of services. The ranks, strongest first: method of the service, service, provider. */
final class ServiceResolver {
    private static final int DEFAULT_TIMEOUT_MILLIS = 1_000;
    private static final String NOT_GENERIC = "false";

    private final ConfigModel model;
    private final Problems problems;
    private final ClassLoader loader;
    private final BeanSource beans;
    private final ProtocolResolver protocols;
    private final ServiceProtocols serviceProtocols;
    private final RegistryResolver registries;
    private final Publication publication;
    /** For services of this process only, to whose entries no registry's rules apply. */
    private final Publication unpublished;

    private final CreatedImplementation created;
    private final ServiceParameters parameters;

    ServiceResolver(
            ConfigModel model,
            Problems problems,
            ClassLoader loader,
            BeanSource beans,
            RegistryResolver registries,
            TlsResolver tls) {
        this.model = model;
        this.problems = problems;
        this.loader = loader;
        this.beans = beans;
        this.protocols = new ProtocolResolver(problems, tls);
        this.serviceProtocols = new ServiceProtocols(model, problems);
        this.registries = registries;
        this.publication = new Publication(model, problems);
        this.unpublished = new Publication(model, new Problems());
        this.parameters = new ServiceParameters(model, problems);
        this.created = new CreatedImplementation(model, problems, loader, beans);
    }

    /**
     * The settings of one service; null, with the mistakes noted, if they cannot be made.
     *
     * <p>The implementation is not created here: a bean that is served may itself need a reference. Until
     * {@link #withImplementation}, the settings hold its name.
     */
    @Nullable
    ServiceSettings resolve(CheckedElement service) {
        CheckedElement provider = model.defaultsOf(service, ElementKind.PROVIDER);
        Ranks ranks = new Ranks(provider == null ? List.of(service) : List.of(service, provider));
        checkExecutor(ranks);
        String generic = generic(service, ranks);
        InterfaceFacts facts = InterfaceFacts.of(service, !generic.equals(NOT_GENERIC), loader, problems);
        model.checkRegistries(service);
        model.applicationOf(service);
        List<CheckedElement> protocolElements = serviceProtocols.elements(service, provider);
        List<ProtocolSettings> ports = protocolElements.stream()
                .map(protocol -> protocols.resolve(protocol, provider))
                .toList();
        if (facts == null) {
            return null;
        }
        String reference = checkImplementation(service, facts);
        Map<String, CheckedElement> elements = facts.methods(service, model, problems);
        Map<String, List<ArgumentSettings>> arguments = InterfaceFacts.arguments(elements, model);
        Map<String, String> written = parameters.of(service, provider);
        ServiceKey key = key(ranks, facts.name());
        String token = token(ranks.pick("token"));
        ServiceStyle style = style(ranks, generic, payloadLimitBytes(service, ports));
        facts.checkEvent(style.onConnect(), "onconnect", ranks.origins(), problems);
        facts.checkEvent(style.onDisconnect(), "ondisconnect", ranks.origins(), problems);
        List<RegistrySettings> publishing = publishing(service, provider, ranks, ports);
        return new ServiceSettings(
                service.id(),
                facts.type(),
                key,
                serviceProtocols.contextPath(protocolElements, provider) + path(service, facts.name()),
                reference,
                ports,
                publishing,
                token,
                ranks.flag("export", true),
                Math.max(0, ranks.whole("delay", 0)),
                ranks.allItems("filter"),
                accessLog(service, provider, protocolElements),
                style,
                method("*", ranks, List.of(), written),
                methods(ranks, elements, arguments, written),
                publishing.isEmpty() && style.scope() == Scope.REMOTE
                        ? Map.of()
                        : (publishing.isEmpty() ? unpublished : publication)
                                .ofService(
                                        service,
                                        provider,
                                        protocolElements,
                                        key,
                                        token,
                                        generic,
                                        elements,
                                        facts.callbackArguments(arguments)),
                written,
                origins(ranks, service));
    }

    /** What is read from the service itself and not by rank is added here. */
    private static Map<String, Origin> origins(Ranks ranks, CheckedElement service) {
        Map<String, Origin> origins = new HashMap<>(ranks.origins());
        origins.put("interface", service.origin("interface"));
        if (service.value("payload").isSet()) {
            origins.put("payload", service.origin("payload"));
        }
        return origins;
    }

    /** The registries in which the service is published under at least one of its protocols. */
    private List<RegistrySettings> publishing(
            CheckedElement service, @Nullable CheckedElement provider, Ranks ranks, List<ProtocolSettings> ports) {
        if (!ranks.flag("register", true) || !ranks.flag("export", true) || scope(ranks) == Scope.LOCAL) {
            return List.of();
        }
        return registries.choose(service, provider).registries().stream()
                .filter(registry -> registry.register()
                        && ports.stream()
                                .anyMatch(port -> port.register()
                                        && (registry.accepts().isEmpty()
                                                || registry.accepts().contains(port.name()))))
                .toList();
    }

    /** The same settings with the object in place of its name. */
    ServiceSettings withImplementation(ServiceSettings settings, CheckedElement service) {
        Object given = service.written().object("ref");
        Object implementation = CreatedImplementation.isWanted(service)
                ? created.object(service)
                : given != null ? given : beans.bean((String) settings.implementation());
        return new ServiceSettings(
                settings.id(),
                settings.serviceInterface(),
                settings.service(),
                settings.path(),
                implementation,
                settings.protocols(),
                settings.registries(),
                settings.token(),
                settings.export(),
                settings.delayMillis(),
                settings.filters(),
                settings.accessLog(),
                settings.style(),
                settings.defaults(),
                settings.methods(),
                settings.published(),
                settings.parameters(),
                settings.origins());
    }

    static Scope scope(Ranks ranks) {
        String scope = ranks.textOrNull("scope");
        return scope == null ? Scope.ANY : Scope.valueOf(scope.toUpperCase(Locale.ROOT));
    }

    static ServiceKey key(Ranks ranks, String interfaceName) {
        return new ServiceKey(ranks.textOrNull("group"), interfaceName, ranks.textOrNull("version"));
    }

    private static ServiceStyle style(Ranks ranks, String generic, int payloadLimitBytes) {
        return new ServiceStyle(
                scope(ranks),
                generic,
                Math.max(1, ranks.whole("callbacks", 1)),
                ranks.allItems("listener"),
                ranks.textOrNull("onconnect"),
                ranks.textOrNull("ondisconnect"),
                ranks.textOrNull("executor"),
                payloadLimitBytes);
    }

    /** Its own limit; the provider element's is one of ports. A port keeps its limit, which is for peers of all services. */
    private int payloadLimitBytes(CheckedElement service, List<ProtocolSettings> ports) {
        AttributeValue value = service.value("payload");
        if (!value.isSet()) {
            return 0;
        }
        int limitBytes = Math.toIntExact(value.asWhole());
        for (ProtocolSettings port : ports) {
            int ofPort = port.server().payloadLimitBytes();
            if (ofPort > 0 && limitBytes > ofPort) {
                problems.add(ConfigErrors.suspicious(
                        service.origin("payload"),
                        Integer.toString(limitBytes),
                        "the protocol " + port.id() + " takes at most " + ofPort
                                + " bytes, and so does this service; raise payload of the protocol"));
            }
        }
        return limitBytes;
    }

    /** As in Dubbo, an implementation that is a generic service is one, unless that is denied. */
    private String generic(CheckedElement service, Ranks ranks) {
        if (ranks.pick("generic").isSet()) {
            return ranks.text("generic", NOT_GENERIC);
        }
        Object given = service.written().object("ref");
        String name = service.textOrNull("ref");
        Class<?> type = given != null ? given.getClass() : name == null ? null : beans.typeOf(name);
        return type != null && GenericService.class.isAssignableFrom(type) ? "true" : NOT_GENERIC;
    }

    private static Map<String, ServiceMethodSettings> methods(
            Ranks ranks,
            Map<String, CheckedElement> elements,
            Map<String, List<ArgumentSettings>> arguments,
            Map<String, String> parameters) {
        Map<String, ServiceMethodSettings> methods = new HashMap<>();
        elements.forEach((name, element) -> methods.put(
                name,
                method(
                        name,
                        ranks.below(element),
                        arguments.getOrDefault(name, List.of()),
                        nearest(element, parameters))));
        return methods;
    }

    private static ServiceMethodSettings method(
            String name, Ranks ranks, List<ArgumentSettings> arguments, Map<String, String> parameters) {
        return new ServiceMethodSettings(
                name,
                ranks.whole("timeout", DEFAULT_TIMEOUT_MILLIS),
                ranks.whole("executes", 0),
                ranks.textOrNull("validation"),
                arguments,
                parameters,
                ranks.origins());
    }

    private static Map<String, String> nearest(CheckedElement method, Map<String, String> outer) {
        Map<String, String> parameters = new HashMap<>(outer);
        parameters.putAll(method.parameters());
        return parameters;
    }

    private String checkImplementation(CheckedElement service, InterfaceFacts facts) {
        if (CreatedImplementation.isWanted(service)) {
            return created.check(service, facts.type());
        }
        created.refuseProperties(service);
        Object given = service.written().object("ref");
        String name = service.textOrNull("ref");
        if (given == null && name == null) {
            // A ref with a mistake has its own message already.
            String written = service.written().text("ref");
            if (written == null || written.isBlank()) {
                problems.add(ConfigErrors.missing(
                        service.written().origin("ref"), "the id of the bean that serves, or the attribute class"));
            }
            return "";
        }
        String found = name == null ? "" : name;
        Class<?> type = given != null ? given.getClass() : beans.typeOf(found);
        if (type == null) {
            problems.add(ConfigErrors.missingBean(service.origin("ref"), found, found, "bean", List.of()));
        } else if (!facts.type().isAssignableFrom(type)) {
            problems.add(ConfigErrors.wrongType(
                    ConfigCode.CFG_08,
                    service.origin("ref"),
                    found,
                    "is a " + type.getName() + ", which does not implement "
                            + facts.type().getName()));
        } else if (given == null && !beans.isSingleton(found)) {
            problems.add(ConfigErrors.wrongType(
                    ConfigCode.CFG_07,
                    service.origin("ref"),
                    found,
                    "is no singleton; a service needs one object that serves all calls"));
        }
        return found;
    }

    private void checkExecutor(Ranks ranks) {
        String name = ranks.textOrNull("executor");
        if (name == null) {
            return;
        }
        Origin origin = ranks.origins().getOrDefault("executor", Origin.BUILT_IN);
        Class<?> type = beans.typeOf(name);
        if (type == null) {
            problems.add(ConfigErrors.missingBean(origin, name, name, "bean", List.of()));
        } else if (!Executor.class.isAssignableFrom(type)) {
            problems.add(ConfigErrors.wrongType(
                    ConfigCode.CFG_07,
                    origin,
                    name,
                    "is a " + type.getName() + ", which is no " + Executor.class.getName()));
        }
    }

    private String path(CheckedElement service, String interfaceName) {
        String path = service.textOrNull("path");
        if (path == null) {
            return interfaceName;
        }
        return path.startsWith("/") ? path.substring(1) : path;
    }

    /** A written token, or a random one for {@code true}; null if calls need none. */
    private static @Nullable String token(AttributeValue value) {
        if (value instanceof AttributeValue.Text text) {
            return text.text();
        }
        return value instanceof AttributeValue.Flag flag && flag.on()
                ? UUID.randomUUID().toString()
                : null;
    }

    private static @Nullable String accessLog(
            CheckedElement service, @Nullable CheckedElement provider, List<CheckedElement> protocolElements) {
        List<CheckedElement> layers = new ArrayList<>();
        layers.add(service);
        if (provider != null) {
            layers.add(provider);
        }
        layers.addAll(protocolElements);
        AttributeValue value = new Ranks(layers).pick("accesslog");
        if (value instanceof AttributeValue.Text text) {
            return text.text();
        }
        return value instanceof AttributeValue.Flag flag && flag.on() ? "true" : null;
    }
}
