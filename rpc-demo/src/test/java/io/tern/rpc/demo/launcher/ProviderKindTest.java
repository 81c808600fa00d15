// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProviderKindTest {
    @Test
    void versionOfDubboIsReadFromItsJar() {
        String classPath =
                "/services:/m2/dubbo-config-spring/1/dubbo-config-spring-1.jar:/m2/dubbo/3.3.6/dubbo-3.3.6.jar";

        assertThat(ProviderKind.DUBBO.library(classPath)).isEqualTo("Apache Dubbo 3.3.6");
    }

    @Test
    void classPathWithoutDubboIsNotShownAsDubbo() {
        assertThatThrownBy(() -> ProviderKind.DUBBO.library("/services:/m2/rpc-core.jar"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutTheListOfJarsTheMessageNamesTheProfile() {
        assertThatThrownBy(() -> ProviderKind.DUBBO.classPath("/services"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("-Pdemo-dubbo");
    }
}
