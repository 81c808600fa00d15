// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static io.tern.rpc.core.internal.governance.Calls.call;
import static io.tern.rpc.core.internal.governance.Calls.hosts;
import static io.tern.rpc.core.internal.governance.Calls.map;
import static io.tern.rpc.core.internal.governance.Calls.provider;
import static io.tern.rpc.core.internal.governance.Calls.providers;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.fixture.FakeRegistry;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.internal.directory.Configurators;
import io.tern.rpc.core.internal.directory.Routes;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RuleFormat;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferenceRulesTest {
    private static final ConsumerFacts CONSUMER = Calls.consumer(new ServiceKey("blue", "demo.Api", "1.0"), Map.of());
    private static final DubboUrl PROVIDER = DubboUrl.parse("dubbo://10.0.0.1:20880/demo.Api?group=blue&version=1.0");
    private static final String KEY = "demo.Api:1.0:blue";
    private static final List<EndpointInvoker> ALL = providers("10.0.0.1", "10.0.0.2");

    private final FakeTicker ticker = new FakeTicker();
    private final FakeRegistry store = new FakeRegistry("fake");
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private final LogCapture lines = new LogCapture(RuleLog.class);
    private ReferenceRules governance = governance(new Conditions(), store);

    /** A text is the list of its lines' conditions; {@code timeout=…} and {@code tag=…} make the other kinds. */
    private static final class Conditions implements RuleFormat {
        @Override
        public String name() {
            return "lines";
        }

        @Override
        public @Nullable Object parse(String text) {
            if (text.startsWith("bug")) {
                throw new IllegalStateException(text);
            }
            if (text.startsWith("timeout=")) {
                return Map.of(
                        "scope",
                        "application",
                        "key",
                        "shop",
                        "configs",
                        List.of(Map.of("side", "consumer", "parameters", Map.of("timeout", text.substring(8)))));
            }
            if (text.startsWith("tag=")) {
                return Map.of("tags", List.of(Map.of("name", "gray", "addresses", List.of(text.substring(4)))));
            }
            return Map.of("conditions", text.lines().toList());
        }
    }

    private ReferenceRules governance(@Nullable RuleFormat format, ConfigStore... stores) {
        RpcObserver observer = new RpcObserver() {
            @Override
            public void counted(Event event) {
                assertThat(event).isEqualTo(Event.RULE_REFUSED);
                refused.incrementAndGet();
            }
        };
        ReferenceRules made = ReferenceRules.of(CONSUMER, List.of(stores), format, observer, ticker);
        return made;
    }

    @BeforeEach
    void watch() {
        assertThat(governance.begin(changes::incrementAndGet)).isCompleted();
    }

    @AfterEach
    void close() {
        governance.close();
        lines.close();
    }

    private List<String> routed(String method) {
        return hosts(governance.routes().route(ALL, call(method)));
    }

    @Test
    void rulesOfServiceAndApplicationNarrowOneAfterTheOther() {
        store.text("dubbo", KEY + ".condition-router", "method = list => host = 10.0.0.1");
        assertThat(routed("list")).containsExactly("10.0.0.1");
        assertThat(routed("findAll")).hasSize(2);
        store.text("dubbo", "shop.condition-router", "method = findAll => host = 10.0.0.2");
        assertThat(routed("list")).containsExactly("10.0.0.1");
        assertThat(routed("findAll")).containsExactly("10.0.0.2");
        assertThat(changes).hasValue(2);
        store.text("dubbo", KEY + ".condition-router", null);
        assertThat(routed("list")).hasSize(2);
        store.text("dubbo", "shop.condition-router", "  ");
        assertThat(routed("findAll")).hasSize(2);
        assertThat(changes).hasValue(4);
        assertThat(refused).hasValue(0);
    }

    @Test
    void aRuleThatIsNotUnderstoodLeavesTheOneBeforeInForce() {
        store.text("dubbo", KEY + ".condition-router", "=> host = 10.0.0.1");
        Routes before = governance.routes();
        store.text("dubbo", KEY + ".condition-router", "=> host == 10.0.0.2");
        assertThat(governance.routes()).isSameAs(before);
        assertThat(routed("list")).containsExactly("10.0.0.1");
        assertThat(changes).hasValue(1);
        assertThat(refused).hasValue(1);
        assertThat(lines.lines()).singleElement().asString().contains(KEY + ".condition-router", "stays in force");
        store.text("dubbo", KEY + ".condition-router", "=> host = 10.0.0.2");
        assertThat(routed("list")).containsExactly("10.0.0.2");
    }

    @Test
    void aRuleThatWasNeverUnderstoodIsLeftOutAndToldAbout() {
        store.text("dubbo", KEY + ".condition-router", "=> host == 10.0.0.2");
        assertThat(routed("list")).hasSize(2);
        assertThat(lines.lines()).singleElement().asString().contains("It is left out");
        assertThat(refused).hasValue(1);
    }

    @Test
    void aFormatThatFailsRefusesTheRule() {
        store.text("dubbo", "shop.configurators", "bug secret");
        assertThat(refused).hasValue(1);
        assertThat(lines.lines())
                .singleElement()
                .asString()
                .contains("IllegalStateException")
                .doesNotContain("secret");
    }

    @Test
    void textsThatAreTooLongAreRefusedUnread() {
        store.text("dubbo", KEY + ".condition-router", "=> host = 10.0.0.1" + " ".repeat(RuleFormat.LONGEST));
        assertThat(routed("list")).hasSize(2);
        assertThat(refused).hasValue(1);
    }

    @Test
    void withoutAFormatTheMessageNamesTheArtifact() {
        governance.close();
        governance = governance(null, store);
        governance.begin(changes::incrementAndGet);
        store.text("dubbo", KEY + ".condition-router", "=> host = 10.0.0.1");
        assertThat(routed("list")).hasSize(2);
        assertThat(refused).hasValue(1);
        assertThat(lines.lines()).singleElement().asString().contains("io.tern:rpc-governance-yaml");
    }

    @Test
    void scriptsAreRefusedWithAMessage() {
        store.text("dubbo", "shop.script-router", "=> host = 10.0.0.1");
        governance.routers(
                List.of("script://0.0.0.0/demo.Api?group=blue&version=1.0&rule=x", "file:///etc/passwd?group=blue"));
        assertThat(lines.lines()).hasSize(2).allMatch(line -> line.contains("runs no code"));
        assertThat(refused).hasValue(2);
        assertThat(routed("list")).hasSize(2);
    }

    @Test
    void configuratorsComeFromTheRegistryTheApplicationAndTheService() {
        assertThat(governance.configurators()).isSameAs(Configurators.NONE);
        governance.configurators(List.of("override://0.0.0.0/demo.Api?group=blue&version=1.0&timeout=1&retries=7"));
        assertThat(governance.configurators().of(PROVIDER).override()).isEqualTo(map("timeout", "1", "retries", "7"));
        store.text("dubbo", "shop.configurators", "timeout=2");
        assertThat(governance.configurators().of(PROVIDER).override()).isEqualTo(map("timeout", "2", "retries", "7"));
        store.text("dubbo", KEY + ".configurators", "timeout=3");
        assertThat(governance.configurators().of(PROVIDER).override()).containsEntry("timeout", "3");
        governance.configurators(List.of());
        store.text("dubbo", "shop.configurators", null);
        store.text("dubbo", KEY + ".configurators", null);
        assertThat(governance.configurators()).isSameAs(Configurators.NONE);
        assertThat(changes).hasValue(6);
    }

    @Test
    void nothingIsToldWhereNothingChanged() {
        Routes before = governance.routes();
        governance.routers(List.of());
        governance.configurators(List.of("override://0.0.0.0/demo.Other?timeout=1"));
        store.text("dubbo", "other.condition-router", "=>");
        assertThat(changes).hasValue(0);
        assertThat(governance.routes()).isSameAs(before);
        List<String> rule = List.of(
                "condition://0.0.0.0/demo.Api?group=blue&version=1.0&rule=%3D%3E+host+%3D+10.0.0.1%2C1%26port%3D20880");
        governance.routers(rule);
        governance.routers(rule);
        assertThat(changes).hasValue(1);
        assertThat(routed("list")).containsExactly("10.0.0.1");
    }

    @Test
    void aNamedRuleOfTheRegistryKeepsItsEarlierVersion() {
        String entry = "condition://0.0.0.0/demo.Api?group=blue&version=1.0&name=only-one&rule=";
        governance.routers(List.of(entry + "%3D%3E+host+%3D+10.0.0.1"));
        governance.routers(List.of(entry + "%3D%3E+host+%3D%3D+10.0.0.2"));
        assertThat(routed("list")).containsExactly("10.0.0.1");
        governance.routers(List.of(entry + "%zz"));
        assertThat(routed("list")).containsExactly("10.0.0.1");
        assertThat(refused).hasValue(2);
        governance.routers(List.of());
        assertThat(routed("list")).hasSize(2);
    }

    @Test
    void rulesOfProviderApplicationsAreWatchedWhileThereAreSuch() {
        int usual = store.watches();
        store.text("dubbo", "stock.tag-router", "tag=10.0.0.1");
        assertThat(governance.applications(Set.of("stock"))).isCompleted();
        assertThat(routed("list")).containsExactly("10.0.0.2");
        assertThat(hosts(governance.routes().route(ALL, call("list", Map.of("dubbo.tag", "gray")))))
                .containsExactly("10.0.0.1");
        store.text("dubbo", "stock.condition-router", "=> host = 10.0.0.1");
        List<EndpointInvoker> mixed = List.of(provider("10.0.0.2", "application", "stock"), provider("10.0.0.3"));
        assertThat(hosts(governance.routes().route(mixed, call("list")))).containsExactly("10.0.0.2", "10.0.0.3");
        governance.applications(Set.of("depot"));
        assertThat(store.watches()).isEqualTo(usual + 4);
        ticker.advanceMillis(10 * 60_000);
        governance.applications(Set.of("depot", "third"));
        assertThat(routed("list")).hasSize(2);
        assertThat(store.watches()).isEqualTo(usual + 4);
    }

    /** A config center that has not answered yet must not let calls go where the rules forbid it. */
    @Test
    void rulesOfAnApplicationThatReturnsAreInForceAtOnce() {
        store.text("dubbo", "stock.tag-router", "tag=10.0.0.1");
        governance.applications(Set.of("stock"));
        int watched = store.watches();
        governance.applications(Set.of());
        store.text("dubbo", "stock.tag-router", "tag=10.0.0.2");
        ticker.advanceMillis(9 * 60_000);
        governance.applications(Set.of("stock"));
        assertThat(routed("list")).containsExactly("10.0.0.1");
        assertThat(store.watches()).isEqualTo(watched);
        ticker.advanceMillis(20 * 60_000);
        governance.applications(Set.of("stock", "depot"));
        assertThat(routed("list")).as("it is there").containsExactly("10.0.0.1");
    }

    @Test
    void ofVeryManyProviderApplicationsAHundredAreWatched() {
        int usual = store.watches();
        governance.applications(Set.of("first"));
        governance.applications(names(100));
        assertThat(store.watches()).as("one that is gone makes room").isEqualTo(usual + 200);
        assertThat(refused).hasValue(0);
        governance.applications(names(103));
        governance.applications(names(104));
        assertThat(store.watches()).isEqualTo(usual + 200);
        assertThat(refused).hasValue(1);
        assertThat(lines.lines()).singleElement().asString().contains("103", "at most 100");
    }

    private static Set<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "app-" + i).collect(Collectors.toSet());
    }

    @Test
    void ofVeryManyEntriesAThousandAreRead() {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            entries.add("override://0.0.0.0/demo.Api?group=blue&version=1.0&key" + i + "=1");
        }
        governance.configurators(entries);
        governance.configurators(entries);
        assertThat(governance.configurators().of(PROVIDER).override()).hasSize(1_000);
        assertThat(refused).hasValue(1);
        governance.configurators(entries.subList(0, 1_000));
        governance.configurators(entries);
        assertThat(refused).hasValue(2);
        assertThat(lines.lines()).hasSize(2).allMatch(line -> line.contains("1001 in its category"));
    }

    @Test
    void ofSeveralStoresTheFirstThatHasATextCounts() {
        FakeRegistry second = new FakeRegistry("second");
        governance.close();
        governance = governance(new Conditions(), store, second);
        governance.begin(changes::incrementAndGet);
        second.text("dubbo", KEY + ".condition-router", "=> host = 10.0.0.2");
        assertThat(routed("list")).containsExactly("10.0.0.2");
        store.text("dubbo", KEY + ".condition-router", "=> host = 10.0.0.1");
        second.text("dubbo", KEY + ".condition-router", "=>");
        assertThat(routed("list")).containsExactly("10.0.0.1");
        store.text("dubbo", KEY + ".condition-router", null);
        assertThat(routed("list")).isEmpty();
    }

    @Test
    void anUnreachableStoreHasNotReported() {
        FakeRegistry down = FakeRegistry.down("down");
        try (ReferenceRules waiting = governance(new Conditions(), down)) {
            assertThat(waiting.begin(changes::incrementAndGet)).isNotDone();
            assertThat(waiting.routes().route(ALL, call("list"))).isSameAs(ALL);
        }
    }

    /** Whoever closes while the watches are being set up must not leave one behind. */
    @Test
    void aWatchThatBeginsDuringTheCloseEndsAtOnce() {
        AtomicInteger open = new AtomicInteger();
        ConfigStore closing = (group, key, listener) -> {
            open.incrementAndGet();
            governance.close();
            return new Subscription() {
                @Override
                public CompletableFuture<@Nullable Void> reported() {
                    return new CompletableFuture<>();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        };
        governance.close();
        governance = governance(new Conditions(), closing);
        assertThat(governance.begin(changes::incrementAndGet)).isNotDone();
        assertThat(open).hasValue(0);
    }

    @Test
    void afterTheCloseNothingIsWatched() {
        governance.applications(Set.of("stock"));
        List<String> before = new ArrayList<>(routed("list"));
        governance.close();
        governance.close();
        assertThat(store.watches()).isZero();
        assertThat(governance.applications(Set.of("depot"))).isCompleted();
        assertThat(store.watches()).isZero();
        assertThat(routed("list")).isEqualTo(before);
    }
}
