// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttributeCatalogTest {
    private static final AttributeCatalog CATALOG = AttributeCatalog.standard();

    @Test
    void holdsEveryAttributeOfDubboAndNoOther() throws IOException {
        Map<String, Set<String>> inDubbo = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("dubbo-attributes.txt")),
                StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split(":", 2);
                inDubbo.put(
                        parts[0],
                        parts[1].isBlank()
                                ? Set.of()
                                : new TreeSet<>(List.of(parts[1].strip().split(" "))));
            });
        }
        Map<String, Set<String>> inCatalog = new TreeMap<>();
        for (ElementKind kind : ElementKind.values()) {
            inCatalog.put(kind.xmlName(), namesAndAliases(kind));
        }
        assertThat(inCatalog).isEqualTo(inDubbo);
    }

    @ParameterizedTest
    @CsvSource({
        "application, 34",
        "module, 14",
        "registry, 34",
        "config-center, 14",
        "metadata-report, 18",
        "monitor, 8",
        "metrics, 10",
        "tracing, 1",
        "ssl, 9",
        "protocol, 42",
        "provider, 78",
        "consumer, 59",
        "reference, 55",
        "service, 56",
        "method, 23",
        "argument, 3",
        "parameter, 3",
        "annotation, 3",
        "property, 3",
        "triple, 12"
    })
    void countsTheNamesOfEachElement(String element, int count) {
        assertThat(namesAndAliases(ElementKind.named(element).orElseThrow())).hasSize(count);
    }

    @ParameterizedTest
    @EnumSource(ElementKind.class)
    void everyAttributeSaysWhatItMeansAndWhyItDoesNothing(ElementKind kind) {
        assertThat(kind.documentation()).endsWith(".");
        for (AttributeSpec spec : CATALOG.attributesOf(kind)) {
            assertThat(spec.documentation()).as(spec.name()).endsWith(".");
            assertThat(spec.legal()).as(spec.name()).isNotBlank();
            if (spec.tier() == Tier.C) {
                assertThat(spec.treatment()).as(spec.name()).isIn(Treatment.IGNORED, Treatment.PUBLISHED);
            }
            if (spec.treatment() != Treatment.EFFECTIVE) {
                assertThat(spec.reason()).as(spec.name()).isNotBlank();
            }
            for (ValueRule rule : spec.rules()) {
                boolean needsReason = Set.of(Treatment.REFUSED, Treatment.REFUSED_WHEN_USED, Treatment.SUSPICIOUS)
                        .contains(rule.treatment());
                assertThat(needsReason && rule.reason().isEmpty())
                        .as("%s %s", spec.name(), rule)
                        .isFalse();
            }
        }
    }

    @Test
    void theMisspeltDispatcherIsTheSameAttribute() {
        assertThat(CATALOG.find(ElementKind.PROTOCOL, "dispather"))
                .isPresent()
                .isEqualTo(CATALOG.find(ElementKind.PROTOCOL, "dispatcher"));
        assertThat(CATALOG.find(ElementKind.PROVIDER, "path"))
                .isEqualTo(CATALOG.find(ElementKind.PROVIDER, "contextpath"));
        assertThat(CATALOG.find(ElementKind.METHOD, "dispather")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "reference, timout, timeout",
        "reference, interfce, interface",
        "reference, Check, check",
        "reference, chekc, check",
        "method, onReturn, onreturn",
        "protocol, dispachter, dispatcher",
        "service, excutes, executes"
    })
    void suggestsTheNearestName(String element, String written, String meant) {
        assertThat(CATALOG.nearest(ElementKind.named(element).orElseThrow(), written))
                .contains(meant);
    }

    @Test
    void suggestsNothingThatIsFarAway() {
        assertThat(CATALOG.nearest(ElementKind.REFERENCE, "xyzzy")).isEmpty();
    }

    @Test
    void knowsWhereAnAttributeBelongs() {
        assertThat(CATALOG.elementsWith("url")).containsExactly(ElementKind.REFERENCE);
        assertThat(CATALOG.elementsWith("return")).containsExactly(ElementKind.METHOD);
    }

    @Test
    void elementsNestAsInDubbo() {
        assertThat(ElementKind.METHOD.parents()).containsExactly(ElementKind.REFERENCE, ElementKind.SERVICE);
        assertThat(ElementKind.SERVICE.children())
                .containsExactlyInAnyOrder(ElementKind.METHOD, ElementKind.PARAMETER, ElementKind.PROPERTY);
        assertThat(ElementKind.SERVICE.isTopLevel()).isTrue();
        assertThat(ElementKind.METHOD.isTopLevel()).isFalse();
        assertThat(ElementKind.APPLICATION.isTopLevel()).isTrue();
        assertThat(ElementKind.PARAMETER.parents())
                .contains(ElementKind.APPLICATION, ElementKind.METHOD)
                .hasSize(12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "name | name | - | A | effective ~ columns",
                "name | nmae | - | A | effective ~ not a form",
                "name | name | - | A | effektive ~ not a treatment",
                "name | name | - | D | effective ~ Tier",
                "name | name 1.. | - | A | effective ~ no range",
                "name | int 1-5 | - | A | effective ~ not a range",
                "name? | name | - | A | effective ~ is not of the form"
            })
    void aLineThatDoesNotFitStopsTheStart(String row, String fault) {
        String broken = fault.equals("columns") ? "name | name | - | A" : row;
        assertThatThrownBy(() -> AttributeTable.parse("table", List.of("[method]", broken, "    Documentation.")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("table")
                .hasMessageContaining(fault);
    }

    @Test
    void misplacedLinesStopTheStart() {
        String row = "name | name | - | A | effective";
        assertThatThrownBy(() -> AttributeTable.parse("table", List.of(row, "    Text.")))
                .hasMessageContaining("no element");
        assertThatThrownBy(() -> AttributeTable.parse("table", List.of("[method]", row)))
                .hasMessageContaining("no documentation");
        assertThatThrownBy(() -> AttributeTable.parse("table", List.of("[method]", "    Text.")))
                .hasMessageContaining("below a row");
        assertThatThrownBy(() -> AttributeTable.parse("table", List.of("[methods]")))
                .hasMessageContaining("no element methods");
        assertThatThrownBy(() -> AttributeTable.parse("table", List.of("[method]", row, "    - refused : because")))
                .hasMessageContaining("names no value");
    }

    @Test
    void anAttributeDescribedTwiceStopsTheStart() {
        List<String> lines = List.of("[method]", "a, a | name | - | A | effective", "    Text.");
        List<AttributeSpec> specs = AttributeTable.parse("table", lines);
        assertThatThrownBy(() -> new AttributeCatalog(specs)).hasMessageContaining("attribute a of dubbo:method twice");
    }

    private static Set<String> namesAndAliases(ElementKind kind) {
        return CATALOG.attributesOf(kind).stream()
                .flatMap(spec -> Stream.concat(Stream.of(spec.name()), spec.aliases().stream()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
