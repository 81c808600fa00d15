// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NacosServiceNameTest {
    @Test
    void emptyPartsAreKept() {
        assertThat(name("dubbo://h:1/demo.A")).isEqualTo("providers:demo.A::");
        assertThat(name("dubbo://h:1/demo.A?version=1.0.0")).isEqualTo("providers:demo.A:1.0.0:");
        assertThat(name("dubbo://h:1/demo.A?group=g")).isEqualTo("providers:demo.A::g");
        assertThat(name("consumer://h/demo.A?category=consumers&group=g&version=1"))
                .isEqualTo("consumers:demo.A:1:g");
        assertThat(name("dubbo://h:1/path?interface=demo.A")).isEqualTo("providers:demo.A::");
    }

    @Test
    void aQueryMeansTheNewNameAndTheOldOne() {
        assertThat(NacosServiceName.sought(query(null, "1"), Category.PROVIDERS))
                .containsExactly("providers:demo.A:1:", "providers:demo.A:1");
        assertThat(NacosServiceName.sought(query("g", "1"), Category.PROVIDERS))
                .containsExactly("providers:demo.A:1:g");
        assertThat(NacosServiceName.sought(query("g, h", null), Category.PROVIDERS))
                .containsExactly(
                        "providers:demo.A::g", "providers:demo.A:g", "providers:demo.A::h", "providers:demo.A:h");
        assertThat(NacosServiceName.sought(query(null, null), Category.CONSUMERS))
                .containsExactly("consumers:demo.A::");
        assertThat(NacosServiceName.sought(query("*", null), Category.PROVIDERS))
                .isNull();
        assertThat(NacosServiceName.sought(query(null, "*"), Category.PROVIDERS))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "*, *, providers:demo.A:1:g, true",
        "*, 1, providers:demo.A:1:g, true",
        "*, 2, providers:demo.A:1:g, false",
        "g, *, providers:demo.A:1:g, true",
        "h, *, providers:demo.A:1:g, false",
        "*, *, providers:demo.A::, true",
        "*, *, providers:demo.A:1, true",
        "*, *, providers:demo.AB:1:g, false",
        "*, *, consumers:demo.A:1:g, false",
        "*, *, demo.A, false",
        "*, *, providers:demo.A:1:g:x, false",
    })
    void wildcardsMatchListedNames(String group, String version, String listed, boolean expected) {
        assertThat(NacosServiceName.matches(listed, query(group, version), Category.PROVIDERS))
                .isEqualTo(expected);
    }

    private static String name(String url) {
        return NacosServiceName.of(DubboUrl.parse(url)).text();
    }

    private static ServiceQuery query(String group, String version) {
        return new ServiceQuery("demo.A", group, version, Set.of(Category.PROVIDERS));
    }
}
