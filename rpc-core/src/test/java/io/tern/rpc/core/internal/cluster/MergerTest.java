// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.core.fixture.ReferencePlan;
import io.tern.rpc.spi.MethodDescriptor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MergerTest {
    interface Results {
        List<String> list();

        Collection<String> collection();

        ArrayList<String> arrayList();

        Set<String> set();

        Map<String, Integer> map();

        String[] texts();

        int[] ints();

        boolean[] booleans();

        int number();

        Long bigNumber();

        double fraction();

        BigDecimal decimal();

        CompletableFuture<List<String>> later();

        String text();

        Object any();

        void nothing();

        Parts parts();
    }

    /** A result that knows how to become one with another. */
    record Parts(List<String> names) {
        Parts {
            names = List.copyOf(names);
        }

        public Parts with(Parts other) {
            return new Parts(Stream.concat(names.stream(), other.names.stream()).toList());
        }
    }

    private static MethodDescriptor method(String name) {
        return MethodDescriptor.of(Results.class).stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Integer> map(String key, int value) {
        return new LinkedHashMap<>(Map.of(key, value));
    }

    static List<Arguments> mergers() {
        return List.of(
                Arguments.of("list", "true", List.of("a"), List.of("b"), List.of("a", "b")),
                Arguments.of("list", "default", List.of("a"), null, List.of("a")),
                Arguments.of("list", "list", null, null, List.of()),
                Arguments.of("later", "true", List.of("a"), List.of("b"), List.of("a", "b")),
                Arguments.of("collection", "true", List.of("a"), Set.of("b"), List.of("a", "b")),
                Arguments.of("arrayList", "list", List.of("a"), List.of("b"), List.of("a", "b")),
                Arguments.of("set", "true", Set.of("a"), Set.of("a", "b"), Set.of("a", "b")),
                Arguments.of("set", "set", Set.of("a"), Set.of("b"), Set.of("a", "b")),
                Arguments.of("map", "true", map("a", 1), map("b", 2), Map.of("a", 1, "b", 2)),
                Arguments.of("map", "map", map("a", 1), map("a", 2), Map.of("a", 2)),
                Arguments.of("texts", "true", new String[] {"a"}, new String[] {"b"}, new String[] {"a", "b"}),
                Arguments.of("texts", "array", null, new String[] {"b"}, new String[] {"b"}),
                Arguments.of("ints", "true", new int[] {1}, new int[] {2, 3}, new int[] {1, 2, 3}),
                Arguments.of("ints", "int", new int[] {1}, null, new int[] {1}),
                Arguments.of("booleans", "boolean", new boolean[] {true}, new boolean[0], new boolean[] {true}),
                Arguments.of("number", "true", 3, 4, 7),
                Arguments.of("bigNumber", "true", 3L, null, 3L),
                Arguments.of("fraction", "true", 0.5, 0.25, 0.75),
                Arguments.of("decimal", ".add", new BigDecimal("1.5"), new BigDecimal("2"), new BigDecimal("3.5")),
                Arguments.of("list", ".addAll", new ArrayList<>(List.of("a")), List.of("b"), List.of("a", "b")),
                Arguments.of("list", ".addAll", null, List.of("b"), List.of("b")),
                Arguments.of("map", ".putAll", map("a", 1), map("b", 2), Map.of("a", 1, "b", 2)),
                Arguments.of("text", ".concat", "a", "b", "ab"),
                Arguments.of(
                        "parts",
                        ".with",
                        new Parts(List.of("a")),
                        new Parts(List.of("b")),
                        new Parts(List.of("a", "b"))),
                Arguments.of("nothing", "true", null, null, null));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("mergers")
    void resultsAreMerged(
            String method, String merger, @Nullable Object one, @Nullable Object other, @Nullable Object merged) {
        assertThat(Merger.of(merger, method(method)).merge(Arrays.asList(one, other)))
                .isEqualTo(merged);
    }

    @ParameterizedTest
    @CsvSource({
        "text, true",
        "any, true",
        "decimal, true",
        "list, set",
        "set, list",
        "ints, long",
        "texts, int",
        "list, .foo",
        "list, .size",
        "list, .of",
        "nothing, .foo",
        "number, .add",
        "list, sum",
        "list, ''"
    })
    void whatDoesNotFitIsNoMerger(String method, String merger) {
        assertThat(Merger.of(merger, method(method))).isNull();
    }

    @Test
    void aSumThatDoesNotFitIsNoSum() {
        Merger sum = Merger.of("true", method("number"));
        assertThatThrownBy(() -> sum.merge(List.of(Integer.MAX_VALUE, 1))).isInstanceOf(ArithmeticException.class);
    }

    private static List<String> problems(MethodPlan plan, String method) {
        ReferencePlan reference = new ReferencePlan();
        reference.cluster = "mergeable";
        reference.methods = Map.of(method, plan.settings(method));
        reference.origins = Map.of("url", new Origin("dubbo:reference", "demo", "url", "consumer.xml"));
        return ClusterCheck.problems(reference.settings(Results.class)).stream()
                .map(ConfigProblem::message)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "list, true,",
        "list, liste, CFG-05",
        "text, true, CFG-05",
        "list, .foo, CFG-09",
    })
    void mistakesAreFoundAtStart(String method, String merger, @Nullable String code) {
        MethodPlan plan = new MethodPlan();
        plan.merger = merger;
        if (code == null) {
            assertThat(problems(plan, method)).isEmpty();
        } else {
            assertThat(problems(plan, method)).singleElement().asString().contains(code, merger);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tern.retry.async, true,",
        "tern.retry.async, yes, CFG-04",
        "tern.retry.budget, 0,",
        "tern.retry.budget, 100,",
        "tern.retry.budget, 101, CFG-02",
        "tern.retry.budget, -1, CFG-02",
        "tern.retry.budget, many, CFG-02",
        "tern.retry.budget, '', CFG-02",
    })
    void parametersOfRetriesAreChecked(String key, String value, @Nullable String code) {
        MethodPlan plan = new MethodPlan();
        plan.parameters = Map.of(key, value);
        if (code == null) {
            assertThat(problems(plan, "list")).isEmpty();
        } else {
            assertThat(problems(plan, "list")).singleElement().asString().contains(code, key, "consumer.xml");
        }
    }
}
