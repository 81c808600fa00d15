// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.fixture.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that says where references go. */
class ResolveFileTest extends OutsideBench {
    @Test
    void theResolveFileRedirectsReferencesAndIsNamed(@TempDir Path directory) throws Exception {
        Path resolve = directory.resolve("resolve.properties");
        Files.writeString(resolve, FOO + "=dubbo://127.0.0.1:7\n");
        properties.put("dubbo.resolve.file", resolve.toString());
        OutsideSettings outside;
        try (LogCapture log = new LogCapture(SettingsFiles.class)) {
            outside = SettingsFiles.of(properties, Map.of(), new ClassLoader(null) {});
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .contains(resolve.toString(), "dubbo.resolve.file", "their own url and registry do not count");
        }
        ReferenceSettings settings = refer(outside, reference());
        assertThat(settings.endpoints()).singleElement().asString().isEqualTo("127.0.0.1:7");
        assertThat(settings.origins().get("url").toString()).contains("resolve file", "resolve.properties");

        properties.put(FOO, "dubbo://127.0.0.1:8");
        outside = SettingsFiles.of(properties, Map.of(), new ClassLoader(null) {});
        elements.clear();
        assertThat(refer(outside, reference()).endpoints())
                .singleElement()
                .asString()
                .isEqualTo("127.0.0.1:8");
    }

    @Test
    void theResolveFileInTheHomeDirectoryIsReadOnlyIfThePropertySaysSo(@TempDir Path home) throws Exception {
        Files.writeString(home.resolve("dubbo-resolve.properties"), FOO + "=dubbo://127.0.0.1:7\n");
        properties.put("user.home", home.toString());
        OutsideSettings silent = SettingsFiles.of(properties, Map.of(), new ClassLoader(null) {});
        assertThat(refer(silent, reference()).endpoints())
                .singleElement()
                .asString()
                .isEqualTo("127.0.0.1:20880");

        for (String written : List.of("", "~/dubbo-resolve.properties")) {
            properties.put("dubbo.resolve.file", written);
            OutsideSettings asked = SettingsFiles.of(properties, Map.of(), new ClassLoader(null) {});
            elements.clear();
            assertThat(refer(asked, reference()).endpoints())
                    .singleElement()
                    .asString()
                    .isEqualTo("127.0.0.1:7");
        }
    }

    @Test
    void aResolveFileThatIsNotThereIsAMistake() {
        properties.put("dubbo.resolve.file", "no/such/file.properties");
        assertThatThrownBy(() -> SettingsFiles.of(properties, Map.of(), new ClassLoader(null) {}))
                .hasMessageContaining("CFG-07 system property dubbo.resolve.file = \"no/such/file.properties\"");
    }
}
