// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.core.SpringVersion;

/** What the profile compat claims to run is what runs. */
class SpringVersionTest {
    @Test
    void theTestsRunOnTheSpringThatTheBuildNames() {
        assertThat(SpringVersion.getVersion()).isEqualTo(System.getProperty("compat.spring"));
        assertThat(ApplicationContext.class.getPackage().getImplementationVersion())
                .isEqualTo(System.getProperty("compat.spring"));
    }

    /** Nothing is named unless the profile runs. */
    @Test
    void theTestsRunOnTheJavaThatTheProfileNames() throws IOException {
        String named = System.getProperty("compat.java");
        Path running = Path.of(System.getProperty("java.home"), "bin", "java").toRealPath();
        assertThat(named == null ? running : Path.of(named).toRealPath()).isEqualTo(running);
    }

    @Test
    void theProfileRunsTheJar() {
        String place = ReferenceBean.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(place.endsWith(".jar")).isEqualTo(Boolean.getBoolean("compat.jar"));
    }
}
