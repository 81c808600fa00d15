// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceSizeTest {
    /** The tests run in their module's folder. */
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void noMainFileHasOver400LinesAndNoMethodOver60() throws IOException {
        List<Path> files = mainSources();
        assertThat(files).as("main sources under %s", ROOT).hasSizeGreaterThan(50);
        Map<String, String> sources = new TreeMap<>();
        for (Path file : files) {
            sources.put(ROOT.relativize(file).toString(), Files.readString(file));
        }
        assertThat(SourceSizes.faultsIn(sources)).isEmpty();
    }

    @Test
    void aFileOf400LinesPassesAndOneMoreLineDoesNot() {
        String file = "class Long {" + "\n".repeat(399) + "}";
        assertThat(SourceSizes.faultsIn(Map.of("Long.java", file))).isEmpty();
        assertThat(SourceSizes.faultsIn(Map.of("Long.java", file + "\n// one more")))
                .singleElement()
                .asString()
                .contains("Long.java has 401 lines (at most 400)");
    }

    @Test
    void aMethodOf60LinesPassesAndOneMoreLineDoesNot() {
        assertThat(SourceSizes.faultsIn(Map.of("Long.java", classWithMethodOf(60))))
                .isEmpty();
        assertThat(SourceSizes.faultsIn(Map.of("Long.java", classWithMethodOf(61))))
                .singleElement()
                .asString()
                .contains("Long.java: Long.work in line 3 has 61 lines (at most 60)");
    }

    @Test
    void javadocDoesNotCountAsPartOfTheMethod() {
        String documented = classWithMethodOf(60).replace("    void", "    /**\n     * Works.\n     */\n    void");
        assertThat(SourceSizes.faultsIn(Map.of("Long.java", documented))).isEmpty();
    }

    private static String classWithMethodOf(int lines) {
        return "class Long {\n\n    void work() {\n" + "        step();\n".repeat(lines - 2) + "    }\n}\n";
    }

    /** Of modules inside of modules too. */
    private static List<Path> mainSources() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                Integer.MAX_VALUE,
                (file, attributes) -> file.toString().endsWith(".java")
                        && ROOT.relativize(file).toString().contains("src/main/java/"))) {
            return files.toList();
        }
    }
}
