// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static io.tern.rpc.core.internal.governance.Calls.consumer;
import static io.tern.rpc.core.internal.governance.Calls.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.internal.directory.Overrides;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Dubbo's configurators do with the same entries on a consumer's side. */
class ConfiguratorsTest {
    private static final ConsumerFacts CONSUMER =
            consumer(new ServiceKey("blue", "demo.Api", "1.0"), map("region", "hz"));
    private static final DubboUrl PROVIDER = DubboUrl.parse("dubbo://10.0.0.1:20880/demo.Api?application=stock"
            + "&group=blue&interface=demo.Api&version=1.0&timeout=500&side=provider&zone=a&region=sh");
    private static final String OURS = "/demo.Api?category=configurators&dynamic=false&group=blue&version=1.0";

    private final List<RpcObserver.Event> events = new ArrayList<>();
    private final RuleLog log = new RuleLog(
            CONSUMER,
            new RpcObserver() {
                @Override
                public void counted(Event event) {
                    events.add(event);
                }
            },
            new FakeTicker());

    private Overrides overrides(String... entries) {
        List<ConfiguratorRule> rules = new RegistryConfigurators(CONSUMER, false, log).read(List.of(entries));
        return new ConfiguratorTable(rules, CONSUMER).of(PROVIDER);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, '', true",
        "10.1.0.1, '', true", // the consumer
        "10.1.0.2, '', false",
        "10.0.0.1, '', false", // the provider, but without a port it would be a consumer
        "10.0.0.1:20880, '', true",
        "10.0.0.1:20881, '', false",
        "10.0.0.2:20880, '', false",
        "0.0.0.0:20880, '', true",
        "0.0.0.0:20881, '', false",
        "10.1.0.1:20880, '', false",
        "0.0.0.0, application=shop, true",
        "0.0.0.0, application=*, true",
        "0.0.0.0, application=any, true",
        "0.0.0.0, application=stock, false", // the provider's: on a consumer Dubbo compares the consumer's
        "0.0.0.0, side=consumer, true",
        "0.0.0.0, side=*, true",
        "0.0.0.0, side=provider, false",
        "0.0.0.0, ~zone=a, true",
        "0.0.0.0, ~zone=b, false",
        "0.0.0.0, ~zone=*, true",
        "0.0.0.0, ~region=hz, true", // the consumer's parameter covers the provider's
        "0.0.0.0, ~region=sh, false",
        "0.0.0.0, ~other=x, false",
        "0.0.0.0, enabled=true, true",
        "0.0.0.0, enabled=false, false",
        "0.0.0.0, 'configVersion=v2.7&side=consumer', true",
        "10.1.0.1, 'configVersion=v2.7&side=consumer', true",
        "10.1.0.2, 'configVersion=v2.7&side=consumer', false",
        "0.0.0.0, 'configVersion=v2.7&side=provider', false",
        "0.0.0.0, configVersion=v2.7, false", // since 2.7 a rule must say its side
        "10.0.0.1:20880, 'configVersion=v2.7&side=consumer', false",
        "0.0.0.0, 'configVersion=v2.7&side=consumer&providerAddresses=10.0.0.1:20880', true",
        "0.0.0.0, 'configVersion=v2.7&side=consumer&providerAddresses=10.0.0.9:20880,10.0.0.1', true",
        "0.0.0.0, 'configVersion=v2.7&side=consumer&providerAddresses=0.0.0.0', true",
        "0.0.0.0, 'configVersion=v2.7&side=consumer&providerAddresses=0.0.0.0:*', true",
        "0.0.0.0, 'configVersion=v2.7&side=consumer&providerAddresses=0.0.0.0:20881', false",
        "0.0.0.0, 'configVersion=v2.7&side=consumer&providerAddresses=10.0.0.9:20880', false"
    })
    void appliesToWhomDubboWould(String host, String conditions, boolean applies) {
        String entry = "override://" + host + OURS + "&timeout=3000" + (conditions.isEmpty() ? "" : "&" + conditions);
        assertThat(overrides(entry).override()).isEqualTo(applies ? Map.of("timeout", "3000") : Map.of());
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "demo.Api?group=blue&version=1.0, true",
        "demo.Api?interface=demo.Api&group=blue&version=1.0, true",
        "*?group=blue&version=1.0, true",
        "demo.Api?version=1.0, false",
        "demo.Api?group=blue, false",
        "demo.Api?group=*&version=1.0, false",
        "demo.Api?group=green&version=1.0, false",
        "demo.Other?group=blue&version=1.0, false"
    })
    void appliesToTheSameServiceOnly(String service, boolean applies) {
        assertThat(overrides("override://0.0.0.0/" + service + "&timeout=3000").override())
                .hasSize(applies ? 1 : 0);
    }

    @Test
    void conditionsAreNoParameters() {
        Overrides overrides = overrides("override://0.0.0.0" + OURS
                + "&check=false&enabled=true&application=shop&side=consumer&priority=3&name=r&anyhost=true&~zone=a"
                + "&compatible_config=true&interface=demo.Api&timeout=3000&find.retries=0&mock=force:return+null&x=");
        assertThat(overrides.override())
                .containsOnly(
                        Map.entry("timeout", "3000"),
                        Map.entry("find.retries", "0"),
                        Map.entry("mock", "force:return+null"));
    }

    @Test
    void oneHostComesAfterAllAndThenPriorityCounts() {
        assertThat(overrides(
                                "override://10.0.0.1:20880" + OURS + "&timeout=1",
                                "override://0.0.0.0" + OURS + "&timeout=2&weight=5&priority=9",
                                "override://0.0.0.0" + OURS + "&timeout=3&weight=6&retries=1&priority=2")
                        .override())
                .isEqualTo(Map.of("timeout", "1", "weight", "5", "retries", "1"));
    }

    @Test
    void absentSetsWhatNobodySetAndTheFirstCounts() {
        Overrides overrides = overrides(
                "absent://0.0.0.0" + OURS + "&retries=1&timeout=9&priority=1",
                "absent://0.0.0.0" + OURS + "&retries=2&priority=2",
                "override://0.0.0.0" + OURS + "&timeout=3000");
        assertThat(overrides.override()).isEqualTo(Map.of("timeout", "3000"));
        assertThat(overrides.absent()).isEqualTo(Map.of("retries", "1", "timeout", "9"));
    }

    @Test
    void aProviderCanBeDisabled() {
        assertThat(overrides("override://10.0.0.1:20880" + OURS + "&disabled=true")
                        .disabled())
                .isTrue();
        assertThat(overrides("override://10.0.0.2:20880" + OURS + "&disabled=true")
                        .disabled())
                .isFalse();
        assertThat(overrides("absent://0.0.0.0" + OURS + "&disabled=true").disabled())
                .isTrue();
        assertThat(overrides(
                                "override://10.0.0.1:20880" + OURS + "&disabled=false",
                                "override://0.0.0.0" + OURS + "&disabled=true")
                        .disabled())
                .isFalse();
    }

    @Test
    void anEmptyRuleTakesBackThoseBefore() {
        String rule = "override://0.0.0.0" + OURS + "&timeout=3000";
        assertThat(overrides(rule, "override://0.0.0.0/")).isEqualTo(Overrides.NONE);
        assertThat(overrides(rule, "override://0.0.0.0/?anyhost=true")).isEqualTo(Overrides.NONE);
        assertThat(overrides("override://0.0.0.0/", rule).override()).hasSize(1);
        assertThat(overrides(rule, "empty://10.1.0.1/demo.Api?category=configurators", rule))
                .isEqualTo(Overrides.NONE);
    }

    @Test
    void copiesForOldConsumersAreLeftOutWhereTheOriginalsAreRead() {
        List<String> copy = List.of("override://0.0.0.0" + OURS + "&timeout=3000&compatible_config=true");
        assertThat(new RegistryConfigurators(CONSUMER, true, log).read(copy)).isEmpty();
        assertThat(new RegistryConfigurators(CONSUMER, false, log).read(copy)).hasSize(1);
    }

    @Test
    void whatIsNotUnderstoodIsLeftOutToldOnceAndCounted() {
        RegistryConfigurators reader = new RegistryConfigurators(CONSUMER, false, log);
        String good = "override://0.0.0.0" + OURS + "&timeout=3000";
        List<String> entries = List.of(
                "no url",
                "magic://0.0.0.0" + OURS + "&timeout=1&token=secret",
                "override://shop@0.0.0.0" + OURS + "&timeout=1",
                "override://0.0.0.0" + OURS + "&timeout=1&priority=high",
                good);
        try (LogCapture lines = new LogCapture(RuleLog.class)) {
            for (int i = 0; i < 3; i++) {
                assertThat(reader.read(entries)).hasSize(1);
            }
            assertThat(lines.lines()).hasSize(4).allMatch(line -> line.startsWith("WARN Refused the rule "));
            assertThat(String.join(" ", lines.lines())).doesNotContain("secret").contains("blue/demo.Api:1.0");
        }
        assertThat(events).hasSize(4).containsOnly(RpcObserver.Event.RULE_REFUSED);
        assertThat(reader.read(List.of(good))).hasSize(1);
        reader.read(entries);
        assertThat(events).hasSize(8);
    }

    private static Map<String, String> ofText(Object tree) {
        return new ConfiguratorTable(ConfiguratorRules.parse(tree), CONSUMER)
                .of(PROVIDER)
                .override();
    }

    private static Map<String, Object> config(Object... fields) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of("parameters", Map.of("timeout", 3000L)));
        for (int i = 0; i < fields.length; i += 2) {
            config.put((String) fields[i], fields[i + 1]);
        }
        return config;
    }

    private static Map<String, Object> rule(String scope, String key, Object... configs) {
        return Map.of(
                "configVersion", "v2.7", "scope", scope, "key", key, "enabled", true, "configs", List.of(configs));
    }

    @Test
    void rulesOfTheConfigCenterApplyToWhomDubboWould() {
        Map<String, String> set = Map.of("timeout", "3000");
        String key = "blue/demo.Api:1.0";
        assertThat(ofText(rule("service", key, config("side", "consumer")))).isEqualTo(set);
        assertThat(ofText(rule("service", "demo.Api", config("side", "consumer"))))
                .isEmpty();
        assertThat(ofText(rule("service", key, config("side", "provider")))).isEmpty();
        assertThat(ofText(rule("service", key, config()))).isEmpty();
        assertThat(ofText(rule("application", "shop", config("side", "consumer"))))
                .isEqualTo(set);
        assertThat(ofText(rule("application", "stock", config("side", "consumer"))))
                .isEmpty();
        assertThat(ofText(rule(
                        "application", "shop", config("side", "consumer", "services", List.of("demo.Other", key)))))
                .isEqualTo(set);
        assertThat(ofText(rule("application", "shop", config("side", "consumer", "services", List.of("demo.Other")))))
                .isEmpty();
        assertThat(ofText(rule("service", key, config("side", "consumer", "applications", List.of("other", "shop")))))
                .isEqualTo(set);
        assertThat(ofText(rule("service", key, config("side", "consumer", "applications", List.of("other")))))
                .isEmpty();
        assertThat(ofText(rule("service", key, config("side", "consumer", "addresses", List.of("10.1.0.1")))))
                .isEqualTo(set);
        assertThat(ofText(rule("service", key, config("side", "consumer", "addresses", List.of("10.1.0.9")))))
                .isEmpty();
        assertThat(ofText(rule(
                        "service", key, config("side", "consumer", "providerAddresses", List.of("10.0.0.1:20880")))))
                .isEqualTo(set);
        assertThat(ofText(rule(
                        "service", key, config("side", "consumer", "providerAddresses", List.of("10.0.0.2:20880")))))
                .isEmpty();
        assertThat(ofText(rule("service", key, config("side", "consumer", "type", "weight", "enabled", false))))
                .isEmpty();
        assertThat(ofText(List.of("override://0.0.0.0" + OURS + "&configVersion=v2.7&side=consumer&timeout=3000")))
                .isEqualTo(set);
    }

    @Test
    void rulesOfTheConfigCenterAreReadStrictly() {
        for (Object tree : List.of(
                "text",
                3L,
                List.of(3L),
                List.of("magic://a"),
                Map.of(),
                Map.of("key", "shop", "configs", "none"),
                rule("world", "shop", config()),
                rule("application", "", config()),
                rule("application", "shop", "config"),
                rule("application", "shop", config("match", Map.of())),
                rule("application", "shop", config("type", "strange")),
                rule("application", "shop", config("enabled", "yes")),
                rule("application", "shop", config("parameters", Map.of())),
                rule("application", "shop", config("parameters", List.of())),
                rule("application", "shop", config("parameters", Map.of("a", List.of()))),
                rule("application", "shop", config("parameters", Map.of("a", "b&token=x"))),
                rule("application", "shop", config("addresses", List.of("a/b"))),
                rule("application", "shop", config("addresses", List.of("user@10.1.0.1"))),
                rule("application", "shop", Map.of("side", "consumer")))) {
            assertThatIllegalArgumentException()
                    .as(tree.toString())
                    .isThrownBy(() -> ConfiguratorRules.parse(tree))
                    .withMessageNotContaining("token");
        }
    }

    /** One rule for each of them: 20 kilobytes would ask for millions. */
    @Test
    void aRuleOfTooManyCombinationsIsRefused() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "name-" + i).toList();
        Map<String, Object> parameters = Map.of("timeout", "1");
        Object whole = rule(
                "service", "demo.Api", config("applications", names, "parameters", parameters, "side", "consumer"));
        assertThat(ConfiguratorRules.parse(whole)).hasSize(100);
        List<String> addresses =
                IntStream.range(0, 11).mapToObj(i -> "10.0.0." + i).toList();
        Object product = rule(
                "service", "demo.Api", config("applications", names, "addresses", addresses, "parameters", parameters));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfiguratorRules.parse(product))
                .withMessageContaining("more than 1000 combinations");
    }
}
