// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The schema and the page about compatibility are written from the catalogue. With -Dtern.regenerate=true this test writes them anew. */
class GeneratedFilesTest {
    private static final String CURE =
            "%s differs from the catalogue of attributes in rpc-core. Write it anew by: mvn -pl rpc-config-spring -am test"
                    + " -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dtern.regenerate=true";

    @Test
    void theSchemaIsUpToDate() throws IOException {
        check(Path.of("src/main/resources/io/tern/rpc/config/spring/xml/dubbo-elements.xsd"), SchemaText.write());
    }

    @Test
    void thePageAboutCompatibilityIsUpToDate() throws IOException {
        check(Path.of("../docs/compatibility.md"), CompatibilityText.write());
    }

    private static void check(Path file, String text) throws IOException {
        if (Boolean.getBoolean("tern.regenerate")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file)).as(CURE, file).isTrue();
        assertThat(Files.readString(file)).as(CURE, file).isEqualTo(text);
    }
}
