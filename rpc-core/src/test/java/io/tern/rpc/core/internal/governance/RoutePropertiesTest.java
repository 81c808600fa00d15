// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static io.tern.rpc.core.internal.governance.Calls.CONSUMER;
import static io.tern.rpc.core.internal.governance.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.Endpoint;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.RpcObserver;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class RoutePropertiesTest {
    private final RpcObserver silent = new RpcObserver() {};

    @Provide
    Arbitrary<List<EndpointInvoker>> providers() {
        Arbitrary<EndpointInvoker> provider = Combinators.combine(
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.of("", "gray", "blue"),
                        Arbitraries.of("stock", "depot"))
                .as((number, tag, application) -> new Calls.Provider(new Endpoint(
                        "10.0.0." + number, 20_880, "demo", Map.of("dubbo.tag", tag, "application", application))));
        return provider.list().ofMaxSize(8).map(List::copyOf);
    }

    /** Pieces of rules, put together any way: many are rules, most are nearly ones. */
    @Provide
    Arbitrary<String> rules() {
        return Arbitraries.of(
                        "=>",
                        "=>",
                        "=",
                        "!=",
                        "&",
                        ",",
                        " ",
                        "host",
                        "method",
                        "10.0.0.1",
                        "10.0.0.*",
                        "10.0.0.2",
                        "$host",
                        "application",
                        "stock",
                        "find*",
                        "list",
                        "arguments[0]",
                        "attachments[a]",
                        "true",
                        "false",
                        "*",
                        "1~5",
                        "~",
                        "!",
                        "(",
                        "consumer.",
                        "%",
                        "\u0000",
                        "=> host = 10.0.0.1",
                        "method = list")
                .list()
                .ofMaxSize(10)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> entries() {
        Arbitrary<String> known = Combinators.combine(
                        Arbitraries.of("condition", "condition", "route", "script", "tag", "magic"),
                        rules(),
                        Arbitraries.of(
                                "", "&force=true", "&priority=7", "&priority=x", "&enabled=false", "&router=condition"))
                .as((kind, rule, more) ->
                        kind + "://0.0.0.0/" + CONSUMER.service().interfaceName() + "?category=routers&rule="
                                + URLEncoder.encode(rule, StandardCharsets.UTF_8) + more);
        return Arbitraries.oneOf(known, rules(), Arbitraries.strings().ofMaxLength(40));
    }

    private ReferenceRules governance() {
        return ReferenceRules.of(CONSUMER, List.of(), null, silent, new FakeTicker());
    }

    @Property(tries = 500)
    void whatIsLeftWasThereBeforeAndInTheSameOrder(
            @ForAll("providers") List<EndpointInvoker> providers,
            @ForAll @Size(max = 4) List<@From("entries") String> entries,
            @ForAll("tags") String tag) {
        try (LogCapture quiet = new LogCapture(RuleLog.class);
                ReferenceRules governance = governance()) {
            governance.routers(entries);
            Map<String, Object> attachments = Map.of("dubbo.tag", tag, "a", "1");
            List<EndpointInvoker> left = governance.routes().route(providers, call("list", attachments));
            List<EndpointInvoker> rest = new ArrayList<>(providers);
            int from = 0;
            for (EndpointInvoker each : left) {
                int found = from;
                while (found < rest.size() && rest.get(found) != each) {
                    found++;
                }
                assertThat(found).as("place of " + each).isLessThan(rest.size());
                from = found + 1;
            }
        }
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.of("", "gray", "red");
    }

    /** A call without a tag reaches nobody because of a rule whom it would not reach without any. */
    @Property(tries = 500)
    void noRuleWhateverItSaysOpensMoreThanNoRule(
            @ForAll("providers") List<EndpointInvoker> providers,
            @ForAll @Size(max = 4) List<@From("entries") String> entries) {
        try (LogCapture quiet = new LogCapture(RuleLog.class);
                ReferenceRules governance = governance()) {
            List<EndpointInvoker> without = governance.routes().route(providers, call("list"));
            governance.routers(entries);
            governance.configurators(entries);
            assertThat(without).containsAll(governance.routes().route(providers, call("list")));
        }
    }

    @Property(tries = 500)
    void noTreeMakesAReaderFailOtherwiseThanByRefusing(@ForAll("trees") Object tree) {
        List<Runnable> readers = List.of(
                () -> ConfiguratorRules.parse(tree),
                () -> ConditionRules.parse(tree, 0, null, CONSUMER),
                () -> TagRule.parse(tree));
        for (Runnable reader : readers) {
            try {
                reader.run();
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(400);
            }
        }
    }

    @Provide
    Arbitrary<Object> trees() {
        Arbitrary<Object> leaf = Arbitraries.of("=> host = 1", "gray", "10.0.0.1", 3L, true, "v2.7", "application", "");
        Arbitrary<Object> tree = leaf;
        for (int depth = 0; depth < 4; depth++) {
            Arbitrary<Object> inner = tree;
            Arbitrary<Object> map = Arbitraries.maps(
                            Arbitraries.of(
                                    "key",
                                    "scope",
                                    "force",
                                    "enabled",
                                    "conditions",
                                    "tags",
                                    "name",
                                    "addresses",
                                    "match",
                                    "value",
                                    "exact",
                                    "configs",
                                    "parameters",
                                    "side",
                                    "configVersion",
                                    "other"),
                            inner)
                    .ofMaxSize(6)
                    .map(each -> each);
            tree = Arbitraries.oneOf(leaf, map, inner.list().ofMaxSize(3).map(each -> each));
        }
        return tree;
    }
}
