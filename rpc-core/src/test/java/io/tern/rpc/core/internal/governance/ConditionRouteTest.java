// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static io.tern.rpc.core.internal.governance.Calls.CONSUMER;
import static io.tern.rpc.core.internal.governance.Calls.UNTAGGED;
import static io.tern.rpc.core.internal.governance.Calls.call;
import static io.tern.rpc.core.internal.governance.Calls.consumer;
import static io.tern.rpc.core.internal.governance.Calls.hosts;
import static io.tern.rpc.core.internal.governance.Calls.provider;
import static io.tern.rpc.core.internal.governance.Calls.providers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Dubbo 2.6.12 and 2.7.23 do with the same rules; where this differs, the test's name says so. */
class ConditionRouteTest {
    private static final List<EndpointInvoker> ALL = providers("10.0.0.1", "10.0.0.2", "10.0.9.3");

    private static List<String> route(String rule, boolean force, Invocation call) {
        return hosts(ConditionRoute.parse(rule, force, 0, null, CONSUMER).narrow(ALL, call, UNTAGGED));
    }

    /** The consumer is 10.1.0.1 of the application shop and calls find. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=> host = 10.0.0.1                              | 10.0.0.1",
                "host = 10.0.0.1                                 | 10.0.0.1",
                "true => host = 10.0.0.1                         | 10.0.0.1",
                "=> host = 10.0.0.*                              | 10.0.0.1 10.0.0.2",
                "=> host != 10.0.0.*                             | 10.0.9.3",
                "=> host = 10.0.0.1,10.0.9.3                     | 10.0.0.1 10.0.9.3",
                "=> host = 10.0.* != 10.0.0.2                    | 10.0.0.1 10.0.9.3",
                "=> host = 10.0.*,!10.0.0.2                      | 10.0.0.1 10.0.9.3",
                "=> host = 10.0.* & host != 10.0.0.2             | 10.0.0.1 10.0.9.3",
                "=> provider.host = 10.0.0.1                     | 10.0.0.1",
                "=> address = 10.0.0.1:20880                     | 10.0.0.1",
                "=> port = 20880 & host = 10.0.0.2               | 10.0.0.2",
                "=> port = 20880~20890 & host = 10.0.0.2         | 10.0.0.2",
                "=> application = stock & host = 10.0.0.2        | 10.0.0.2",
                "=> protocol = dubbo & host = 10.0.0.2           | 10.0.0.2",
                "host = 10.1.0.1 => host = 10.0.0.2              | 10.0.0.2",
                "host = 10.1.0.9 => host = 10.0.0.2              | 10.0.0.1 10.0.0.2 10.0.9.3",
                "host != 10.1.0.9 => host = 10.0.0.2             | 10.0.0.2",
                "application=shop&host=10.1.* =>host=10.0.0.2    | 10.0.0.2",
                "consumer.application = shop => host = 10.0.0.2  | 10.0.0.2",
                "application = other => host = 10.0.0.2          | 10.0.0.1 10.0.0.2 10.0.9.3",
                "method = find => host = 10.0.0.2                | 10.0.0.2",
                "method = find*,get* => host = 10.0.0.2          | 10.0.0.2",
                "methods = list,find => host = 10.0.0.2          | 10.0.0.2",
                "method = list => host = 10.0.0.2                | 10.0.0.1 10.0.0.2 10.0.9.3",
                "method != list => host = 10.0.0.2               | 10.0.0.2",
                "method = find*,!find => host = 10.0.0.2         | 10.0.0.1 10.0.0.2 10.0.9.3",
                "=> false                                        | ''",
                "=>                                              | ''",
                "method = find =>                                | ''",
                "host = 10.1.0.1 =>                              | ''",
                "host != 10.1.0.1 =>                             | 10.0.0.1 10.0.0.2 10.0.9.3",
                // nobody matches, and nothing is forced
                "=> host = 10.0.0.7                              | 10.0.0.1 10.0.0.2 10.0.9.3",
                // what the consumer does not have
                "region = hz => host = 10.0.0.2                  | 10.0.0.1 10.0.0.2 10.0.9.3",
                "region != hz => host = 10.0.0.2                 | 10.0.0.2",
            })
    void choosesAsDubboDoes(String rule, String expected) {
        assertThat(String.join(" ", route(rule, false, call("find", "key", 1)))).isEqualTo(expected);
    }

    @Test
    void aForcedRuleThatMatchesNobodyLeavesNobody() {
        assertThat(route("=> host = 10.0.0.7", true, call("list"))).isEmpty();
        assertThat(route("method = find => host = 10.0.0.7", true, call("list")))
                .hasSize(3);
    }

    @Test
    void rightSideMayReferToTheConsumer() {
        List<EndpointInvoker> providers = List.of(
                provider("10.1.0.1", "region", "hz"),
                provider("10.0.0.2", "region", "hz"),
                provider("10.0.0.3", "region", "sh"),
                provider("10.0.0.4"));
        ConsumerFacts consumer = consumer("region", "hz");
        Map<String, List<String>> expected = Map.of(
                "=> host = $host", List.of("10.1.0.1"),
                "=> host != $host", List.of("10.0.0.2", "10.0.0.3", "10.0.0.4"),
                "=> region = $region", List.of("10.1.0.1", "10.0.0.2"),
                "=> region != $region", List.of("10.0.0.3", "10.0.0.4"),
                "=> region = $nothing,sh", List.of("10.0.0.3"));
        expected.forEach((rule, hosts) -> assertThat(hosts(
                        ConditionRoute.parse(rule, true, 0, null, consumer).narrow(providers, call("list"), UNTAGGED)))
                .as(rule)
                .isEqualTo(hosts));
    }

    @Test
    void aProvidersDefaultCountsWhereItSaysNothingElse() {
        List<EndpointInvoker> providers =
                List.of(provider("10.0.0.1", "default.region", "hz"), provider("10.0.0.2", "region", "sh"));
        assertThat(hosts(ConditionRoute.parse("=> region = hz", false, 0, null, CONSUMER)
                        .narrow(providers, call("list"), UNTAGGED)))
                .containsExactly("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arguments[0] = gold          | true",
                "arguments[0] = go*           | true",
                "arguments[0] = silver        | false",
                "arguments[0] != silver       | true",
                "arguments[1] = 5             | true",
                "arguments[1] = 1~9           | true",
                "arguments[1] = 6~            | false",
                "arguments[2] = gold          | false",
                "attachments[user] = a*       | true",
                "attachments[user] != a*      | false",
                "attachments[level] = 1~3     | true",
                "attachments[other] = a       | false",
                "method=find & arguments[1]=5 | true",
            })
    void argumentsAndAttachmentsAreLookedAtInEachCall(String when, boolean applies) {
        ConditionRoute route = ConditionRoute.parse(when + " => host = 10.0.0.1", true, 0, null, CONSUMER);
        Map<String, Object> attachments = Map.of("user", "anna", "level", 2);
        List<EndpointInvoker> left = route.narrow(ALL, call("find", attachments, "gold", 5), UNTAGGED);
        assertThat(left).hasSize(applies ? 1 : 3);
        assertThat(route.changesByCall()).isTrue();
    }

    private static final class Spy {
        @Override
        public String toString() {
            throw new AssertionError("A rule must not run code of an argument");
        }
    }

    @Test
    void argumentsOfTheApplicationsTypesAreNotAsked() {
        ConditionRoute equal = ConditionRoute.parse("arguments[0] = * => host = 10.0.0.1", true, 0, null, CONSUMER);
        assertThat(equal.narrow(ALL, call("save", new Spy()), UNTAGGED)).hasSize(3);
        assertThat(equal.narrow(ALL, call("save", (Object) null), UNTAGGED)).hasSize(3);
        assertThat(equal.narrow(ALL, call("save", TimeUnit.DAYS), UNTAGGED)).hasSize(1);
        assertThat(equal.narrow(ALL, call("save", new BigDecimal("1.50")), UNTAGGED))
                .hasSize(1);
    }

    @Test
    void aRuleOfOneApplicationLeavesProvidersOfOthersAlone() {
        List<EndpointInvoker> providers = List.of(
                provider("10.0.0.1", "application", "stock"),
                provider("10.0.0.2", "application", "depot"),
                provider("10.0.0.3", "application", "shop", "remote.application", "stock"));
        ConditionRoute route = ConditionRoute.parse("=> host = 10.0.0.1", true, 0, "stock", CONSUMER);
        assertThat(hosts(route.narrow(providers, call("list"), UNTAGGED))).containsExactly("10.0.0.1", "10.0.0.2");
        ConditionRoute nobody = ConditionRoute.parse("=> host = 10.0.0.9", false, 0, "stock", CONSUMER);
        assertThat(nobody.narrow(providers, call("list"), UNTAGGED)).isSameAs(providers);
        ConditionRoute black = ConditionRoute.parse("=>", false, 0, "stock", CONSUMER);
        assertThat(hosts(black.narrow(providers, call("list"), UNTAGGED))).containsExactly("10.0.0.2");
    }

    /** Dubbo reads over some of these, and then does what nobody wrote. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "=> host",
                "=> host =",
                "=> host = ,",
                "=> host == 1",
                "=> host =! 1",
                "=> host = a b",
                "=> host = a > b",
                "=> host = a => port = 1",
                "=> = 1",
                "=> host = 1 &",
                "=> & host = 1",
                "=> host = 1 && port = 2",
                "=> ho st = 1",
                "=> host | 1",
                "=> host = **",
                "=> host = *a*",
                "=> arguments[0] = 1",
                "=> attachments[a] = 1",
                "arguments[x] = 1 => host = 1",
                "arguments[99999] = 1 => host = 1",
                "arguments = 1, => host = 1",
                "attachments[] = 1 => host = 1",
                "attachments[a = 1 => host = 1",
                "host = $host => host = 1",
                "host = 1~x => host = 1",
                "method => host = 1",
                "=> host!",
                "a[0] = 1 => host = 1"
            })
    void whatIsNotUnderstoodIsRefusedAndNotRepeated(String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConditionRoute.parse(rule, false, 0, null, CONSUMER))
                .satisfies(e -> {
                    if (rule.length() > 4) {
                        assertThat(e.getMessage()).doesNotContain(rule.trim());
                    }
                });
    }

    @Test
    void longListsAreReadWithoutRecursion() {
        String rule = "=> host = " + "10.0.0.1,".repeat(7_000) + "10.0.0.2";
        assertThat(route(rule, false, call("list"))).containsExactly("10.0.0.1", "10.0.0.2");
    }
}
