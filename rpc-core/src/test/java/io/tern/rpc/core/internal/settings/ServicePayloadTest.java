// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.ZOOKEEPER;
import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import org.junit.jupiter.api.Test;

/** What {@code payload} of a service means beside that of its protocols. */
class ServicePayloadTest {
    private final SettingsBench bench = new SettingsBench();

    private static ConfigElement protocol(String id, int payload) {
        return ConfigElement.of(ElementKind.PROTOCOL)
                .set("id", id)
                .set("name", "dubbo")
                .set("port", 20_880 + payload % 100)
                .set("payload", payload);
    }

    @Test
    void aServiceHasALimitOfItsOwnAndItsPortKeepsItsLimit() {
        ServiceSettings service = bench.serve(s -> s.set("payload", 1_000), registry(ZOOKEEPER));
        assertThat(service.style().payloadLimitBytes()).isEqualTo(1_000);
        assertThat(service.style().payloadLimitBytes(service.protocols().get(0).server()))
                .isEqualTo(1_000);
        assertThat(service.protocols().get(0).server().payloadLimitBytes()).isEqualTo(8_388_608);
        assertThat(service.published()).containsEntry("payload", "1000");
        assertThat(bench.warnings()).isEmpty();
    }

    @Test
    void anElementOfItsNameIsTheSame() {
        ServiceSettings service = bench.serve(s -> s.parameter("payload", "1000"), registry(ZOOKEEPER));
        assertThat(service.style().payloadLimitBytes()).isEqualTo(1_000);
        assertThat(service.published()).containsEntry("payload", "1000");
    }

    @Test
    void theProvidersIsThatOfItsPorts() {
        ServiceSettings service = bench.serve(
                s -> {},
                registry(ZOOKEEPER),
                ConfigElement.of(ElementKind.PROVIDER).set("payload", 1_000));
        assertThat(service.style().payloadLimitBytes()).isZero();
        assertThat(service.protocols().get(0).server().payloadLimitBytes()).isEqualTo(1_000);
        assertThat(service.published()).containsEntry("payload", "1000");
    }

    @Test
    void aLargerOneThanTheProtocolTakesIsTheProtocolsAndSaysSo() {
        ServiceSettings service =
                bench.serve(s -> s.set("payload", 5_000), registry(ZOOKEEPER), protocol("small", 1_000));
        assertThat(service.style().payloadLimitBytes(service.protocols().get(0).server()))
                .isEqualTo(1_000);
        assertThat(service.published()).containsEntry("payload", "1000");
        assertThat(bench.warnings())
                .singleElement()
                .asString()
                .contains("CFG-W2", "payload", "5000", "protocol small", "1000 bytes", "raise payload of the protocol");
    }

    @Test
    void consumersAreToldWhatAllProtocolsTake() {
        assertThat(bench.serve(
                                s -> s.set("payload", 900),
                                registry(ZOOKEEPER),
                                protocol("one", 1_000),
                                protocol("two", 2_010))
                        .published())
                .containsEntry("payload", "900");
        assertThat(new SettingsBench()
                        .serve(
                                s -> s.set("payload", 1_500),
                                registry(ZOOKEEPER),
                                protocol("one", 1_000),
                                protocol("two", 2_010))
                        .published())
                .doesNotContainKey("payload");
    }

    @Test
    void aPortWithoutALimitTakesWhatItsServiceTakes() {
        ServiceSettings service = bench.serve(s -> s.set("payload", 1_000));
        assertThat(service.style().payloadLimitBytes(new ServerSettings(0, 0, 0)))
                .isEqualTo(1_000);
        ServiceSettings other = new SettingsBench().serve(s -> {});
        assertThat(other.style().payloadLimitBytes(new ServerSettings(0, 0, 0))).isZero();
    }
}
