// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.config.ConfigProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DubboExtensionsTest {
    private static final String FILTER = "META-INF/dubbo/org.apache.dubbo.rpc.Filter";
    private static final String LINE = "auth=com.acme.AuthFilter\n";

    @TempDir
    private Path directory;

    private final List<URL> classPath = new ArrayList<>();

    /** A jar with these files; with entries for their directories, or without as some tools make them. */
    private void jar(String name, boolean directories, Map<String, String> files) throws IOException {
        Path jar = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                for (int slash = file.getKey().indexOf('/');
                        directories && slash > 0;
                        slash = file.getKey().indexOf('/', slash + 1)) {
                    try {
                        entries.putNextEntry(new JarEntry(file.getKey().substring(0, slash + 1)));
                    } catch (java.util.zip.ZipException thereAlready) {
                        continue;
                    }
                }
                entries.putNextEntry(new JarEntry(file.getKey()));
                entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        classPath.add(jar.toUri().toURL());
    }

    private void classes(String file, String text) throws IOException {
        Path path = directory.resolve("classes").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        classPath.add(directory.resolve("classes").toUri().toURL());
    }

    private List<String> problems(String ignored) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(classPath.toArray(URL[]::new), null)) {
            return DubboExtensions.problems(loader, ignored).stream()
                    .map(ConfigProblem::message)
                    .toList();
        }
    }

    @Test
    void aClassPathWithoutSuchFilesIsFine() throws Exception {
        jar("plain.jar", true, Map.of("META-INF/services/java.sql.Driver", "com.acme.Driver\n", "a/B.class", ""));
        assertThat(problems("")).isEmpty();
    }

    @Test
    void aFilterIsReportedWithItsFileItsPointAndTheCure() throws Exception {
        jar("shop-filters.jar", true, Map.of(FILTER, "# ours\n" + LINE));
        assertThat(problems(""))
                .singleElement()
                .asString()
                .startsWith(
                        "CFG-16 extension of Dubbo: Tern does not load auth=com.acme.AuthFilter for Dubbo's extension"
                                + " point org.apache.dubbo.rpc.Filter")
                .contains("implement io.tern.rpc.spi.Filter", "docs/extensions.md", "tern.ignore-extensions")
                .endsWith(" File shop-filters.jar!/" + FILTER + ".")
                .doesNotContain(directory.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "META-INF/dubbo/com.alibaba.dubbo.rpc.Filter",
                "META-INF/dubbo/internal/org.apache.dubbo.rpc.cluster.LoadBalance",
                "META-INF/dubbo/external/org.apache.dubbo.validation.Validation",
                "META-INF/services/com.alibaba.dubbo.registry.RegistryFactory",
                "META-INF/services/org.apache.dubbo.rpc.Protocol",
                "META-INF/dubbo/org.apache.dubbo.rpc.HeaderFilter",
                "META-INF/dubbo/org.apache.dubbo.rpc.cluster.ConfiguratorFactory",
                "META-INF/dubbo/com.alibaba.dubbo.monitor.MonitorFactory",
                "META-INF/dubbo/internal/com.alibaba.dubbo.remoting.Codec2",
                "META-INF/services/org.apache.dubbo.remoting.Transporter",
                "META-INF/services/org.apache.dubbo.remoting.exchange.Exchanger",
            })
    void everyPlaceCountsAlsoWithoutEntriesForDirectories(String file) throws Exception {
        jar("without.jar", false, Map.of(file, LINE));
        assertThat(problems("")).singleElement().asString().contains("without.jar!/" + file);
    }

    @Test
    void apointThatNobodyUsuallyImplementsIsFoundInADirectory() throws Exception {
        classes("META-INF/dubbo/org.apache.dubbo.remoting.Codec2", "mine=com.acme.Codec\n");
        assertThat(problems(""))
                .singleElement()
                .asString()
                .contains(
                        "Tern has no such extension point", "classes!/META-INF/dubbo/org.apache.dubbo.remoting.Codec2");
    }

    @Test
    void apointThatNobodyUsuallyImplementsIsFoundAmongTheServicesOfAJarToo() throws Exception {
        String file = "META-INF/services/org.apache.dubbo.common.store.DataStore";
        jar("store.jar", true, Map.of(file, "com.acme.OwnStore\n", "META-INF/services/com.acme.Own", "a.B\n"));
        assertThat(problems("")).singleElement().asString().contains("com.acme.OwnStore", "store.jar!/" + file);
    }

    @ParameterizedTest
    @CsvSource({
        "rpc.HeaderFilter, io.tern.rpc.spi.Filter",
        "rpc.cluster.ConfiguratorFactory, rules",
        "monitor.MonitorFactory, io.tern.rpc.spi.RpcObserver",
        "common.status.StatusChecker, io.tern.rpc.spi.RpcObserver",
        "remoting.Transporter, one protocol",
        "remoting.exchange.Exchanger, one protocol",
        "remoting.Codec2, one protocol",
        "cache.CacheFactory, do without",
    })
    void theCureIsThatOfThePoint(String point, String cure) throws Exception {
        jar("points.jar", true, Map.of("META-INF/dubbo/org.apache.dubbo." + point, LINE));
        assertThat(problems("")).singleElement().asString().contains("to port it, ", cure);
    }

    @Test
    void filesOfOthersAndEmptyOnesDoNotCount() throws Exception {
        jar(
                "others.jar",
                true,
                Map.of("META-INF/dubbo/com.acme.OwnPoint", "a=com.acme.A\n", FILTER, "# nothing\n\ndefault = \n"));
        assertThat(problems("")).isEmpty();
    }

    @Test
    void whatAJarOfDubboBringsForItselfDoesNotCountAndWhatAnotherOneCallsSoDoes() throws Exception {
        String own = "echo=org.apache.dubbo.rpc.filter.EchoFilter\n";
        jar("dubbo.jar", true, Map.of(FILTER, own, "META-INF/maven/org.apache.dubbo/dubbo/pom.xml", ""));
        jar(
                "dubbo2.jar",
                true,
                Map.of(
                        "META-INF/dubbo/internal/com.alibaba.dubbo.rpc.Filter",
                        "echo=com.alibaba.dubbo.rpc.filter.EchoFilter\n",
                        "META-INF/maven/com.alibaba/dubbo/pom.xml",
                        ""));
        assertThat(problems("")).isEmpty();

        jar("disguised.jar", true, Map.of(FILTER, own));
        jar("shaded.jar", true, Map.of(FILTER, own + LINE, "META-INF/maven/org.apache.dubbo/dubbo/pom.xml", ""));
        assertThat(problems(""))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("disguised.jar!/").contains("EchoFilter"),
                        text -> assertThat(text)
                                .contains("shaded.jar!/", "AuthFilter")
                                .doesNotContain("EchoFilter"));
    }

    @Test
    void allAreReportedAndThoseThatAreListedAreNot() throws Exception {
        String balance = "META-INF/dubbo/org.apache.dubbo.rpc.cluster.LoadBalance";
        String status = "META-INF/dubbo/org.apache.dubbo.common.status.StatusChecker";
        jar("one.jar", true, Map.of(FILTER, LINE, balance, LINE));
        jar("two.jar", true, Map.of(FILTER, LINE, status, LINE));
        assertThat(problems("")).hasSize(4);
        assertThat(problems("org.apache.dubbo.rpc.Filter")).hasSize(2);
        assertThat(problems(" " + balance + " , org.apache.dubbo.rpc.Filter"))
                .singleElement()
                .asString()
                .contains(status);
        assertThat(problems("*")).isEmpty();
    }
}
