// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.spi.transport.ConnectionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of references. The ranks, strongest first: method of the reference, method in the query of the URL, reference,
 * query of the URL, consumer (docs/compatibility.md, "Precedence").
 */
final class ReferenceResolver {
    private static final Logger log = LoggerFactory.getLogger(ReferenceResolver.class);
    private static final int DEFAULT_TIMEOUT_MILLIS = 1_000;
    private static final int DEFAULT_RETRIES = 2;
    private static final int DEFAULT_FORKS = 2;
    private static final int DEFAULT_FAILBACK_TASKS = 100;

    private final ConfigModel model;
    private final Problems problems;
    private final ClassLoader loader;

    ReferenceResolver(ConfigModel model, Problems problems, ClassLoader loader) {
        this.model = model;
        this.problems = problems;
        this.loader = loader;
    }

    /** The settings of one reference; null, with the mistakes noted, if they cannot be made. */
    @Nullable
    ReferenceSettings resolve(CheckedElement reference) {
        CheckedElement consumer = model.defaultsOf(reference, ElementKind.CONSUMER);
        InterfaceFacts facts = InterfaceFacts.of(reference, loader, problems);
        if (consumer != null) {
            problems.addAll(consumer.whenUsed());
        }
        checkRegistries(reference);
        List<DirectUrl> urls = urls(reference);
        if (facts == null || urls.isEmpty()) {
            return null;
        }
        // One list of settings for all direct addresses: where their queries differ, the first one's count.
        DirectUrl url = urls.get(0);
        List<Layer> layers = new ArrayList<>(List.of(reference, url.forReference()));
        if (consumer != null) {
            layers.add(consumer);
            logRanks(reference, url, consumer);
        }
        Ranks ranks = new Ranks(layers);
        Map<String, String> parameters = parameters(reference, consumer);
        Map<String, CheckedElement> methodElements = facts.methods(reference, model, problems);
        MethodSettings defaults = method("*", ranks, null, ofTern(parameters));
        return new ReferenceSettings(
                reference.id(),
                facts.type(),
                new ServiceKey(ranks.textOrNull("group"), facts.type().getName(), ranks.textOrNull("version")),
                urls.stream().map(DirectUrl::endpoint).toList(),
                List.of(),
                ranks.flag("check", true),
                ranks.flag("init", true),
                ranks.text("cluster", "failover"),
                ranks.text("proxy", "javassist"),
                ranks.whole("connections", 0),
                ranks.allItems("filter"),
                parameter("token", reference, consumer),
                connection(ranks, url.endpoint(), reference, consumer),
                defaults,
                methods(facts, url, ranks, methodElements, ofTern(parameters)),
                null,
                Map.of(),
                parameters,
                origins(ranks, reference));
    }

    /** The url is read from the reference itself and not by rank, so it is added here. */
    private static Map<String, Origin> origins(Ranks ranks, CheckedElement reference) {
        Map<String, Origin> origins = new HashMap<>(ranks.origins());
        origins.put("url", reference.origin("url"));
        return origins;
    }

    /** Dubbo 2.7 and later let the consumer element win over the provider, against their own documentation. */
    private static void logRanks(CheckedElement reference, DirectUrl url, CheckedElement consumer) {
        for (AttributeSpec spec : AttributeCatalog.standard().attributesOf(ElementKind.CONSUMER)) {
            AttributeValue ofUrl = url.forReference().value(spec.name());
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

    private Map<String, MethodSettings> methods(
            InterfaceFacts facts,
            DirectUrl url,
            Ranks ranks,
            Map<String, CheckedElement> elements,
            Map<String, String> inherited) {
        Map<String, MethodSettings> methods = new HashMap<>();
        for (String name : facts.methodNames()) {
            CheckedElement element = elements.get(name);
            if (element == null && !url.mentions(name)) {
                continue;
            }
            Ranks ofUrl = ranks.below(url.forMethod(name));
            if (element != null && !element.flag("async", true) && ofUrl.flag("async", false)) {
                log.info(
                        "{}: calls are synchronous, as written; Dubbo would ignore this async=\"false\"",
                        element.written());
            }
            methods.put(name, method(name, element == null ? ofUrl : ofUrl.below(element), element, inherited));
        }
        return methods;
    }

    private MethodSettings method(
            String name, Ranks ranks, @Nullable CheckedElement element, Map<String, String> inherited) {
        int retries = Math.max(0, ranks.whole("retries", DEFAULT_RETRIES));
        if (element != null && !element.value("retries").isSet() && !element.flag("retry", true)) {
            retries = 0;
        }
        boolean oneWay = !ranks.flag("return", true);
        HookSettings onReturn = hook(ranks, element, "onreturn");
        HookSettings onThrow = hook(ranks, element, "onthrow");
        if (element != null && oneWay && (onReturn != null || onThrow != null)) {
            problems.add(ConfigErrors.contradiction(
                    element.origin("return"),
                    "false",
                    "onreturn and onthrow, which need a reply; remove them or the return"));
        }
        Map<String, String> parameters = new HashMap<>(inherited);
        if (element != null) {
            parameters.putAll(element.parameters());
        }
        return new MethodSettings(
                name,
                ranks.whole("timeout", DEFAULT_TIMEOUT_MILLIS),
                retries,
                ranks.flag("async", false),
                oneWay,
                ranks.flag("sent", false),
                ranks.whole("actives", 0),
                ranks.text("loadbalance", "random"),
                false,
                null,
                null,
                DEFAULT_FORKS,
                DEFAULT_FAILBACK_TASKS,
                hook(ranks, element, "oninvoke"),
                onReturn,
                onThrow,
                parameters,
                ranks.origins());
    }

    private @Nullable HookSettings hook(Ranks ranks, @Nullable CheckedElement element, String attribute) {
        // Only methods have hooks: the element is the first place that is asked.
        String text = element == null || !element.value(attribute).isSet() ? null : ranks.textOrNull(attribute);
        if (text == null) {
            return null;
        }
        int dot = text.lastIndexOf('.');
        return new HookSettings(text.substring(0, dot), text.substring(dot + 1));
    }

    private List<DirectUrl> urls(CheckedElement reference) {
        AttributeValue value = reference.value("url");
        if (!value.isSet()) {
            // A url with a mistake is written all the same, and has its own message.
            String written = reference.written().text("url");
            if (written == null || written.isBlank()) {
                problems.add(ConfigErrors.nowhereToCall(reference.written().origin(null)));
            }
            return List.of();
        }
        String path = reference.textOrNull("interface");
        Origin origin = reference.origin("url");
        if (OutsideSettings.isProperty(origin)) {
            log.warn("{} calls what {} says; its own url and registry do not count", reference.written(), origin);
        }
        List<DirectUrl> urls = new ArrayList<>();
        for (String address : value.asItems()) {
            urls.add(new DirectUrl(address, path == null ? "" : path, origin, problems));
        }
        return urls;
    }

    private void checkRegistries(CheckedElement reference) {
        model.checkRegistries(reference);
        AttributeValue value = reference.value("registry");
        boolean direct = reference.value("url").isSet() && !OutsideSettings.isProperty(reference.origin("url"));
        if (!value.isSet() || !direct) {
            return;
        }
        for (String id : value.asItems()) {
            if (model.named(ElementKind.REGISTRY, id) != null) {
                problems.add(ConfigErrors.contradiction(
                        reference.origin("registry"),
                        id,
                        "the attribute url, which calls without a registry; keep one of them"));
            }
        }
    }

    private ConnectionSettings connection(
            Ranks ranks, Endpoint endpoint, CheckedElement reference, @Nullable CheckedElement consumer) {
        ConnectionSettings standard = ConnectionSettings.DEFAULT;
        Numbers numbers = new Numbers(endpoint, reference, consumer);
        return new ConnectionSettings(
                numbers.of("connect.timeout", standard.connectTimeoutMillis(), 1),
                numbers.of("heartbeat", standard.heartbeatMillis(), 0),
                reconnectMillis(ranks.pick("reconnect"), standard.reconnectMillis()),
                numbers.of("payload", standard.payloadLimitBytes(), Integer.MIN_VALUE),
                ranks.flag("lazy", false));
    }

    private static int reconnectMillis(AttributeValue written, int builtIn) {
        if (written instanceof AttributeValue.Whole whole) {
            return Math.toIntExact(whole.number());
        }
        return written.isSet() && !written.asFlag() ? 0 : builtIn;
    }

    /** Settings of connections that have no attribute on a reference: they come as parameters or in the query of the URL. */
    private final class Numbers {
        private final Endpoint endpoint;
        private final CheckedElement reference;
        private final @Nullable CheckedElement consumer;

        Numbers(Endpoint endpoint, CheckedElement reference, @Nullable CheckedElement consumer) {
            this.endpoint = endpoint;
            this.reference = reference;
            this.consumer = consumer;
        }

        int of(String key, int builtIn, int lowest) {
            String text = reference.parameters().get(key);
            if (text == null) {
                text = endpoint.parameters().get(key);
            }
            if (text == null && consumer != null) {
                text = consumer.parameters().get(key);
            }
            if (text == null || text.isBlank()) {
                return builtIn;
            }
            try {
                int number = Integer.parseInt(text.strip());
                if (number >= lowest) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Reported below, together with numbers that are out of range.
            }
            problems.add(ConfigErrors.malformed(
                    ConfigCode.CFG_02,
                    reference.written().origin(key),
                    text,
                    "a whole number from " + Math.max(lowest, 0) + " to " + Integer.MAX_VALUE));
            return builtIn;
        }
    }

    private static @Nullable String parameter(String key, CheckedElement reference, @Nullable CheckedElement consumer) {
        String text = reference.parameters().get(key);
        return text != null || consumer == null ? text : consumer.parameters().get(key);
    }

    private static Map<String, String> parameters(CheckedElement reference, @Nullable CheckedElement consumer) {
        Map<String, String> parameters = new HashMap<>(consumer == null ? Map.of() : consumer.parameters());
        parameters.putAll(reference.parameters());
        return parameters;
    }

    /** Those that stand for an attribute that Dubbo does not have; as attributes, they hold for the methods too. */
    private static Map<String, String> ofTern(Map<String, String> parameters) {
        Map<String, String> own = new HashMap<>(parameters);
        own.keySet().removeIf(key -> !key.startsWith("tern."));
        return own;
    }
}
