// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.FlagWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the calls of one reference, worked out from what its elements, its providers and rules say
 * (docs/compatibility.md, "Precedence"). Immutable: registries ask again, on threads of their own, whenever a provider says
 * something new.
 *
 * @param reference the element
 * @param consumer the element with its defaults; null if there is none
 * @param methodNames the methods of the interface; null if it is not known, for generic calls: then those that somebody
 *     mentions
 * @param elements the method elements by name
 * @param arguments what is said about parameters
 * @param application the parameters of the application
 * @param tls keys and trust of encrypted connections
 * @param encrypted whether all its connections are
 */
record ReferenceCalls(
        CheckedElement reference,
        @Nullable CheckedElement consumer,
        @Nullable Collection<String> methodNames,
        Map<String, CheckedElement> elements,
        CallbackArguments arguments,
        Map<String, String> application,
        TlsSettings tls,
        boolean encrypted) {
    private static final int DEFAULT_TIMEOUT_MILLIS = 1_000;
    private static final int DEFAULT_RETRIES = 2;
    private static final int DEFAULT_FORKS = 2;
    private static final int DEFAULT_FAILBACK_TASKS = 100;
    /** Of methods of an interface that is not here; a registry may hold anything. */
    private static final int MOST_MENTIONED = 1_000;

    /** By key, the lowest legal number of settings of connections that have no attribute on a reference. */
    private static final Map<String, Integer> LOWEST =
            Map.of("connect.timeout", 1, "heartbeat", 0, "payload", Integer.MIN_VALUE);
    /** Whether providers are told how much time is left: a word, where the other settings of this kind are numbers. */
    static final String COUNTDOWN = "enable-timeout-countdown";

    /** Whether synchronous and one-way calls leave a future too. */
    static final String FUTURE_OF_EVERY_CALL = "future.sync.set";

    /** Settings that a provider may decide, and that are no attributes. */
    private static final List<String> FREE_KEYS =
            List.of("hash.arguments", "hash.nodes", COUNTDOWN, ProviderHints.DEPRECATED);
    /** Parameters of the application that hold for all its calls. */
    private static final List<String> OF_APPLICATION = List.of(COUNTDOWN, "tern.deadline", FUTURE_OF_EVERY_CALL);

    /**
     * What others say about the calls.
     *
     * @param override rules that win over the reference
     * @param provider the provider itself
     * @param absent rules that hold where nobody says anything
     */
    record Words(ProviderLayer override, ProviderLayer provider, ProviderLayer absent) {
        /** Those of a provider for which there are no rules. */
        static Words of(ProviderLayer provider) {
            return new Words(ProviderLayer.SILENT, provider, ProviderLayer.SILENT);
        }

        boolean mention(String method) {
            return override.mentions(method) || provider.mentions(method) || absent.mentions(method);
        }

        /** Whether anybody says a value for the setting, of whichever method. */
        boolean decide(String name) {
            return override.decides(name) || provider.decides(name) || absent.decides(name);
        }

        /** The same words but for some settings. */
        Words without(Set<String> names) {
            return new Words(override.without(names), provider.without(names), absent.without(names));
        }
    }

    /** The ranks of settings that belong to the reference as a whole. */
    Ranks ranks(Words words) {
        List<Layer> layers = new ArrayList<>(List.of(words.override.all(), reference, words.provider.all()));
        if (consumer != null) {
            layers.add(consumer);
        }
        layers.add(words.provider.defaults());
        layers.add(words.absent.all());
        return new Ranks(layers);
    }

    private Ranks ranks(Words words, String method) {
        List<Layer> layers = new ArrayList<>();
        layers.add(words.override.method(method));
        CheckedElement element = elements.get(method);
        if (element != null) {
            layers.add(new MethodLayer(element));
        }
        layers.addAll(List.of(words.provider.method(method), words.override.all(), reference, words.provider.all()));
        if (consumer != null) {
            layers.add(consumer);
        }
        layers.addAll(List.of(
                words.provider.defaults(method),
                words.provider.defaults(),
                words.absent.method(method),
                words.absent.all()));
        return new Ranks(layers);
    }

    /** Settings of methods that nobody mentions by name. */
    MethodSettings defaults(Words words) {
        return method("*", ranks(words), List.of(), parameters(words));
    }

    /** Settings of methods that somebody mentions by name. */
    Map<String, MethodSettings> methods(Words words) {
        Map<String, MethodSettings> methods = new HashMap<>();
        for (String name : methodNames == null ? mentioned(words) : methodNames) {
            if (elements.containsKey(name) || words.mention(name)) {
                methods.put(
                        name,
                        method(
                                name,
                                ranks(words, name),
                                arguments.of(name, key -> said(words, key), isDirect()),
                                parameters(words, name)));
            }
        }
        return methods;
    }

    private boolean isDirect() {
        return reference.value("url").isSet();
    }

    private static @Nullable String said(Words words, String key) {
        return first(words.override.parameter(key), words.provider.parameter(key), words.absent.parameter(key));
    }

    private Set<String> mentioned(Words words) {
        Set<String> names = new TreeSet<>(elements.keySet());
        for (ProviderLayer layer : List.of(words.override, words.provider, words.absent)) {
            layer.methods().limit(MOST_MENTIONED).forEach(names::add);
        }
        return names;
    }

    private static MethodSettings method(
            String name, Ranks ranks, List<ArgumentSettings> arguments, Map<String, String> parameters) {
        return new MethodSettings(
                name,
                ranks.whole("timeout", DEFAULT_TIMEOUT_MILLIS),
                Math.max(0, ranks.whole("retries", DEFAULT_RETRIES)),
                ranks.flag("async", false),
                !ranks.flag("return", true),
                ranks.flag("sent", false),
                ranks.whole("actives", 0),
                ranks.text("loadbalance", "random"),
                ranks.flag("sticky", false),
                ranks.textOrNull("mock"),
                ranks.textOrNull("merger"),
                ranks.whole("forks", DEFAULT_FORKS),
                ranks.whole("failbacktasks", DEFAULT_FAILBACK_TASKS),
                ranks.textOrNull("cache"),
                ranks.textOrNull("validation"),
                arguments,
                hook(ranks, "oninvoke"),
                hook(ranks, "onreturn"),
                hook(ranks, "onthrow"),
                parameters,
                ranks.origins());
    }

    private static @Nullable HookSettings hook(Ranks ranks, String attribute) {
        String text = ranks.textOrNull(attribute);
        if (text == null) {
            return null;
        }
        int dot = text.lastIndexOf('.');
        return new HookSettings(text.substring(0, dot), text.substring(dot + 1));
    }

    /** How connections behave; what cannot be a number is told and does not count. */
    ConnectionSettings connection(Words words, Ranks ranks, Consumer<ConfigProblem> problems) {
        ConnectionSettings standard = ConnectionSettings.DEFAULT;
        return new ConnectionSettings(
                number(words, "connect.timeout", standard.connectTimeoutMillis(), problems),
                number(words, "heartbeat", standard.heartbeatMillis(), problems),
                reconnectMillis(ranks.pick("reconnect"), standard.reconnectMillis()),
                number(words, "payload", standard.payloadLimitBytes(), problems),
                ranks.flag("lazy", false),
                tls,
                encrypted);
    }

    private static int reconnectMillis(AttributeValue written, int builtIn) {
        if (written instanceof AttributeValue.Whole whole) {
            return Math.toIntExact(whole.number());
        }
        return written.isSet() && !written.asFlag() ? 0 : builtIn;
    }

    private int number(Words words, String key, int builtIn, Consumer<ConfigProblem> problems) {
        String text = parameter(words, key);
        if (text == null) {
            return builtIn;
        }
        if (isLegal(key, text)) {
            return Integer.parseInt(text.strip());
        }
        problems.accept(ConfigErrors.malformed(
                ConfigCode.CFG_02,
                reference.written().origin(key),
                text,
                "a whole number from " + Math.max(LOWEST.getOrDefault(key, 0), 0) + " to " + Integer.MAX_VALUE));
        return builtIn;
    }

    /** Whether the text is legal for the key; true for keys that are checked elsewhere or not at all, and for blank texts. */
    static boolean isLegal(String key, String text) {
        if (key.equals(COUNTDOWN)) {
            return text.isBlank() || FlagWord.of(text) != null;
        }
        Integer lowest = LOWEST.get(key);
        if (lowest == null || text.isBlank()) {
            return true;
        }
        try {
            return Integer.parseInt(text.strip()) >= lowest;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** All {@code dubbo:parameter} entries, and what the provider says about those that it may decide. */
    Map<String, String> parameters(Words words) {
        Map<String, String> parameters = new HashMap<>(application);
        parameters.keySet().retainAll(OF_APPLICATION);
        parameters.putAll(consumer == null ? Map.of() : consumer.parameters());
        parameters.putAll(reference.parameters());
        for (String key : FREE_KEYS) {
            String text = parameter(words, key);
            if (text != null) {
                parameters.put(key, text);
            }
        }
        return parameters;
    }

    private Map<String, String> parameters(Words words, String method) {
        CheckedElement element = elements.get(method);
        Map<String, String> own = element == null ? Map.of() : element.parameters();
        Map<String, String> parameters = parameters(words);
        parameters.putAll(own);
        for (String key : FREE_KEYS) {
            String ofMethod = method + "." + key;
            String text = first(words.override.parameter(ofMethod), own.get(key), words.provider.parameter(ofMethod));
            if (text != null) {
                parameters.put(key, text);
            } else if (!parameters.containsKey(key) && words.absent.parameter(ofMethod) != null) {
                parameters.put(key, String.valueOf(words.absent.parameter(ofMethod)));
            }
        }
        return parameters;
    }

    /** The text of a parameter of the reference, by the same ranks as attributes; null if nobody says anything. */
    @Nullable
    String parameter(Words words, String key) {
        return first(
                words.override.parameter(key),
                reference.parameters().get(key),
                words.provider.parameter(key),
                consumer == null ? null : consumer.parameters().get(key),
                OF_APPLICATION.contains(key) ? application.get(key) : null,
                words.provider.parameter("default." + key),
                words.absent.parameter(key));
    }

    /** A parameter that only the consumer decides; null if it is not written. */
    @Nullable
    String ownParameter(String key) {
        String text = reference.parameters().get(key);
        return text != null || consumer == null ? text : consumer.parameters().get(key);
    }

    /** The largest message, if the consumer says a legal one. */
    @Nullable
    Integer ownPayload() {
        String text = ownParameter("payload");
        return text == null || text.isBlank() || !isLegal("payload", text) ? null : Integer.valueOf(text.strip());
    }

    private static @Nullable String first(@Nullable String... texts) {
        return Stream.of(texts)
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .orElse(null);
    }

    /** A method element, in which the old {@code retry="false"} stands for no retries. */
    record MethodLayer(CheckedElement element) implements Layer {
        @Override
        public AttributeValue value(String name) {
            return standsInRetry(name) ? new AttributeValue.Whole(0) : element.value(name);
        }

        @Override
        public Origin origin(String name) {
            return element.origin(standsInRetry(name) ? "retry" : name);
        }

        private boolean standsInRetry(String name) {
            return name.equals("retries") && !element.value(name).isSet() && !element.flag("retry", true);
        }
    }
}
