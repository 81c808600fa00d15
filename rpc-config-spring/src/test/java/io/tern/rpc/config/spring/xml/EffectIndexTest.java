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

/** Every row of the page about compatibility that says "works" points to a test, and the test is there and is about the attribute. */
class EffectIndexTest {
    private static final Set<String> PROVEN = Set.of("works", "works in part");
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
                .allMatch(line -> line.matches("[A-Za-z-]+\\.[A-Za-z-]+ [\\w.]+"), "element.attribute class");
        assertThat(index.lines()).isSorted();
        assertThat(index.lines().stream().map(line -> line.split(" ", -1)[0])).doesNotHaveDuplicates();
        assertThat(all().map(EffectIndex::key).collect(Collectors.toSet()))
                .containsAll(index.classes().keySet());
    }

    @Test
    void everyAttributeThatWorksHasATest() {
        assertThat(index.classes().keySet())
                .as("lines of effects.txt")
                .containsAll(all().filter(spec -> PROVEN.contains(new AttributeText(spec).state()))
                        .map(EffectIndex::key)
                        .toList());
    }

    @Test
    void everyTestIsThereAndMentionsItsAttribute() throws IOException {
        Map<String, String> sources = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, String> line : index.classes().entrySet()) {
            String name = line.getValue();
            String attribute = line.getKey().substring(line.getKey().indexOf('.') + 1);
            String source = sources.containsKey(name) ? sources.get(name) : source(name);
            sources.put(name, source);
            if (source.isEmpty()) {
                faults.add(line.getKey() + ": there is no test " + name);
            } else if (!mentions(source, attribute)) {
                faults.add(line.getKey() + ": " + name + " does not mention the attribute");
            }
        }
        assertThat(faults).isEmpty();
        assertThat(sources).hasSizeGreaterThan(10);
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
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(attribute) + "(?=\\\\?\"|=|,)")
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
