// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ReferenceStyle;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.core.internal.settings.ReferenceCalls.Words;
import io.tern.rpc.spi.Ticker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works the word of providers and rules into the settings of references. Thread-safe: registries ask on their own threads.
 *
 * <p>What comes out of a registry was written by other processes. A wrong value counts as not there; what would turn calls
 * into calls of another kind ({@code async}, {@code sent}, {@code return}) is left to the consumer, and so is code: a mock
 * that names a class, a merger that names a method. {@link OutsideLimits} says how far numbers count.
 */
final class ProviderMerge {
    private static final Logger log = LoggerFactory.getLogger(ProviderMerge.class);
    private static final int LINES = 10;
    private static final int INTERVAL_MILLIS = 60_000;
    private static final String MERGEABLE = "mergeable";
    private static final Set<String> KINDS_OF_CALL = Set.of("async", "sent", "return");
    private static final Pattern VALUE = Pattern.compile("return(\\s.*)?|throw|force", Pattern.DOTALL);
    private static final Set<String> WORDS_FOR_OFF = Set.of("", "false", "0", "null", "n/a");
    /** What must fit the methods of the interface. */
    private static final Set<String> FITTED = Set.of("mock", "merger");

    private final Map<String, Set<String>> extensions;
    private final Map<String, Known> byId = new ConcurrentHashMap<>();
    private final LogLimit warnings = new LogLimit(Ticker.SYSTEM, LINES, INTERVAL_MILLIS);

    /**
     * A reference.
     *
     * @param check finds what does not fit its interface
     * @param told by setting what was said about it already: at most a handful of names
     */
    private record Known(
            ReferenceCalls calls, Function<ReferenceSettings, List<ConfigProblem>> check, Set<String> told) {}

    ProviderMerge(Map<String, Set<String>> extensions) {
        this.extensions = extensions;
    }

    /** {@code check} finds what does not fit the reference's interface, in settings that are otherwise fine. */
    void add(String id, ReferenceCalls calls, Function<ReferenceSettings, List<ConfigProblem>> check) {
        byId.put(id, new Known(calls, check, ConcurrentHashMap.newKeySet()));
    }

    void remove(String id) {
        byId.remove(id);
    }

    /** The settings with what the hints say; never fails because of what they say. */
    ReferenceSettings merged(ReferenceSettings reference, ProviderHints hints) {
        Known known = byId.get(reference.id());
        // A reference that was closed meanwhile needs no news.
        if (known == null || hints.isEmpty()) {
            return reference;
        }
        tellWhatDoesNotCount(reference, known, hints.provider());
        tellWhatDoesNotCount(reference, known, hints.override());
        Integer payload = known.calls().ownPayload();
        Words words = new Words(
                layer(reference, "rule override", hints.override(), payload),
                layer(reference, "provider", hints.provider(), payload),
                layer(reference, "rule absent", hints.absent(), payload));
        ReferenceSettings merged = merged(reference, known.calls(), words);
        if (FITTED.stream().noneMatch(words::decide)) {
            return merged;
        }
        Set<String> unfit = unfit(merged, known);
        return unfit.isEmpty() ? merged : merged(reference, known.calls(), words.without(unfit));
    }

    /** Settings that do not fit the interface; each is warned of. */
    private Set<String> unfit(ReferenceSettings merged, Known known) {
        Set<String> unfit = new HashSet<>();
        for (ConfigProblem problem : known.check().apply(merged)) {
            String name = problem.origin().attribute();
            if (problem.isError() && name != null && FITTED.contains(name) && unfit.add(name)) {
                warn(merged, "provider or rule", name, "it does not fit the methods of the interface");
            }
        }
        return unfit;
    }

    private ReferenceSettings merged(ReferenceSettings reference, ReferenceCalls calls, Words words) {
        Ranks ranks = calls.ranks(words);
        // Calls to several groups whose results are merged have nothing else to choose from.
        String cluster = reference.cluster().equals(MERGEABLE) ? MERGEABLE : ranks.text("cluster", reference.cluster());
        int connections = ranks.whole("connections", reference.connections());
        Map<String, Origin> origins = new HashMap<>(reference.origins());
        // What the reference itself says was checked at start, and what others say in layer().
        ConnectionSettings connection = calls.connection(words, ranks, problem -> {});
        origins.putAll(ranks.origins());
        return new ReferenceSettings(
                reference.id(),
                reference.serviceInterface(),
                reference.service(),
                reference.endpoints(),
                reference.registries(),
                reference.check(),
                reference.init(),
                cluster,
                reference.proxy(),
                connections,
                reference.filters(),
                reference.token(),
                style(reference.style(), ranks),
                connection,
                calls.defaults(words),
                calls.methods(words),
                reference.tag(),
                reference.published(),
                calls.parameters(words),
                origins);
    }

    private static ReferenceStyle style(ReferenceStyle style, Ranks ranks) {
        return new ReferenceStyle(
                style.scope(),
                style.generic(),
                style.stub(),
                Math.max(1, ranks.whole("callbacks", style.callbacks())),
                style.listeners(),
                style.onConnect(),
                style.onDisconnect(),
                style.routers(),
                style.sharedConnections());
    }

    private ProviderLayer layer(
            ReferenceSettings reference, String source, Map<String, String> parameters, @Nullable Integer payload) {
        Map<String, String> counting = new HashMap<>();
        parameters.forEach((key, value) -> {
            if (!ProviderHints.isMerged(key)) {
                return;
            }
            String fault = fault(ParameterKey.of(key).name(), value, payload);
            if (fault == null) {
                counting.put(key, value);
            } else {
                warn(reference, source, key, fault);
            }
        });
        return counting.isEmpty()
                ? ProviderLayer.SILENT
                : new ProviderLayer(
                        counting,
                        key -> new Origin(source + " of " + reference.service(), null, key, null),
                        extensions,
                        problem -> warn(reference, source, problem));
    }

    /** Why a value does not count, whatever the interface; null if it does, or if the attribute's own check looks at it. */
    private static @Nullable String fault(String name, String value, @Nullable Integer payload) {
        boolean isCode = name.equals("mock")
                ? !isMockWithoutCode(value)
                : name.equals("merger") && value.strip().startsWith(".");
        if (isCode) {
            return "it names code of another process; write it on the reference";
        }
        if (name.equals(CallbackArguments.NAME) && !CallbackArguments.isLegal(value)) {
            return "it is not true or false";
        }
        if (ReferenceCalls.isLegal(name, value)) {
            return OutsideLimits.fault(name, value, payload);
        }
        return name.equals(ReferenceCalls.COUNTDOWN)
                ? "it is neither true nor false"
                : "it is not a whole number that is legal there";
    }

    /** {@code return} with a value, {@code throw} without a class, or a word that switches off. */
    private static boolean isMockWithoutCode(String text) {
        String mock = text.strip().toLowerCase(Locale.ROOT);
        if (mock.startsWith("force:") || mock.startsWith("fail:")) {
            mock = mock.substring(mock.indexOf(':') + 1).strip();
        }
        return VALUE.matcher(mock).matches() || WORDS_FOR_OFF.contains(mock);
    }

    private static void tellWhatDoesNotCount(ReferenceSettings reference, Known known, Map<String, String> parameters) {
        parameters.forEach((key, value) -> {
            String name = ParameterKey.of(key).name();
            if (KINDS_OF_CALL.contains(name)) {
                boolean usual = value.isBlank() || value.strip().equals(name.equals("return") ? "true" : "false");
                if (!usual && known.told().add(name)) {
                    log.warn(
                            "{}: a registry says {}, which is the consumer's to decide and does not count; write it on"
                                    + " the reference if you want it",
                            reference,
                            name);
                }
            } else if (!ProviderHints.isMerged(key) && known.told().add(name)) {
                log.debug("{}: {} of a provider names code of another process and does not count", reference, name);
            }
        });
    }

    private void warn(ReferenceSettings reference, String source, ConfigProblem problem) {
        if (problem.isError()) {
            String key = String.valueOf(problem.origin().attribute());
            String legal = AttributeCatalog.standard()
                    .find(ElementKind.REFERENCE, ParameterKey.of(key).name())
                    .map(AttributeSpec::legal)
                    .orElse("legal");
            warn(reference, source, key, "it is not " + legal);
        }
    }

    private void warn(ReferenceSettings reference, String source, String key, String why) {
        long suppressed = warnings.pass();
        if (suppressed != LogLimit.SUPPRESSED) {
            log.warn(
                    "{}: {} of a {} does not count: {}{}",
                    reference,
                    SafeText.of(key),
                    source,
                    why,
                    suppressed == 0 ? "" : " (" + suppressed + " lines like this one were left out)");
        }
    }
}
