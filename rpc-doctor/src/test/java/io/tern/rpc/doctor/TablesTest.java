// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command knows besides the catalogue agrees with the catalogue and with the modules. */
class TablesTest {
    @Test
    void everyDifferenceIsAboutAnAttributeThatWorks() {
        assertThat(Differences.standard().all()).hasSizeGreaterThan(15).allSatisfy(difference -> {
            AttributeSpec spec = AttributeCatalog.standard()
                    .find(difference.element(), difference.attribute())
                    .orElseThrow();
            assertThat(spec.treatment()).as(difference.toString()).isEqualTo(Treatment.EFFECTIVE);
        });
    }

    @Test
    void aDifferenceMayHoldForSomeValuesOnly() {
        Differences differences = Differences.standard();
        assertThat(differences.of(ElementKind.METHOD, "async", "No")).isPresent();
        assertThat(differences.of(ElementKind.METHOD, "async", "true")).isEmpty();
        assertThat(differences.of(ElementKind.REFERENCE, "url", "h:1; h:2").orElseThrow())
                .contains("list");
        assertThat(differences.of(ElementKind.REFERENCE, "url", "h:1").orElseThrow())
                .contains("single");
        assertThat(differences.of(ElementKind.REGISTRY, "file", "false")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyModuleIsOne(TernModule module) throws IOException {
        assertThat(Files.readString(Path.of("../rpc-bom/pom.xml")))
                .contains("<artifactId>" + module.artifact() + "</artifactId>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Filter",
                "ClusterFilter",
                "LoadBalance",
                "Cluster",
                "RouterFactory",
                "StateRouterFactory",
                "RegistryFactory",
                "Serialization",
                "InvokerListener",
                "ExporterListener",
                "Validation",
                "MonitorFactory"
            })
    void everySuccessorOfAnExtensionPointIsAType(String point) throws ClassNotFoundException {
        String cure = new ExtensionFiles.Extension("org.apache.dubbo." + point, "x", "X", new Place("x", 1)).cure();
        Matcher type = Pattern.compile("implement (io\\.tern\\.[\\w.]+\\w)").matcher(cure);
        assertThat(type.find()).as(cure).isTrue();
        assertThat(Class.forName(type.group(1))).isInterface();
    }
}
