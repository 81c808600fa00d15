// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.governance.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.internal.governance.ConsumerFacts;
import io.tern.rpc.core.internal.governance.ReferenceRules;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules in the forms in which Dubbo's admin consoles of 2.7 and 3.x write them, from the text to the decision. */
class GoldenRulesTest {
    private static final List<EndpointInvoker> PROVIDERS = List.of(
            new Provider(new Endpoint("10.20.3.3", 20_880, "demo", Map.of("application", "demo-provider"))),
            new Provider(new Endpoint(
                    "10.20.3.4",
                    20_880,
                    "demo",
                    Map.of("application", "demo-provider", "env", "gray", "region", "hz"))),
            new Provider(new Endpoint("10.20.3.5", 20_881, "demo", Map.of("application", "demo-provider"))));

    private final AtomicInteger refused = new AtomicInteger();

    interface DemoService {
        void sayHello(String name);

        void sayHi(String name);
    }

    private record Provider(Endpoint endpoint) implements EndpointInvoker {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            throw new AssertionError("A rule chooses and does not call");
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public int weight() {
            return 100;
        }

        @Override
        public int inFlight() {
            return 0;
        }
    }

    /** Texts that never change. */
    private record Texts(Map<String, String> byKey) implements ConfigStore {
        @Override
        public Subscription watch(String group, String key, Consumer<@Nullable String> listener) {
            listener.accept(group.equals(RULES) ? byKey.get(key) : null);
            return new Subscription() {
                @Override
                public CompletableFuture<@Nullable Void> reported() {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public void close() {}
            };
        }
    }

    private ReferenceRules governance(Map<String, String> texts) {
        RpcObserver observer = new RpcObserver() {
            @Override
            public void counted(Event event) {
                refused.incrementAndGet();
            }
        };
        ConsumerFacts consumer = new ConsumerFacts(
                "demo-consumer", "10.20.8.1", new ServiceKey(null, DemoService.class.getName(), null), Map.of());
        ReferenceRules governance =
                ReferenceRules.of(consumer, List.of(new Texts(texts)), new YamlRules(), observer, Ticker.SYSTEM);
        assertThat(governance.begin(() -> {})).isCompleted();
        assertThat(governance.applications(Set.of("demo-provider"))).isCompleted();
        return governance;
    }

    private String route(String key, String text, String method, @Nullable Map<String, Object> attachments) {
        MethodDescriptor descriptor = MethodDescriptor.of(DemoService.class).stream()
                .filter(each -> each.name().equals(method))
                .findFirst()
                .orElseThrow();
        Invocation call = new Invocation(
                ServiceKey.of(DemoService.class),
                descriptor,
                new CallOptions(CallMode.SYNC, false, 1, 0),
                new Object[] {"Anna"},
                null,
                0,
                attachments);
        try (ReferenceRules governance = governance(Map.of(key, text))) {
            StringBuilder ports = new StringBuilder();
            governance
                    .routes()
                    .route(PROVIDERS, call)
                    .forEach(each ->
                            ports.append(each.endpoint().host().substring(8)).append(' '));
            return ports.toString().trim();
        }
    }

    private Map<String, String> override(String key, String text) {
        DubboUrl provider = DubboUrl.parse("dubbo://10.20.3.3:20880/" + DemoService.class.getName()
                + "?application=demo-provider&side=provider&timeout=1000");
        try (ReferenceRules governance = governance(Map.of(key, text))) {
            return governance.configurators().of(provider).override();
        }
    }

    private static final String SERVICE = DemoService.class.getName() + "::";

    @Test
    void conditionRouteOfAnApplicationIn27() {
        String rule = """
                ---
                conditions:
                - method=sayHello => port=20880
                - 'method=sayHi => address=*:20881'
                enabled: true
                force: true
                key: demo-consumer
                priority: 1
                runtime: true
                scope: application
                ...
                """;
        assertThat(route("demo-consumer.condition-router", rule, "sayHello", null))
                .isEqualTo("3 4");
        assertThat(route("demo-consumer.condition-router", rule, "sayHi", null)).isEqualTo("5");
        assertThat(refused).hasValue(0);
    }

    @Test
    void conditionRouteOfAServiceIn27WithFoldedConditions() {
        String rule = """
                # DemoService's sayHello only goes to 20881, except from 10.20.9.*
                scope: service
                force: false
                runtime: true
                enabled: true
                key: demo
                conditions:
                  - >
                    host != 10.20.9.* & method=sayHello
                    =>
                    port=20881
                """;
        assertThat(route(SERVICE + ".condition-router", rule, "sayHello", null)).isEqualTo("5");
        assertThat(route(SERVICE + ".condition-router", rule, "sayHi", null)).isEqualTo("3 4 5");
    }

    @Test
    void conditionRouteOfTheConsoleOf3() {
        String rule = """
                configVersion: v3.0
                scope: service
                force: false
                runtime: true
                enabled: true
                key: demo
                conditions:
                  - method=sayHello & attachments[user]=a* => region=hz
                """;
        assertThat(route(SERVICE + ".condition-router", rule, "sayHello", Map.of("user", "anna")))
                .isEqualTo("4");
        assertThat(route(SERVICE + ".condition-router", rule, "sayHello", Map.of("user", "bob")))
                .isEqualTo("3 4 5");
    }

    @Test
    void conditionRouteIn31IsRefused() {
        String rule = """
                configVersion: v3.1
                scope: service
                force: false
                runtime: true
                enabled: true
                key: demo
                conditions:
                  - from:
                      match: region=hz
                    to:
                      - match: env=gray
                        weight: 100
                """;
        assertThat(route(SERVICE + ".condition-router", rule, "sayHello", null)).isEqualTo("3 4 5");
        assertThat(refused).hasValue(1);
    }

    @Test
    void tagRouteIn27() {
        String rule = """
                ---
                force: false
                runtime: true
                enabled: true
                key: demo-provider
                tags:
                - name: tag1
                  addresses: ["10.20.3.3:20880"]
                - name: tag2
                  addresses:
                  - 10.20.3.4:20880
                  - "10.20.3.9:20880"
                ...
                """;
        assertThat(route("demo-provider.tag-router", rule, "sayHello", Map.of("dubbo.tag", "tag1")))
                .isEqualTo("3");
        assertThat(route("demo-provider.tag-router", rule, "sayHello", Map.of("dubbo.tag", "tag2")))
                .isEqualTo("4");
        assertThat(route("demo-provider.tag-router", rule, "sayHello", null)).isEqualTo("5");
        assertThat(refused).hasValue(0);
    }

    @Test
    void tagRouteIn30() {
        String rule = """
                configVersion: v3.0
                force: true
                enabled: true
                key: demo-provider
                tags:
                  - name: gray
                    match:
                      - key: env
                        value:
                          exact: gray
                """;
        assertThat(route("demo-provider.tag-router", rule, "sayHello", Map.of("dubbo.tag", "gray")))
                .isEqualTo("4");
        assertThat(route("demo-provider.tag-router", rule, "sayHello", null)).isEqualTo("3 5");
        assertThat(refused).hasValue(0);
    }

    @Test
    void configuratorOfAnApplicationIn27() {
        String rule = """
                ---
                configVersion: v2.7
                enabled: true
                key: demo-consumer
                scope: application
                configs:
                - addresses: ["0.0.0.0"]
                  side: consumer
                  services: ["*"]
                  enabled: true
                  type: balancing
                  parameters:
                    loadbalance: leastactive
                - addresses: [0.0.0.0]
                  providerAddresses: ['10.20.3.3:20880']
                  side: consumer
                  parameters:
                    timeout: 6000
                    weight: 200
                    check: false
                ...
                """;
        assertThat(override("demo-consumer.configurators", rule))
                .isEqualTo(Map.of("loadbalance", "leastactive", "timeout", "6000", "weight", "200"));
        assertThat(refused).hasValue(0);
    }

    @Test
    void configuratorOfAServiceIn27() {
        String rule = """
                configVersion: v2.7
                scope: service
                key: %s
                enabled: true
                configs:
                - addresses: [0.0.0.0:20880]
                  side: provider
                  parameters:
                    timeout: 100
                - addresses: [10.20.8.1]
                  side: consumer
                  applications: [demo-consumer]
                  parameters: {timeout: 6000, cluster: failfast}
                """.formatted(DemoService.class.getName());
        assertThat(override(SERVICE + ".configurators", rule))
                .isEqualTo(Map.of("timeout", "6000", "cluster", "failfast"));
        assertThat(refused).hasValue(0);
    }

    @Test
    void configuratorOf3WithMatchIsRefused() {
        String rule = """
                configVersion: v3.0
                scope: application
                key: demo-consumer
                enabled: true
                configs:
                  - match:
                      app: {oneof: [{exact: demo-consumer}]}
                    side: consumer
                    parameters:
                      timeout: 6000
                """;
        assertThat(override("demo-consumer.configurators", rule)).isEmpty();
        assertThat(refused).hasValue(1);
    }

    @Test
    void configuratorAsAListOfOldOnes() {
        assertThat(override(
                        SERVICE + ".configurators",
                        "[\"override://0.0.0.0/" + DemoService.class.getName() + "?timeout=6000&priority=1\"]"))
                .isEqualTo(Map.of("timeout", "6000"));
    }
}
