// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void longFormHasAllContendersAndTheCellsOfTheShortForm() {
        Properties properties = new Properties();
        Options shortForm = Options.of(properties);
        properties.setProperty("benchmark.form", "long");
        Options longForm = Options.of(properties);

        assertThat(longForm.contenders()).isEqualTo(ContenderSetup.ALL);
        assertThat(longForm.cells()).containsAll(shortForm.cells());
    }

    @Test
    void baseIsOneThatRuns() {
        Properties properties = new Properties();
        properties.setProperty("benchmark.contenders", "netty-io, grpc");

        assertThat(Options.of(properties).base()).isEqualTo("netty-io");
    }

    @Test
    void unknownContenderIsNamedBesideTheKnownOnes() {
        Properties properties = new Properties();
        properties.setProperty("benchmark.contenders", "dubbo");

        assertThatThrownBy(() -> Options.of(properties))
                .hasMessageContaining("'dubbo'")
                .hasMessageContaining("dubbo-3.3.6");
    }
}
