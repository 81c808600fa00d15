// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of the page about compatibility points to a test, and the test is there and is about the attribute. */
class EffectIndexTest {
    /** The tests run in their module's folder. */
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private final EffectIndex index = read();

    private static EffectIndex read() {
        try {
            return EffectIndex.read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<AttributeSpec> all() {
        return Arrays.stream(ElementKind.values())
                .flatMap(kind -> AttributeCatalog.standard().attributesOf(kind).stream());
    }

    @Test
    void theIndexIsSortedAndNamesEachAttributeOnce() {
        assertThat(index.lines())
                .allMatch(line -> line.matches("[A-Za-z-]+\\.[A-Za-z-]+( [\\w.]+)+"), "element.attribute class …");
        assertThat(index.lines()).isSorted();
        assertThat(index.lines().stream().map(line -> line.split(" ", -1)[0])).doesNotHaveDuplicates();
        assertThat(all().map(EffectIndex::key).collect(Collectors.toSet()))
                .containsAll(index.classes().keySet());
    }

    @Test
    void everyAttributeHasATest() {
        assertThat(all())
                .allSatisfy(spec -> assertThat(index.classes(spec))
                        .as(EffectIndex.key(spec))
                        .isNotEmpty());
    }

    @Test
    void everyTestIsThereAndMentionsItsAttribute() throws IOException {
        Map<String, String> sources = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (AttributeSpec spec : all().toList()) {
            for (String name : index.classes(spec)) {
                String source = sources.containsKey(name) ? sources.get(name) : source(name);
                sources.put(name, source);
                if (source.isEmpty()) {
                    faults.add(EffectIndex.key(spec) + ": there is no test " + name);
                } else if (!name.equals(EffectIndex.SWEEP) && !mentions(source, spec.name())) {
                    faults.add(EffectIndex.key(spec) + ": " + name + " does not mention the attribute");
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(sources).hasSizeGreaterThan(10);
    }

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        Set<String> named = Pattern.compile("`(\\w+Test)`")
                .matcher(CompatibilityText.write())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(10);
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module :
                    modules.map(path -> path.resolve("src/test/java")).toList()) {
                if (Files.isDirectory(module)) {
                    try (Stream<Path> files = Files.walk(module)) {
                        files.forEach(file ->
                                named.remove(file.getFileName().toString().replace(".java", "")));
                    }
                }
            }
        }
        assertThat(named).as("tests that are nowhere").isEmpty();
    }

    @Test
    void aWordThatOnlyContainsTheNameIsNoMention() {
        assertThat(mentions("set(\"timeout\", 5)", "timeout")).isTrue();
        assertThat(mentions("<x timeout=\\\"5\\\"/>", "timeout")).isTrue();
        assertThat(mentions("timeoutMillis = 5; // the timeout", "timeout")).isFalse();
        assertThat(mentions("\"connect.timeout\"", "timeout")).isFalse();
    }

    /** In quotes, before an equals sign, or as a column of a table. */
    private static boolean mentions(String source, String attribute) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(attribute) + "(?=\\\\?\"|=|,|\\s*\\|)")
                .matcher(source)
                .find();
    }

    private static String source(String className) throws IOException {
        Path file = Path.of("src", "test", "java").resolve(className.replace('.', '/') + ".java");
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                if (Files.exists(module.resolve(file))) {
                    return Files.readString(module.resolve(file));
                }
            }
        }
        return "";
    }
}
