// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.interop.harness.DubboVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dubbo 3.3 finds providers by application as well as by interface; Tern by interface only. */
class MigrationTest {
    private static final Map<String, String> DEFAULT = Map.of();
    private static final Map<String, String> BY_INTERFACE =
            Map.of("dubbo.application.service-discovery.migration", "FORCE_INTERFACE");

    @Test
    void aMixedFleetNeedsConsumersThatFindByInterface() throws Exception {
        try (Fleet fleet = new Fleet()) {
            fleet.ternProvider("tern", Map.of());
            List<Caller.Dubbo> consumers = Fleet.together(List.of(
                    () -> fleet.consumer(DubboVersion.V3_3, DEFAULT),
                    () -> fleet.consumer(DubboVersion.V3_3, BY_INTERFACE)));
            consumers.forEach(consumer -> consumer.awaitServedBy("tern"));
            fleet.provider(DubboVersion.V3_3, "dubbo", Map.of());
            fleet.ternConsumer().awaitServedBy("dubbo", "tern");
            consumers.get(1).awaitServedBy("dubbo", "tern");
            // As soon as one provider is known by application, a consumer that prefers those calls no others.
            consumers.get(0).awaitServedBy("dubbo");
        }
    }

    @Test
    void aProviderThatRegistersByApplicationOnlyIsMissedWithAHint() throws Exception {
        try (Fleet fleet = new Fleet()) {
            fleet.provider(DubboVersion.V3_3, "dubbo", Map.of("dubbo.application.register-mode", "instance"));
            Throwable failure = catchThrowable(() -> fleet.ternConsumer("traffic-consumer.xml"));
            assertThat(failure)
                    .rootCause()
                    .hasMessageContaining("has no provider in registry")
                    .hasMessageContaining(
                            "a Dubbo 3 provider must register by interface:" + " dubbo.application.register-mode=all");
        }
    }
}
