// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static io.tern.rpc.core.internal.governance.Calls.CONSUMER;
import static io.tern.rpc.core.internal.governance.Calls.UNTAGGED;
import static io.tern.rpc.core.internal.governance.Calls.call;
import static io.tern.rpc.core.internal.governance.Calls.hosts;
import static io.tern.rpc.core.internal.governance.Calls.provider;
import static io.tern.rpc.core.internal.governance.Calls.providers;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final TagRoute STARTED_TAGS = new TagRoute(Map.of());
    private static final List<EndpointInvoker> ALL = providers("10.0.0.1", "10.0.0.2", "10.0.0.3");

    /** Drops the first provider, and counts how often it was asked. */
    private record Counting(AtomicInteger asked, boolean changesByCall) implements RouteStep {
        @Override
        public List<EndpointInvoker> narrow(List<EndpointInvoker> providers, Invocation call, CallTag tag) {
            asked.incrementAndGet();
            return providers.subList(1, providers.size());
        }

        @Override
        public int priority() {
            return 0;
        }
    }

    private static RouteStep condition(String rule, int priority) {
        return ConditionRoute.parse(rule, false, priority, null, CONSUMER);
    }

    @Test
    void anAnswerIsRememberedPerListMethodAndTag() {
        AtomicInteger asked = new AtomicInteger();
        RouteTable table = new RouteTable(List.of(new Counting(asked, false), STARTED_TAGS), UNTAGGED);
        List<EndpointInvoker> first = table.route(ALL, call("list"));
        assertThat(hosts(first)).containsExactly("10.0.0.2", "10.0.0.3");
        assertThat(table.route(ALL, call("list"))).isSameAs(first);
        assertThat(asked).hasValue(1);
        table.route(ALL, call("findAll"));
        table.route(ALL, call("list", Map.of("dubbo.tag", "gray")));
        table.route(ALL, call("list", Map.of("dubbo.tag", "gray")));
        table.route(ALL, call("list", Map.of("dubbo.tag", "gray", "dubbo.force.tag", "true")));
        assertThat(asked).hasValue(4);
        List<EndpointInvoker> others = providers("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(table.route(others, call("list"))).isNotSameAs(first);
        assertThat(asked).hasValue(5);
    }

    @Test
    void anAnswerThatDependsOnTheCallIsNotRemembered() {
        AtomicInteger asked = new AtomicInteger();
        RouteTable table = new RouteTable(List.of(new Counting(asked, true), STARTED_TAGS), UNTAGGED);
        table.route(ALL, call("list"));
        table.route(ALL, call("list"));
        assertThat(asked).hasValue(2);
        RouteTable byArgument =
                new RouteTable(List.of(condition("arguments[0] = gold => host = 10.0.0.3", 0), STARTED_TAGS), UNTAGGED);
        assertThat(hosts(byArgument.route(ALL, call("save", "gold")))).containsExactly("10.0.0.3");
        assertThat(byArgument.route(ALL, call("save", "silver"))).isSameAs(ALL);
    }

    @Test
    void anyNumberOfTagsIsAnsweredAndOnlySomeAreRemembered() {
        AtomicInteger asked = new AtomicInteger();
        RouteTable table = new RouteTable(List.of(new Counting(asked, false), STARTED_TAGS), UNTAGGED);
        for (int round = 0; round < 2; round++) {
            for (int tag = 0; tag < 100; tag++) {
                assertThat(table.route(ALL, call("list", Map.of("dubbo.tag", "t" + tag))))
                        .hasSize(2);
            }
        }
        assertThat(asked).hasValue(100 + 36);
    }

    @Test
    void withoutRulesAndTagsTheListItselfComesBack() {
        RouteTable table = new RouteTable(List.of(STARTED_TAGS), UNTAGGED);
        assertThat(table.route(ALL, call("list"))).isSameAs(ALL);
        assertThat(table.route(ALL, call("list", Map.of("dubbo.tag", "gray")))).isSameAs(ALL);
        assertThat(table.route(ALL, call("list", Map.of("dubbo.tag", "gray", "dubbo.force.tag", true))))
                .isEmpty();
        assertThat(table.isEmpty()).isFalse();
        assertThat(table.route(List.of(), call("list"))).isEmpty();
    }

    @Test
    void theReferencesTagCountsUnlessTheCallHasOne() {
        List<EndpointInvoker> providers = List.of(
                provider("10.0.0.1"),
                provider("10.0.0.2", "dubbo.tag", "gray"),
                provider("10.0.0.3", "dubbo.tag", "blue"));
        RouteTable table = new RouteTable(List.of(STARTED_TAGS), new CallTag("gray", true));
        assertThat(hosts(table.route(providers, call("list")))).containsExactly("10.0.0.2");
        assertThat(hosts(table.route(providers, call("list", Map.of("dubbo.tag", "blue")))))
                .containsExactly("10.0.0.3");
        assertThat(hosts(table.route(providers, call("list", Map.of("dubbo.tag", "red")))))
                .isEmpty();
        assertThat(hosts(table.route(providers, call("list", Map.of("dubbo.tag", "red", "dubbo.force.tag", "false")))))
                .containsExactly("10.0.0.1");
    }

    @Test
    void threadsWithDifferentListsDoNotGetEachOthersAnswers() throws Exception {
        List<EndpointInvoker> others = providers("10.0.9.1", "10.0.9.2");
        RouteTable table = new RouteTable(
                List.of(condition("method = list => host = 10.0.0.1,10.0.9.1", 0), STARTED_TAGS), UNTAGGED);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Callable<Boolean>> callers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                callers.add(() -> {
                    for (int n = 0; n < 20_000; n++) {
                        boolean first = n % 2 == 0;
                        List<EndpointInvoker> left = table.route(first ? ALL : others, call("list"));
                        if (left.size() != 1 || left.get(0) != (first ? ALL : others).get(0)) {
                            return false;
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> caller : threads.invokeAll(callers, 60, TimeUnit.SECONDS)) {
                assertThat(caller.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void lowerPriorityComesFirst() {
        RouteStep narrow = condition("=> host = 10.0.0.1,10.0.0.2", 1);
        RouteStep other = condition("=> host = 10.0.0.2,10.0.0.3", 2);
        RouteStep last = condition("=> host = 10.0.0.3", 3);
        RouteTable table = new RouteTable(List.of(last, other, narrow, STARTED_TAGS), UNTAGGED);
        assertThat(hosts(table.route(ALL, call("list")))).containsExactly("10.0.0.2");
    }
}
