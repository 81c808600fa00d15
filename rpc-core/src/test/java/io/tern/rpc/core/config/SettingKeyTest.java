// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingKeyTest {
    @ParameterizedTest
    @CsvSource({
        "dubbo.reference.check,                         reference,     false, '',                   check,   ''",
        "dubbo.application.qos.enable,                  application,   false, '',                   qos-enable, ''",
        "dubbo.config.center.address,                   config-center, false, '',                   address, ''",
        "dubbo.configCenter.a.address,                  config-center, false, a,                    address, ''",
        "dubbo.reference.com.acme.Foo.timeout,          reference,     false, com.acme.Foo,         timeout, ''",
        "dubbo.reference.com.acme.Foo.findFoo.onreturn, reference,     false, com.acme.Foo.findFoo, onreturn, ''",
        "dubbo.registries.beijing.address,              registry,      true,  beijing,              address, ''",
        "dubbo.metrics.rpc-level,                       metrics,       false, '',                   rpc-level, ''",
        "dubbo.metrics.aggregation.bucket-num,          aggregation,   false, '',                   bucket-num, ''",
        "dubbo.metrics.prometheus.exporter.enabled,     prometheus-exporter, false, '',             enabled, ''",
        "dubbo.tracing.enabled,                         tracing,       false, '',                   enabled, ''",
        "dubbo.tracing.baggage.enabled,                 baggage,       false, '',                   enabled, ''",
        "dubbo.tracing.sampling.probability,            sampling,      false, '',                   probability, ''",
        "dubbo.service.parameters.my.key,               service,       false, '',                   ,        my.key",
        "dubbo.service.orders.parameters.env,           service,       false, orders,               ,        env",
    })
    void aKeySaysWhatItIsAbout(
            String key, String kind, boolean plural, String name, String attribute, String parameter) {
        SettingKey read = SettingKey.of(key).orElseThrow();
        assertThat(read.kind().xmlName()).isEqualTo(kind);
        assertThat(read.isPlural()).isEqualTo(plural);
        assertThat(read.name()).isEqualTo(name);
        AttributeSpec spec = read.attribute();
        assertThat(spec == null ? null : spec.name()).isEqualTo(attribute);
        assertThat(read.parameter()).isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dubbo.method.timeout",
                "dubbo.nonsense.x",
                "dubbo.reference.timout",
                "dubbo.reference",
                "dubbo.reference.id",
                "dubbo.provider.findFoo.onreturn",
                "dubbo.service.parameters.",
                "dubbo"
            })
    void aKeyThatIsAboutNothingIsNone(String key) {
        assertThat(SettingKey.of(key)).isEmpty();
    }

    @Test
    void specialKeysAreThoseThatOthersRead() {
        assertThat(SettingKey.isSpecial("dubbo.resolve.file")).isTrue();
        assertThat(SettingKey.isSpecial("dubbo.scan.base-packages")).isTrue();
        assertThat(SettingKey.isSpecial("dubbo.reslove.file")).isFalse();
        assertThat(SettingKey.nearest("dubbo.reslove.file")).contains("dubbo.resolve.file");
    }
}
