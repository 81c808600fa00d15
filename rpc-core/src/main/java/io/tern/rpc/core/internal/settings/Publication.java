// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.settings.ReferenceCalls.MethodLayer;
import io.tern.rpc.core.internal.settings.ReferenceCalls.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What registries are told about services and references: what people wrote, by Dubbo's parameter names. */
final class Publication {
    private static final List<String> OF_CALLS = List.of(
            "timeout",
            "retries",
            "loadbalance",
            "actives",
            "async",
            "sent",
            "mock",
            "cache",
            "merger",
            "failbacktasks");
    private static final List<String> OF_METHODS = List.of("executes", "return", "deprecated", "sticky");
    private static final List<String> OF_SERVICES = List.of(
            "cluster",
            "connections",
            "callbacks",
            "forks",
            "executes",
            "weight",
            "warmup",
            "dynamic",
            "deprecated",
            "document",
            "owner",
            "layer",
            "stub",
            "local");
    private static final List<String> OF_PROTOCOLS = List.of(
            "payload",
            "heartbeat",
            "accesslog",
            "threadpool",
            "threads",
            "iothreads",
            "queues",
            "accepts",
            "dispatcher");
    private static final List<String> OF_REFERENCES =
            List.of("cluster", "connections", "forks", "check", "lazy", "sticky", "owner", "layer");
    private static final List<String> OF_APPLICATIONS = List.of("owner", "organization", "architecture", "environment");
    private static final List<String> OF_MODULES = List.of("version", "owner", "organization");

    /** Keys that stay in the process: Dubbo's own list, tokens of consumers, and Tern's settings. */
    private static final Pattern PRIVATE =
            Pattern.compile("\\..*|bind\\..*|qos\\..*|tern\\..*|monitor|validation|token");
    /** Characters that end a key or a value in Dubbo's format. */
    private static final Pattern NO_KEY = Pattern.compile("[^&=]*[&=].*|");

    private final ConfigModel model;
    private final Problems problems;

    Publication(ConfigModel model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    /**
     * What a service's entry says.
     *
     * @param token what calls must bring; null if nothing
     * @param generic {@code false}, or the form of a generic service
     * @param methods the method elements by name
     * @param arguments what they say about callback arguments
     */
    Map<String, String> ofService(
            CheckedElement service,
            @Nullable CheckedElement provider,
            List<CheckedElement> protocols,
            ServiceKey key,
            @Nullable String token,
            String generic,
            Map<String, CheckedElement> methods,
            CallbackArguments arguments) {
        Map<String, String> entry = ofProcess(service);
        for (CheckedElement protocol : protocols) {
            putParameters(entry, "", protocol);
        }
        putProtocols(entry, service, provider, protocols);
        if (provider != null) {
            putParameters(entry, "", provider);
        }
        putParameters(entry, "", service);
        Ranks ranks = new Ranks(provider == null ? List.of(service) : List.of(service, provider));
        put(entry, service, ranks, OF_CALLS);
        put(entry, service, ranks, OF_SERVICES);
        putPayload(entry, service, provider, protocols);
        putText(entry, service, "dubbo.tag", ranks.textOrNull("tag"));
        putText(entry, service, "token", token);
        putKey(entry, service, key);
        methods.forEach((name, element) -> putMethod(entry, name, element));
        entry.putAll(arguments.published());
        entry.put("generic", generic);
        entry.put("serialization", "hessian2");
        entry.put("prefer.serialization", "hessian2");
        return entry;
    }

    /** What a reference's entry says; {@code generic} is false, or the form of generic calls. */
    Map<String, String> ofReference(ReferenceCalls calls, ServiceKey key, String generic) {
        CheckedElement reference = calls.reference();
        CheckedElement consumer = calls.consumer();
        Map<String, String> entry = ofProcess(reference);
        if (consumer != null) {
            putParameters(entry, "", consumer);
        }
        putParameters(entry, "", reference);
        Ranks ranks = calls.ranks(Words.of(ProviderLayer.SILENT));
        put(entry, reference, ranks, OF_CALLS);
        put(entry, reference, ranks, OF_REFERENCES);
        putText(entry, reference, "dubbo.tag", ranks.textOrNull("tag"));
        putKey(entry, reference, key);
        calls.elements().forEach((name, element) -> putMethod(entry, name, element));
        if (!generic.equals("false")) {
            entry.put("generic", generic);
        }
        return entry;
    }

    private Map<String, String> ofProcess(CheckedElement element) {
        Map<String, String> entry = new HashMap<>();
        CheckedElement application = model.applicationOf(element);
        if (application != null) {
            putParameters(entry, "", application);
            Ranks ranks = new Ranks(List.of(application));
            put(entry, application, ranks, OF_APPLICATIONS);
            putText(entry, application, "application.version", text(ranks.pick("version")));
        }
        CheckedElement module = model.defaultsOf(element, ElementKind.MODULE);
        if (module != null) {
            putParameters(entry, "", module);
            putText(entry, module, "module", module.textOrNull("name"));
            for (String name : OF_MODULES) {
                putText(entry, module, "module." + name, text(module.value(name)));
            }
        }
        return entry;
    }

    /** An entry is about one service, not about one of its ports: what these disagree on is left out. */
    private void putProtocols(
            Map<String, String> entry,
            CheckedElement service,
            @Nullable CheckedElement provider,
            List<CheckedElement> protocols) {
        for (String name : OF_PROTOCOLS) {
            List<@Nullable String> texts = new ArrayList<>();
            for (CheckedElement protocol : protocols) {
                List<Layer> layers = new ArrayList<>();
                if (name.equals("accesslog")) {
                    layers.add(service);
                    addIfThere(layers, provider);
                    layers.add(protocol);
                } else {
                    layers.add(protocol);
                    addIfThere(layers, provider);
                }
                texts.add(text(new Ranks(layers).pick(name)));
            }
            if (texts.stream().distinct().count() == 1) {
                putText(entry, service, name, texts.get(0));
            }
        }
    }

    /** What counts of a service's own limit, which cannot be larger than that of a port. */
    private void putPayload(
            Map<String, String> entry,
            CheckedElement service,
            @Nullable CheckedElement provider,
            List<CheckedElement> protocols) {
        AttributeValue own = service.value("payload");
        if (!own.isSet()) {
            return;
        }
        Set<Long> limits = new HashSet<>();
        for (CheckedElement protocol : protocols) {
            List<Layer> layers = new ArrayList<>(List.of(protocol));
            addIfThere(layers, provider);
            int ofPort = new Ranks(layers).whole("payload", ServerSettings.DEFAULT.payloadLimitBytes());
            limits.add(Math.min(own.asWhole(), ofPort));
        }
        entry.remove("payload");
        if (limits.size() == 1) {
            putText(entry, service, "payload", limits.iterator().next().toString());
        }
    }

    private static void addIfThere(List<Layer> layers, @Nullable CheckedElement element) {
        if (element != null) {
            layers.add(element);
        }
    }

    private void putKey(Map<String, String> entry, CheckedElement element, ServiceKey key) {
        putText(entry, element, "group", key.group());
        putText(entry, element, "version", key.version());
    }

    private void putMethod(Map<String, String> entry, String name, CheckedElement element) {
        putParameters(entry, name + ".", element);
        Ranks ranks = new Ranks(List.of(new MethodLayer(element)));
        for (List<String> keys : List.of(OF_CALLS, OF_METHODS)) {
            for (String key : keys) {
                putText(entry, element, name + "." + key, text(ranks.pick(key)));
            }
        }
    }

    private void putParameters(Map<String, String> entry, String prefix, CheckedElement element) {
        new TreeMap<>(element.parameters()).forEach((key, value) -> {
            if (!PRIVATE.matcher(key).matches()) {
                putText(entry, element, prefix + key, value);
            }
        });
    }

    private void put(Map<String, String> entry, CheckedElement element, Ranks ranks, List<String> names) {
        for (String name : names) {
            putText(entry, element, name, text(ranks.pick(name)));
        }
    }

    private void putText(Map<String, String> entry, CheckedElement element, String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return;
        }
        if (value.indexOf('&') >= 0 || NO_KEY.matcher(key).matches()) {
            problems.add(ConfigErrors.withoutEffect(
                    element.origin(key), "an entry of a registry cannot hold this character: &, or = in a key"));
        } else {
            entry.put(key, value);
        }
    }

    private static @Nullable String text(AttributeValue value) {
        if (value instanceof AttributeValue.Flag flag) {
            return Boolean.toString(flag.on());
        }
        if (value instanceof AttributeValue.Whole whole) {
            return Long.toString(whole.number());
        }
        if (value instanceof AttributeValue.Text text) {
            return text.text();
        }
        return value instanceof AttributeValue.Items items ? String.join(",", items.items()) : null;
    }
}
