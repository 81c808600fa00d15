// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static io.tern.rpc.core.internal.governance.Calls.call;
import static io.tern.rpc.core.internal.governance.Calls.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tern.rpc.spi.EndpointInvoker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Dubbo's TagRouter does: 2.6.12 for tags of the start, 2.7.23 and 3.3.6 for rules. */
class TagRouteTest {
    private static final EndpointInvoker PLAIN = provider("10.0.0.1", "application", "stock");
    private static final EndpointInvoker GRAY = provider("10.0.0.2", "application", "stock", "dubbo.tag", "gray");
    private static final EndpointInvoker BLUE =
            provider("10.0.0.3", "application", "stock", "dubbo.tag", "blue", "env", "blue-2");

    private static String route(Map<String, TagRule> rules, String tag, boolean forced, EndpointInvoker... providers) {
        CallTag asked = new CallTag(tag == null ? "" : tag, forced);
        List<EndpointInvoker> all = List.of(providers);
        return String.join(" ", Calls.hosts(new TagRoute(rules).narrow(all, call("list"), asked)));
    }

    private static Map<String, TagRule> rule(Map<String, Object> tree) {
        return Map.of("stock", TagRule.parse(tree).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        ", false, 10.0.0.1",
        ", true, 10.0.0.1",
        "gray, false, 10.0.0.2",
        "gray, true, 10.0.0.2",
        "red, false, 10.0.0.1",
        "red, true, ''"
    })
    void withoutARuleTagsOfTheStartCount(String tag, boolean forced, String expected) {
        assertThat(route(Map.of(), tag, forced, PLAIN, GRAY, BLUE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // 10.0.0.1 got the tag red; 10.0.0.2 lost its own, since the rule names gray with another address
        ", false, false, 10.0.0.3",
        "red, false, false, 10.0.0.1",
        "gray, false, false, ''",
        "gray, true, false, ''",
        "gray, false, true, ''",
        "blue, false, false, 10.0.0.3",
        "green, false, false, ''",
        "green, false, true, ''"
    })
    void aRuleGivesAndTakesTags(String tag, boolean forceOfRule, boolean forceOfCall, String expected) {
        Map<String, TagRule> rules = rule(Map.of(
                "force",
                forceOfRule,
                "tags",
                List.of(
                        Map.of("name", "red", "addresses", List.of("10.0.0.1:20880")),
                        Map.of("name", "gray", "addresses", List.of("10.0.9.9:20880")))));
        assertThat(route(rules, tag, forceOfCall, PLAIN, GRAY, BLUE)).isEqualTo(expected);
    }

    @Test
    void aTagWithoutAnybodyFallsBackToProvidersWithoutATagUnlessTheRuleForces() {
        EndpointInvoker other = provider("10.0.0.4", "application", "stock");
        for (boolean force : new boolean[] {false, true}) {
            Map<String, TagRule> rules = rule(Map.of(
                    "force",
                    force,
                    "tags",
                    List.of(
                            Map.of("name", "red", "addresses", List.of("10.0.0.1:20880")),
                            Map.of("name", "gray", "addresses", List.of("10.0.9.9:20880")))));
            assertThat(route(rules, "gray", false, PLAIN, GRAY, other)).isEqualTo(force ? "" : "10.0.0.4");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "exact, blue-2, true",
        "exact, blue, false",
        "prefix, blue, true",
        "prefix, red, false",
        "wildcard, b*2, true",
        "wildcard, b*3, false",
        "noempty, x, true",
        "empty, x, false"
    })
    void version3MatchesParameters(String kind, String operand, boolean matches) {
        Map<String, TagRule> rules = rule(Map.of(
                "configVersion",
                "v3.0",
                "tags",
                List.of(Map.of(
                        "name", "new", "match", List.of(Map.of("key", "env", "value", Map.of(kind, operand)))))));
        assertThat(route(rules, "new", true, BLUE)).isEqualTo(matches ? "10.0.0.3" : "");
    }

    /** Dubbo asks the rule of the first provider's application only. */
    @Test
    void eachApplicationHasItsOwnRule() {
        EndpointInvoker depot = provider("10.0.5.1", "application", "depot");
        EndpointInvoker tagged = provider("10.0.5.2", "application", "depot", "dubbo.tag", "gray");
        Map<String, TagRule> rules =
                rule(Map.of("tags", List.of(Map.of("name", "gray", "addresses", List.of("10.0.0.1")))));
        assertThat(route(rules, "gray", false, PLAIN, BLUE, depot, tagged)).isEqualTo("10.0.0.1 10.0.5.2");
        assertThat(route(rules, null, false, PLAIN, BLUE, depot, tagged)).isEqualTo("10.0.0.3 10.0.5.1");
    }

    @Test
    void aRuleThatIsSwitchedOffIsNone() {
        Map<String, Object> gray = Map.of("name", "gray", "addresses", List.of("10.0.0.1"));
        assertThat(TagRule.parse(Map.of("enabled", false, "tags", List.of(gray))))
                .isEmpty();
        assertThat(TagRule.parse(Map.of("enabled", "true", "tags", List.of(gray))))
                .isPresent();
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        Map<String, Object> gray = Map.of("name", "gray");
        for (Map<String, Object> tree : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("tags", "gray"),
                Map.of("tags", List.of("gray")),
                Map.of("tags", List.of(Map.of("addresses", List.of("10.0.0.1")))),
                Map.of("tags", List.of(gray, gray)),
                Map.of("tags", List.of(Map.of("name", "gray", "addresses", "10.0.0.1"))),
                Map.of("tags", List.of(Map.of("name", "gray", "ips", List.of("10.0.0.1")))),
                Map.of("tags", List.of(Map.of("name", "gray", "addresses", List.of("10.0.0.999")))),
                Map.of("tags", List.of(gray), "unless", "night"),
                Map.of("tags", List.of(gray), "force", "perhaps"),
                Map.of("tags", List.of(gray), "configVersion", "v4.0"),
                match(Map.of("regex", ".*")),
                match(Map.of("exact", "a", "prefix", "b")),
                match(Map.of("exact", List.of())),
                match(Map.of()),
                match(Map.of("wildcard", "*a*")))) {
            assertThatIllegalArgumentException().as(tree.toString()).isThrownBy(() -> TagRule.parse(tree));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TagRule.parse(null));
        assertThatIllegalArgumentException().isThrownBy(() -> TagRule.parse("tags"));
    }

    private static Map<String, Object> match(Map<String, Object> value) {
        return Map.of("tags", List.of(Map.of("name", "gray", "match", List.of(Map.of("key", "env", "value", value)))));
    }
}
