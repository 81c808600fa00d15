// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.ZOOKEEPER;
import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.fixture.LogCapture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderMergeTest {
    private final SettingsBench bench = new SettingsBench();

    private ReferenceSettings reference(Consumer<ConfigElement> attributes) {
        return bench.refer(attributes, registry(ZOOKEEPER));
    }

    private ReferenceSettings merged(ReferenceSettings reference, ProviderHints hints) {
        return bench.resolver().merged(reference, hints);
    }

    private static ProviderHints provider(String... keysAndValues) {
        return new ProviderHints(map(keysAndValues), Map.of(), Map.of());
    }

    private static Map<String, String> map(String... keysAndValues) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** The places that can set a timeout of a method, strongest first. */
    private static final List<String> PLACES = List.of(
            "override findFoo.timeout",
            "method",
            "provider findFoo.timeout",
            "override timeout",
            "reference",
            "provider timeout",
            "consumer",
            "provider default.findFoo.timeout",
            "provider default.timeout",
            "absent findFoo.timeout",
            "absent timeout");

    static Stream<List<String>> placesTakenAwayFromTheTop() {
        return Stream.iterate(0, i -> i + 1).limit(PLACES.size() + 1).map(i -> PLACES.subList(i, PLACES.size()));
    }

    /** Each place says a number of its own. */
    private static String number(String place) {
        return Integer.toString(100 + PLACES.indexOf(place));
    }

    private static Map<String, String> saying(List<String> places, String source) {
        Map<String, String> parameters = new HashMap<>();
        for (String place : places) {
            if (place.startsWith(source + " ")) {
                parameters.put(place.substring(source.length() + 1), number(place));
            }
        }
        return parameters;
    }

    private ReferenceSettings withPlaces(List<String> places) {
        ConfigElement consumer = ConfigElement.of(ElementKind.CONSUMER)
                .set("timeout", places.contains("consumer") ? number("consumer") : null);
        ReferenceSettings reference = bench.refer(
                r -> r.set("timeout", places.contains("reference") ? number("reference") : null)
                        .method("findFoo", m -> m.set("timeout", places.contains("method") ? number("method") : null)),
                registry(ZOOKEEPER),
                consumer);
        return merged(
                reference,
                new ProviderHints(saying(places, "provider"), saying(places, "override"), saying(places, "absent")));
    }

    @ParameterizedTest
    @MethodSource("placesTakenAwayFromTheTop")
    void theStrongestPlaceDecidesForAMethod(List<String> places) {
        int expected = places.isEmpty() ? 1_000 : Integer.parseInt(number(places.get(0)));
        assertThat(withPlaces(places).method("findFoo").timeoutMillis()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("placesTakenAwayFromTheTop")
    void theStrongestPlaceDecidesForMethodsThatNobodyNames(List<String> places) {
        int expected = places.stream()
                .filter(place -> !place.equals("method") && !place.contains("findFoo"))
                .findFirst()
                .map(place -> Integer.parseInt(number(place)))
                .orElse(1_000);
        assertThat(withPlaces(places).method("countFoo").timeoutMillis()).isEqualTo(expected);
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                setting("retries", "0", s -> s.defaults().retries(), 0),
                setting("loadbalance", "roundrobin", s -> s.defaults().loadBalance(), "roundrobin"),
                setting("loadbalance", "nearest", s -> s.defaults().loadBalance(), "nearest"),
                setting("cluster", "failfast", ReferenceSettings::cluster, "failfast"),
                setting("cluster", "careful", ReferenceSettings::cluster, "careful"),
                setting("actives", "7", s -> s.defaults().actives(), 7),
                setting("sticky", "true", s -> s.defaults().sticky(), true),
                setting("mock", "force:return null", s -> s.defaults().mock(), "force:return null"),
                setting("merger", "list", s -> s.defaults().merger(), "list"),
                setting("forks", "3", s -> s.defaults().forks(), 3),
                setting("failbacktasks", "9", s -> s.defaults().failbackTasks(), 9),
                setting("connections", "2", ReferenceSettings::connections, 2),
                setting("lazy", "true", s -> s.connection().lazy(), true),
                setting("reconnect", "false", s -> s.connection().reconnectMillis(), 0),
                setting("heartbeat", "7000", s -> s.connection().heartbeatMillis(), 7_000),
                setting("payload", "80", s -> s.connection().payloadLimitBytes(), 80),
                setting("connect.timeout", "90", s -> s.connection().connectTimeoutMillis(), 90),
                setting("hash.nodes", "5", s -> s.defaults().parameters().get("hash.nodes"), "5"),
                setting("findFoo.retries", "1", s -> s.method("findFoo").retries(), 1),
                setting("findFoo.sticky", "true", s -> s.method("findFoo").sticky(), true),
                setting("findFoo.mock", "return", s -> s.method("findFoo").mock(), "return"),
                setting(
                        "findFoo.hash.arguments",
                        "0,1",
                        s -> s.method("findFoo").parameters().get("hash.arguments"),
                        "0,1"));
    }

    private static Arguments setting(
            String key, String text, Function<ReferenceSettings, Object> actual, Object expected) {
        return Arguments.of(key, text, actual, expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("settings")
    void aProviderAndBothKindsOfRuleMayDecide(
            String key, String text, Function<ReferenceSettings, Object> actual, Object expected) {
        ReferenceSettings reference = reference(r -> {});
        Map<String, String> said = map(key, text);
        assertThat(actual.apply(reference)).isNotEqualTo(expected);
        for (ProviderHints hints : List.of(
                new ProviderHints(said, Map.of(), Map.of()),
                new ProviderHints(Map.of(), said, Map.of()),
                new ProviderHints(Map.of(), Map.of(), said))) {
            assertThat(actual.apply(merged(reference, hints))).isEqualTo(expected);
        }
        assertThat(ProviderHints.relevant(said)).isEqualTo(said);
    }

    @Test
    void whatTheReferenceWritesIsNotForProvidersToDecide() {
        ReferenceSettings reference = reference(r -> r.set("retries", 5)
                .set("cluster", "failsafe")
                .set("connections", 3)
                .set("mock", "false")
                .parameter("heartbeat", "10")
                .parameter("hash.nodes", "20"));
        ReferenceSettings merged = merged(
                reference,
                provider(
                        "retries",
                        "1",
                        "cluster",
                        "failfast",
                        "connections",
                        "9",
                        "mock",
                        "return",
                        "heartbeat",
                        "5000",
                        "hash.nodes",
                        "6"));
        assertThat(merged.defaults().retries()).isEqualTo(5);
        assertThat(merged.cluster()).isEqualTo("failsafe");
        assertThat(merged.connections()).isEqualTo(3);
        assertThat(merged.defaults().mock()).isNull();
        assertThat(merged.connection().heartbeatMillis()).isEqualTo(10);
        assertThat(merged.defaults().parameters()).containsEntry("hash.nodes", "20");
    }

    @Test
    void everythingElseOfTheReferenceStays() {
        ReferenceSettings reference = reference(r -> r.set("group", "blue")
                .set("version", "2.0")
                .set("filter", "-default")
                .set("tag", "gray")
                .parameter("token", "secret-word")
                .method("findFoo", m -> m.set("async", true)));
        ReferenceSettings merged = merged(
                reference,
                provider(
                        "group",
                        "red",
                        "version",
                        "3.0",
                        "check",
                        "false",
                        "init",
                        "false",
                        "proxy",
                        "jdk",
                        "filter",
                        "evil",
                        "dubbo.tag",
                        "none",
                        "token",
                        "other",
                        "timeout",
                        "5"));
        assertThat(merged)
                .usingRecursiveComparison()
                .ignoringFields("defaults", "methods", "origins")
                .isEqualTo(reference);
        assertThat(merged.method("findFoo").async()).isTrue();
        assertThat(merged.method("findFoo").timeoutMillis()).isEqualTo(5);
        assertThat(merged.defaults().origins().get("timeout").element()).startsWith("provider of blue/");
    }

    @Test
    void nothingSaidChangesNothing() {
        ReferenceSettings reference = reference(r -> {});
        assertThat(merged(reference, ProviderHints.NONE)).isSameAs(reference);
        bench.resolver().forget(reference.id());
        assertThat(merged(reference, provider("timeout", "5"))).isSameAs(reference);
    }

    @Test
    void thatAProviderMakesCallsAsynchronousIsToldOnceAndDoesNotCount() {
        ReferenceSettings reference = reference(r -> {});
        ProviderHints hints = new ProviderHints(
                map(
                        "async",
                        "true",
                        "findFoo.async",
                        "true",
                        "sent",
                        "true",
                        "findFoo.return",
                        "false",
                        "retries",
                        "1"),
                map("async", "true"),
                map("async", "true"));
        try (LogCapture log = new LogCapture(ProviderMerge.class)) {
            MethodSettings method = merged(reference, hints).method("findFoo");
            assertThat(method.async()).isFalse();
            assertThat(method.sent()).isFalse();
            assertThat(method.oneWay()).isFalse();
            assertThat(method.retries()).isEqualTo(1);
            merged(reference, hints);
            merged(reference, provider("async", "false", "return", "true", "sent", " "));
            assertThat(log.lines())
                    .hasSize(3)
                    .allMatch(line -> line.startsWith("WARN reference foo of ") && line.contains("does not count"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, abc",
        "timeout, 0",
        "timeout, -1",
        "timeout, 99999999999",
        "findFoo.timeout, 3s",
        "default.timeout, x",
        "retries, many",
        "loadbalance, nosuch",
        "cluster, nosuch",
        "sticky, maybe",
        "connections, -1",
        "forks, 0",
        "heartbeat, abc",
        "heartbeat, -1",
        "payload, 99999999999",
        "connect.timeout, 0",
        "timeout, ' '",
        "mock, ' '",
        "timeout, ${some.key}"
    })
    void aWrongValueDoesNotCountAndBreaksNothing(String key, String text) {
        ReferenceSettings reference = reference(r -> {});
        for (ProviderHints hints : List.of(
                provider(key, text),
                new ProviderHints(Map.of(), map(key, text), Map.of()),
                new ProviderHints(Map.of(), Map.of(), map(key, text)))) {
            ReferenceSettings merged = merged(reference, hints);
            assertThat(merged)
                    .usingRecursiveComparison()
                    .ignoringFields("origins", "methods", "defaults.origins")
                    .isEqualTo(reference);
            assertThat(merged.method("findFoo").timeoutMillis()).isEqualTo(1_000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "connections, 17, it is from 0 to 16",
        "reconnect, 99, it is at least 100",
        "heartbeat, 999, it is 0 or at least 1000",
        "payload, 0, it is from 1 to 67108864",
        "payload, -1, it is from 1 to 67108864",
        "payload, 67108865, it is from 1 to 67108864",
        "retries, 101, it is at most 100",
        "findFoo.retries, 2147483647, it is at most 100",
        "forks, 101, it is from 1 to 100",
        "failbacktasks, 10001, it is from 1 to 10000",
        "timeout, 3600001, it is from 1 to 3600000",
        "default.timeout, ' 3600001', it is from 1 to 3600000",
        "connect.timeout, 300001, it is from 1 to 300000",
    })
    void whatWouldHarmTheConsumerDoesNotCount(String key, String text, String why) {
        ReferenceSettings reference = reference(r -> {});
        for (ProviderHints hints : List.of(
                provider(key, text),
                new ProviderHints(Map.of(), map(key, text), Map.of()),
                new ProviderHints(Map.of(), Map.of(), map(key, text)))) {
            try (LogCapture log = new LogCapture(ProviderMerge.class)) {
                assertThat(merged(reference, hints))
                        .usingRecursiveComparison()
                        .ignoringFields("origins", "methods", "defaults.origins")
                        .isEqualTo(reference);
                assertThat(merged(reference, hints).method("findFoo").retries()).isEqualTo(2);
                assertThat(log.lines().get(0)).startsWith("WARN").endsWith(why);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "connections, 16",
        "reconnect, 100",
        "reconnect, false",
        "heartbeat, 0",
        "heartbeat, 1000",
        "payload, 67108864",
        "retries, 100",
        "retries, -1",
        "forks, 100",
        "failbacktasks, 10000",
        "timeout, 3600000",
        "connect.timeout, 300000",
        "merger, map"
    })
    void whatIsJustWithinTheLimitsCounts(String key, String text) {
        try (LogCapture log = new LogCapture(ProviderMerge.class)) {
            ReferenceSettings reference = reference(r -> {});
            assertThat(merged(reference, provider(key, text))).isNotEqualTo(reference);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aProviderMayNarrowWhatTheConsumerTakesAndNotWidenIt() {
        ReferenceSettings reference = reference(r -> r.parameter("payload", "1000"));
        ProviderHints wider = new ProviderHints(Map.of(), map("payload", "1001"), Map.of());
        ProviderHints narrower = new ProviderHints(Map.of(), map("payload", "999"), Map.of());
        assertThat(merged(reference, wider).connection().payloadLimitBytes()).isEqualTo(1_000);
        assertThat(merged(reference, narrower).connection().payloadLimitBytes()).isEqualTo(999);
        assertThat(merged(
                                bench.refer(
                                        r -> r.set("id", "unlimited").parameter("payload", "0"),
                                        registry("r2", ZOOKEEPER)),
                                wider)
                        .connection()
                        .payloadLimitBytes())
                .isEqualTo(1_001);
    }

    @Test
    void aMergerThatIsAMethodIsTheConsumersToName() {
        ReferenceSettings reference = reference(r -> {});
        assertThat(merged(reference, provider("merger", ".concat")).defaults().merger())
                .isNull();
        assertThat(merged(reference, new ProviderHints(Map.of(), map("findFoo.merger", " .concat"), Map.of()))
                        .method("findFoo")
                        .merger())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"merger, list", "findFoo.merger, map", "mock, return 5", "findFoo.mock, force:return 5"})
    void whatDoesNotFitTheMethodsCountsAsNotThere(String key, String text) {
        bench.check(reference -> {
            MethodSettings method = reference.method("findFoo");
            boolean isFine = method.merger() == null && method.mock() == null;
            return Stream.of("merger", "mock")
                    .filter(name -> !isFine && key.endsWith(name))
                    .map(name -> ConfigErrors.malformed(
                            ConfigCode.CFG_05, Origin.BUILT_IN.attribute(name), text, "what fits"))
                    .toList();
        });
        ReferenceSettings reference = reference(r -> r.set("timeout", 7));
        try (LogCapture log = new LogCapture(ProviderMerge.class)) {
            ReferenceSettings merged = merged(reference, provider(key, text, "retries", "1", "sticky", "perhaps"));
            assertThat(merged.method("findFoo").merger()).isNull();
            assertThat(merged.method("findFoo").mock()).isNull();
            assertThat(merged.defaults().retries()).isEqualTo(1);
            assertThat(log.lines())
                    .hasSize(2)
                    .anyMatch(line -> line.endsWith("does not count: it does not fit the methods of the interface"));
        }
    }

    @Test
    void warningsOfWrongValuesAreLimitedAndNameTheKeyOnly() {
        ReferenceSettings reference = reference(r -> {});
        try (LogCapture log = new LogCapture(ProviderMerge.class)) {
            for (int i = 0; i < 50; i++) {
                merged(reference, provider("timeout", "secret" + i, "heartbeat", "no\nnumber"));
            }
            assertThat(log.lines())
                    .hasSize(10)
                    .noneMatch(line -> line.contains("secret") || line.contains("\n"))
                    .anyMatch(line -> line.equals("WARN reference foo of " + SettingsBench.FOO
                            + ": timeout of a provider does not count: it is not a whole number of milliseconds"
                            + " (1 … 2147483647)"))
                    .anyMatch(line ->
                            line.endsWith("heartbeat of a provider does not count: it is not a whole number that is"
                                    + " legal there"));
        }
    }

    @Test
    void behindAWrongValueTheNextPlaceCounts() {
        ReferenceSettings merged = merged(
                reference(r -> {}),
                new ProviderHints(
                        map("timeout", "5", "heartbeat", "6000"), map("timeout", "abc", "heartbeat", "abc"), Map.of()));
        assertThat(merged.defaults().timeoutMillis()).isEqualTo(5);
        assertThat(merged.connection().heartbeatMillis()).isEqualTo(6_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "default",
                "com.acme.FooMock",
                "force:com.acme.FooMock",
                "throw com.acme.Oops",
                "fail",
                "returned"
            })
    void aMockThatIsCodeIsTheConsumersToName(String mock) {
        ReferenceSettings reference = reference(r -> {});
        assertThat(merged(reference, provider("mock", mock)).defaults().mock()).isNull();
        assertThat(merged(reference, new ProviderHints(Map.of(), map("findFoo.mock", mock), Map.of()))
                        .method("findFoo")
                        .mock())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return",
                "return null",
                "force:return {\"a\":1}",
                "fail: return empty",
                "throw",
                "force: throw",
                "force",
                "FORCE:RETURN 5"
            })
    void aMockThatIsAValueIsTaken(String mock) {
        assertThat(merged(reference(r -> {}), provider("mock", mock)).defaults().mock())
                .isEqualTo(mock);
    }

    @Test
    void aRuleMaySwitchAMockOff() {
        ReferenceSettings reference = reference(r -> r.set("mock", "return null"));
        assertThat(merged(reference, new ProviderHints(Map.of(), map("mock", "false"), Map.of()))
                        .defaults()
                        .mock())
                .isNull();
    }

    @Test
    void aMergerOfSeveralGroupsKeepsItsCluster() {
        ReferenceSettings reference = reference(r -> r.set("group", "*").set("merger", "list"));
        assertThat(merged(reference, provider("cluster", "failfast")).cluster()).isEqualTo("mergeable");
    }

    @Test
    void onlyWhatCanHaveAnEffectIsRelevant() {
        Map<String, String> entry = map(
                "anyhost",
                "true",
                "application",
                "shop",
                "dubbo",
                "2.0.2",
                "interface",
                "x.Y",
                "methods",
                "a,b",
                "pid",
                "17",
                "side",
                "provider",
                "timestamp",
                "1700000000000",
                "release",
                "2.7.23",
                "threads",
                "5",
                "weight",
                "10",
                "warmup",
                "5",
                "dubbo.tag",
                "gray",
                "version",
                "1",
                "group",
                "g",
                "token",
                "t",
                "threadpool",
                "fixed",
                "service.filter",
                "x");
        assertThat(ProviderHints.relevant(entry)).isEmpty();
        entry.putAll(map("timeout", "5", "findFoo.timeout", "6", "default.retries", "1", "async", "true"));
        assertThat(ProviderHints.relevant(entry))
                .containsOnlyKeys("timeout", "findFoo.timeout", "default.retries", "async");
    }

    @Test
    void providersThatAreNotDeprecatedSayNothingOfWeight() {
        Map<String, String> no = map("deprecated", "false", "findFoo.deprecated", "false", "timeout", "5");
        assertThat(ProviderHints.relevant(no)).containsOnlyKeys("timeout");
        Map<String, String> butOne = map("deprecated", "true", "findFoo.deprecated", "false");
        assertThat(ProviderHints.relevant(butOne)).isEqualTo(butOne);
    }

    @Test
    void whatIsDeprecatedIsForTheProviderToSayAndForRulesToSilence() {
        ReferenceSettings reference = reference(r -> {});
        ReferenceSettings all = merged(reference, provider("deprecated", "true", "countFoo.deprecated", "false"));
        assertThat(all.method("findFoo").parameters()).containsEntry("deprecated", "true");
        assertThat(all.method("countFoo").parameters()).containsEntry("deprecated", "false");
        ReferenceSettings one = merged(reference, provider("findFoo.deprecated", "true"));
        assertThat(one.method("findFoo").parameters()).containsEntry("deprecated", "true");
        assertThat(one.defaults().parameters()).doesNotContainKey("deprecated");

        ProviderHints ruled = new ProviderHints(map("deprecated", "true"), map("deprecated", "false"), Map.of());
        assertThat(merged(reference, ruled).method("findFoo").parameters()).containsEntry("deprecated", "false");
    }

    @Test
    void aReferenceMaySilenceWhatItsProviderSaysIsDeprecated() {
        ReferenceSettings silent = reference(r -> r.parameter("deprecated", "false"));
        assertThat(merged(silent, provider("deprecated", "true"))
                        .method("findFoo")
                        .parameters())
                .containsEntry("deprecated", "false");
    }

    @Test
    void manyThreadsMayAskAtOnce() throws Exception {
        ReferenceSettings reference = reference(r -> r.method("findFoo", m -> m.set("retries", 3)));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                String timeout = Integer.toString(i);
                results.add(threads.submit(() -> merged(reference, provider("findFoo.timeout", timeout))
                        .method("findFoo")
                        .timeoutMillis()));
            }
            for (int i = 1; i <= 200; i++) {
                assertThat(results.get(i - 1).get()).isEqualTo(i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aReferenceThatWasNotMadeLeavesTheOneOfItsNameAlone() {
        ReferenceSettings reference = reference(r -> r.set("retries", 4));
        assertThat(bench.mistakes(SettingsBench.reference().set("retries", 1))).hasSize(1);
        assertThat(merged(reference, provider("timeout", "5")).defaults().retries())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        // what is written on: method, reference, consumer, application; what the provider says; what counts
        ",,,,, ",
        ",,,,true,true",
        ",,,true,,true",
        ",,,true,false,false",
        ",,true,,,true",
        ",,false,true,,false",
        ",,true,,false,false",
        ",true,false,,false,true",
        "true,false,,,false,true",
        ",,,,maybe, ",
        ",,true,,maybe,true"
    })
    void theCountdownHasThePlacesThatSettingsHaveAndTheApplicationBelowThem(
            @Nullable String method,
            @Nullable String reference,
            @Nullable String consumer,
            @Nullable String application,
            @Nullable String provider,
            @Nullable String expected) {
        String key = "enable-timeout-countdown";
        if (application != null) {
            bench.application().parameter(key, application);
        }
        ConfigElement defaults = ConfigElement.of(ElementKind.CONSUMER);
        if (consumer != null) {
            defaults.parameter(key, consumer);
        }
        ReferenceSettings settings = bench.refer(
                r -> {
                    if (reference != null) {
                        r.parameter(key, reference);
                    }
                    r.method("findFoo", m -> {
                        if (method != null) {
                            m.parameter(key, method);
                        }
                    });
                },
                registry(ZOOKEEPER),
                defaults);
        ReferenceSettings merged = merged(settings, provider == null ? ProviderHints.NONE : provider(key, provider));

        assertThat(merged.method("findFoo").parameters().get(key)).isEqualTo(expected);
        String ofProvider = provider == null || provider.equals("maybe") ? null : provider;
        String others = reference != null
                ? reference
                : ofProvider != null ? ofProvider : consumer != null ? consumer : application;
        assertThat(merged.method("countFoo").parameters().get(key)).isEqualTo(others);
    }

    @Test
    void aCountdownThatIsNoWordOfThatKindIsWarnedOf() {
        try (LogCapture log = new LogCapture(ProviderMerge.class)) {
            merged(reference(r -> {}), provider("enable-timeout-countdown", "secret"));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .endsWith("enable-timeout-countdown of a provider does not count: it is neither true nor false");
        }
    }

    @Test
    void aProviderCanSayOfOneMethodThatItCountsDownAndNotThatItsConsumersGoOnWithoutTheirs() {
        ReferenceSettings merged = merged(
                reference(r -> {}), provider("findFoo.enable-timeout-countdown", "true", "tern.deadline", "off"));

        assertThat(merged.method("findFoo").parameters()).isEqualTo(Map.of("enable-timeout-countdown", "true"));
        assertThat(merged.method("countFoo").parameters()).isEmpty();
    }

    @Test
    void theApplicationSaysForAllReferencesThatCallsGoOnWithoutTheirConsumers() {
        bench.application().parameter("tern.deadline", "off").parameter("other", "x");
        ReferenceSettings settings = reference(r -> r.method("findFoo", m -> m.parameter("tern.deadline", "on")));

        assertThat(settings.defaults().parameters()).isEqualTo(Map.of("tern.deadline", "off"));
        assertThat(settings.method("findFoo").parameters()).isEqualTo(Map.of("tern.deadline", "on"));
    }
}
