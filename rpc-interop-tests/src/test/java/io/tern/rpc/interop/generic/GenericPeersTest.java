// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.GenericException;
import io.tern.rpc.GenericService;
import io.tern.rpc.RpcContext;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.TernConsumer;
import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.interop.catalog.CatalogFailure;
import io.tern.rpc.interop.catalog.CatalogService;
import io.tern.rpc.interop.catalog.Product;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.PeerLauncher;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.scenario.CaseResult;
import io.tern.rpc.interop.scenario.CaseResult.Outcome;
import io.tern.rpc.interop.scenario.Scenarios;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenericPeersTest {
    private static final String CATALOG = CatalogService.class.getName();
    private static final String[] PRODUCT = {Product.class.getName()};
    /** The first calls of a new Dubbo process may take seconds. */
    private static final int PATIENT = 10_000;

    private static final Map<DubboVersion, DubboPeer> PROVIDERS = new EnumMap<>(DubboVersion.class);

    @AfterAll
    static void stopPeers() {
        PROVIDERS.values().forEach(DubboPeer::close);
        PROVIDERS.clear();
    }

    private static DubboPeer provider(DubboVersion version) {
        return PROVIDERS.computeIfAbsent(
                version,
                key -> trusting(DubboPeer.provider(key))
                        .property("interop.file", "generic-provider.xml")
                        .start());
    }

    /** Dubbo 3.3 admits its own descriptors only if it is told to. */
    private static PeerLauncher trusting(PeerLauncher launcher) {
        return launcher.property(
                "dubbo.security.serialize.allowedClassList", "org.apache.dubbo.common.beanutil.JavaBeanDescriptor");
    }

    private static TernConsumer consumer(int port, PeerLine line) {
        return TernConsumer.of("generic-consumer.xml", port, line, Map.of());
    }

    /** What does not work between two Dubbo of a kind either is a limit; everything else must work. */
    private static void assertHolds(List<CaseResult> results, String log, String... limits) {
        assertThat(results).isNotEmpty();
        assertThat(results).as("log of the peer: %s", log).noneMatch(result -> result.outcome() == Outcome.FAILED);
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.LIMIT)
                .extracting(CaseResult::name)
                .as("%s", results)
                .containsExactlyInAnyOrder(limits);
    }

    @ParameterizedTest
    @EnumSource
    void ternCallsADubboServiceWithoutItsInterface(DubboVersion version) {
        DubboPeer provider = provider(version);
        try (TernConsumer consumer = consumer(provider.port(), provider.line())) {
            String[] limits = version == DubboVersion.V2_6 ? new String[] {"a day", "a day as a text"} : new String[0];
            assertHolds(consumer.run(Scenarios.GENERIC), provider.output(), limits);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ternCallsADubboServiceThatHasNoInterface(DubboVersion version) {
        DubboPeer provider = provider(version);
        try (TernConsumer consumer = consumer(provider.port(), provider.line())) {
            assertHolds(consumer.run(Scenarios.GENERIC_SERVICE), provider.output());
        }
    }

    @ParameterizedTest
    @EnumSource
    void dubboCallsATernServiceWithoutItsInterface(DubboVersion version) throws IOException {
        try (TernProvider provider = TernProvider.start("generic-provider.xml", Map.of());
                DubboPeer consumer = DubboPeer.consumer(version, provider.port(), PeerLine.TERN)
                        .property("interop.file", "generic-consumer.xml")
                        .start()) {
            assertHolds(consumer.run(Scenarios.GENERIC), consumer.output());
        }
    }

    @ParameterizedTest
    @EnumSource
    void dubboCallsATernServiceThatHasNoInterface(DubboVersion version) throws IOException {
        try (TernProvider provider = TernProvider.start("generic-provider.xml", Map.of());
                DubboPeer consumer = DubboPeer.consumer(version, provider.port(), PeerLine.TERN)
                        .property("interop.file", "generic-consumer.xml")
                        .start()) {
            String[] limits = version == DubboVersion.V2_7 ? new String[] {"an object"} : new String[0];
            assertHolds(consumer.run(Scenarios.GENERIC_SERVICE), consumer.output(), limits);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2_7", "V3_3"})
    void dubboCallsATernServiceInItsRarerForms(DubboVersion version) throws IOException {
        try (TernProvider provider = TernProvider.start("generic-provider.xml", Map.of());
                DubboPeer consumer = DubboPeer.consumer(version, provider.port(), PeerLine.TERN)
                        .property("interop.file", "generic-forms-consumer.xml")
                        .start()) {
            assertHolds(consumer.run(Scenarios.GENERIC_FORMS), consumer.output());
        }
    }

    @Test
    void ternCallsTernBothWays() throws IOException {
        try (TernProvider provider = TernProvider.start("generic-provider.xml", Map.of());
                TernConsumer consumer = consumer(provider.port(), PeerLine.TERN)) {
            assertHolds(consumer.run(Scenarios.GENERIC), "");
            assertHolds(consumer.run(Scenarios.GENERIC_SERVICE), "");
            assertHolds(consumer.run(Scenarios.DESCRIBED), "");
        }
    }

    /** A direct address says nothing of the release, so that of 2.6 is told what its registry entries would say. */
    @ParameterizedTest
    @EnumSource
    void ternCallsADubboServiceWithDescriptions(DubboVersion version) {
        DubboPeer provider = provider(version);
        Map<String, Object> words = version == DubboVersion.V2_6 ? Map.of("interop.words", "?dubbo=2.0.2") : Map.of();
        try (TernConsumer consumer = TernConsumer.of("generic-consumer.xml", provider.port(), provider.line(), words)) {
            assertHolds(consumer.run(Scenarios.DESCRIBED), provider.output(), "a cycle");
        }
    }

    @ParameterizedTest
    @EnumSource
    void dubboCallsATernServiceWithDescriptions(DubboVersion version) throws IOException {
        try (TernProvider provider = TernProvider.start("generic-provider.xml", Map.of());
                DubboPeer consumer = trusting(DubboPeer.consumer(version, provider.port(), PeerLine.TERN))
                        .property("interop.file", "generic-consumer.xml")
                        .start()) {
            assertHolds(consumer.run(Scenarios.DESCRIBED), consumer.output());
        }
    }

    private static Map<String, Object> hammer() {
        Map<String, Object> product = new HashMap<>();
        product.put("name", "hammer");
        product.put("count", 1);
        return product;
    }

    /** Statement 66, with a provider of each kind: 2.6 does not know {@code $invokeAsync}. */
    @ParameterizedTest
    @EnumSource
    void methodsThatAreAsynchronousByTheirNamesGiveFutures(DubboVersion version) throws Exception {
        int port = provider(version).port();
        try (Tern tern = LocalTern.consumer()) {
            Reference<GenericService> reference = tern.refer(
                    GenericService.class,
                    attributes -> attributes
                            .set("interface", CATALOG)
                            .set("generic", "true")
                            .set("url", LocalTern.url(port))
                            .set("retries", 0)
                            .set("timeout", PATIENT)
                            .method("describe", method -> method.set("async", true)));
            GenericService catalog = reference.get();
            assertThat(catalog.$invoke("describe", PRODUCT, new Object[] {hammer()}))
                    .isNull();
            Map<?, ?> result = (Map<?, ?>) RpcContext.getContext().getFuture().get();
            assertThat(result.get("count")).isEqualTo(2);
            result = (Map<?, ?>) catalog.$invokeAsync("describe", PRODUCT, new Object[] {hammer()})
                    .get();
            assertThat(result.get("name")).isEqualTo("hammer");
            assertThat(catalog.$invoke("sum", new String[] {"int[]"}, new Object[] {new int[] {1, 2}}))
                    .isEqualTo(3);
            assertThat((Object) RpcContext.getContext().getFuture()).isNull();
            assertThatThrownBy(() -> catalog.$invokeAsync(
                                    "fail", new String[] {"java.lang.String"}, new Object[] {"declared"})
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(GenericException.class, failure -> {
                        assertThat(failure.getExceptionClass()).isEqualTo(CatalogFailure.class.getName());
                        assertThat(failure.getExceptionMessage()).isEqualTo("why");
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2_7", "V3_3"})
    void rawReturnGivesTheObjectWhereItsClassIsHereAndAdmitted(DubboVersion version) {
        int port = provider(version).port();
        try (Tern tern = LocalTern.consumer()) {
            // Opens the gate for the classes of the interface.
            tern.refer(CatalogService.class, attributes -> attributes.set("url", LocalTern.url(port)));
            GenericService catalog = tern.refer(
                            GenericService.class,
                            attributes -> attributes
                                    .set("interface", CATALOG)
                                    .set("generic", "raw.return")
                                    .set("timeout", PATIENT)
                                    .set("url", LocalTern.url(port)))
                    .get();
            assertThat(catalog.$invoke("describe", PRODUCT, new Object[] {hammer()}))
                    .isInstanceOfSatisfying(
                            Product.class,
                            product -> assertThat(product.getCount()).isEqualTo(2));
        }
    }

    @Test
    void aClassWhereTheProxyIsAnotherIsAMistake() {
        try (Tern tern = LocalTern.consumer()) {
            assertThatThrownBy(() -> tern.refer(
                            CatalogService.class,
                            attributes -> attributes
                                    .set("generic", "true")
                                    .set("check", false)
                                    .set("url", LocalTern.url(1))))
                    .hasMessageContaining("CFG-11")
                    .hasMessageContaining("refer to that class");
            assertThat(tern.reference("catalogService")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTernServiceThatAllowsNoGenericCallsSaysSoToDubbo(DubboVersion version) throws IOException {
        try (TernProvider provider = TernProvider.start();
                DubboPeer consumer = DubboPeer.consumer(version, provider.port(), PeerLine.TERN)
                        .start()) {
            List<CaseResult> results = consumer.run("single:generic-call");
            assertThat(results).hasSize(1);
            assertThat(results.get(0).detail()).contains("Generic calls are off for this service", "tern.generic");
        }
    }
}
