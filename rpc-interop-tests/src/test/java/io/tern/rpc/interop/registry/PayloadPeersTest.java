// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.traffic.Ask;
import io.tern.rpc.interop.traffic.Sample;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code payload} of a service, published by Tern or by Dubbo, means to consumers of the other. It is written as a nested
 * parameter, since the schemas of Dubbo 2 do not have the attribute.
 */
class PayloadPeersTest {
    /** Less than any request of the traffic, whose head alone has more than half of that. */
    private static final String TOO_SMALL = "200";

    private static final String ENOUGH = "1000";

    private Fleet fleet;

    @BeforeEach
    void start() throws Exception {
        fleet = new Fleet();
    }

    @AfterEach
    void stop() throws Exception {
        fleet.close();
    }

    private static Map<String, String> payload(String bytes) {
        return Map.of("interop.key", "payload", "interop.value", bytes);
    }

    @ParameterizedTest
    @EnumSource
    void aConsumerOfDubboObeysWhatTernPublishes(DubboVersion version) throws Exception {
        fleet.ternProvider("small", Map.copyOf(payload(TOO_SMALL)));
        assertThat(fleet.tree().entry("providers", "provider-small").parameters())
                .containsEntry("payload", TOO_SMALL);
        Caller.Dubbo consumer = fleet.consumer(version, Map.of());

        Sample sample = consumer.sample(new Sample.Order("traffic", 5, 0, ""));

        assertThat(sample.served()).isEmpty();
        assertThat(sample.failed()).isEqualTo(Map.of("1", 5));
        assertThat(consumer.peer().output()).contains("max payload: " + TOO_SMALL);
    }

    @ParameterizedTest
    @EnumSource
    void aConsumerOfTernObeysWhatDubboPublishes(DubboVersion version) throws Exception {
        fleet.provider(version, "small", payload(ENOUGH));
        Caller.Tern consumer = fleet.ternConsumer();
        consumer.awaitServedBy("small");

        Ask large = new Ask();
        large.setPayload(new byte[Integer.parseInt(ENOUGH)]);
        assertThatThrownBy(() -> consumer.service("traffic").ask(large))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("over the payload limit of " + ENOUGH + " bytes");
        consumer.awaitServedBy("small");
    }
}
