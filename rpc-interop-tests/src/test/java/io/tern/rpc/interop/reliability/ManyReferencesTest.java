// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The start of a consumer with very many references, each looked up in ZooKeeper and connected: twice as many take twice as
 * long. Time is measured, so this is no part of every build.
 */
@EnabledIfSystemProperty(named = Scale.LONG, matches = "true")
class ManyReferencesTest {
    private static final int MOST = 1_000;
    private static final int METHODS = 5;
    private static final int ROUNDS = 5;
    private static final double MOST_GROWTH = 2.2;
    private static final String PACKAGE = "many";

    @TempDir
    private Path directory;

    @Test
    void aThousandReferencesCostAboutTwiceAsMuchAsFiveHundred() throws Exception {
        try (Zookeeper zookeeper = new Zookeeper(Files.createDirectories(directory.resolve("zookeeper")));
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {compile().toUri().toURL()}, getClass().getClassLoader());
                Tern provider = provider(zookeeper.address(), loader)) {
            assertThat(provider.stats().openConnections()).isZero();
            startMillis(zookeeper.address(), loader, MOST); // what only the first start pays
            long[] half = new long[ROUNDS];
            long[] whole = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                half[round] = startMillis(zookeeper.address(), loader, MOST / 2);
                whole[round] = startMillis(zookeeper.address(), loader, MOST);
            }
            Verdict.write(
                    "references-through-zookeeper",
                    "500 references " + Arrays.toString(half) + " ms, 1000 references " + Arrays.toString(whole)
                            + " ms; median " + median(half) + " and " + median(whole) + " ms");
            assertThat((double) median(whole) / median(half)).isLessThanOrEqualTo(MOST_GROWTH);
        }
    }

    private static long median(long[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }

    private static TernBuilder builder(String name, String registry, ClassLoader loader) {
        return Tern.builder()
                .application(name)
                .classLoader(loader)
                .element(ConfigElement.of(ElementKind.REGISTRY)
                        .set("address", registry)
                        .set("file", "false"));
    }

    private static Tern provider(String registry, ClassLoader loader) throws ClassNotFoundException {
        TernBuilder builder = builder("many-provider", registry, loader).element(LocalTern.protocol());
        for (int i = 0; i < MOST; i++) {
            Class<?> type = Class.forName(PACKAGE + ".Service" + i, false, loader);
            Object nobody = Proxy.newProxyInstance(loader, new Class<?>[] {type}, (proxy, method, arguments) -> null);
            builder.bean("service" + i, nobody)
                    .element(ConfigElement.of(ElementKind.SERVICE)
                            .set("interface", type.getName())
                            .set("ref", "service" + i));
        }
        return builder.start();
    }

    private static long startMillis(String registry, ClassLoader loader, int references) {
        long begun = System.nanoTime();
        TernBuilder builder = builder("many-consumer", registry, loader);
        for (int i = 0; i < references; i++) {
            builder.element(ConfigElement.of(ElementKind.REFERENCE)
                    .set("id", "reference" + i)
                    .set("interface", PACKAGE + ".Service" + i));
        }
        try (Tern consumer = builder.start()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            assertThat(consumer.reference("reference" + (references - 1)).isAvailable())
                    .isTrue();
            return millis;
        }
    }

    private Path compile() throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        for (int i = 0; i < MOST; i++) {
            StringBuilder source = new StringBuilder("package " + PACKAGE + ";\npublic interface Service" + i + " {\n");
            for (int method = 0; method < METHODS; method++) {
                source.append("    String method").append(method).append("(String text, int number);\n");
            }
            Files.writeString(sources.resolve("Service" + i + ".java"), source.append("}\n"));
        }
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        try (Stream<Path> files = Files.list(sources)) {
            files.forEach(file -> arguments.add(file.toString()));
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return classes;
    }
}
