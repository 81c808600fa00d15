// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.core.internal.mock.StockService.Colour;
import io.tern.rpc.core.internal.mock.StockService.Point;
import io.tern.rpc.spi.MethodDescriptor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralTest {
    static MethodDescriptor method(String name) {
        return MethodDescriptor.of(StockService.class).stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<Arguments> literals() {
        return List.of(
                Arguments.of("text", "null", null),
                Arguments.of("text", "empty", ""),
                Arguments.of("text", "hello world", "hello world"),
                Arguments.of("text", "\"hello\\n\\u0041\"", "hello\nA"),
                Arguments.of("text", "'hello'", "hello"),
                Arguments.of("text", "'it's'", "it's"),
                Arguments.of("text", "`hello`", "hello"),
                Arguments.of("text", "true", "true"),
                Arguments.of("text", "007", "007"),
                Arguments.of("text", "{\"a\":1}", "{\"a\":1}"),
                Arguments.of("text", "[no json", "[no json"),
                Arguments.of("number", "42", 42),
                Arguments.of("number", "-1", -1),
                Arguments.of("number", "empty", 0),
                Arguments.of("number", "null", null),
                Arguments.of("bigNumber", "9000000000", 9_000_000_000L),
                Arguments.of("bigNumber", "empty", 0L),
                Arguments.of("small", "1e2", (byte) 100),
                Arguments.of("fraction", "0.5", 0.5),
                Arguments.of("fraction", "3", 3.0),
                Arguments.of("flag", "true", true),
                Arguments.of("flag", "false", false),
                Arguments.of("flag", "empty", false),
                Arguments.of("letter", "x", 'x'),
                Arguments.of("save", "null", null),
                Arguments.of("save", "5", null),
                Arguments.of("any", "5", 5),
                Arguments.of("any", "5000000000", 5_000_000_000L),
                Arguments.of("any", "0.5", new BigDecimal("0.5")),
                Arguments.of("any", "hello", "hello"),
                Arguments.of("any", "[1,\"a\",null]", Arrays.asList(1, "a", null)),
                Arguments.of("any", "{'a':{'b':[]}}", Map.of("a", Map.of("b", List.of()))),
                Arguments.of("colour", "GREEN", Colour.GREEN),
                Arguments.of("colour", "'RED'", Colour.RED),
                Arguments.of("colour", "empty", null),
                Arguments.of("numbers", "[1, 2,3 ]", List.of(1, 2, 3)),
                Arguments.of("numbers", "empty", List.of()),
                Arguments.of("names", "['a','b']", Set.of("a", "b")),
                Arguments.of("names", "empty", Set.of()),
                Arguments.of("table", "{`a`: [1, 2], `b`: []}", Map.of("a", List.of(1L, 2L), "b", List.of())),
                Arguments.of("table", "{}", Map.of()),
                Arguments.of("table", "empty", Map.of()),
                Arguments.of("array", "[1,2]", new int[] {1, 2}),
                Arguments.of("array", "[null]", new int[] {0}),
                Arguments.of("array", "empty", new int[0]),
                Arguments.of("point", "{'x': 3, 'label': 'here'}", new Point(3, "here")),
                Arguments.of("point", "{}", new Point(0, null)),
                Arguments.of("point", "empty", new Point(0, null)),
                Arguments.of("task", "empty", null));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("literals")
    void aLiteralBecomesTheMethodsResult(String method, String written, @Nullable Object value) {
        assertThat(new Literal(written).value(method(method))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "item  | {'name': 'bolt', 'count': 3}                 | BOLT x3",
                "item  | {'part': {'name': 'nut'}, 'count': null}      | unnamed x1 of NUT x1",
                "item  | empty                                          | unnamed x1",
                "later | {'name': 'bolt'}                               | BOLT x1",
                "items | [{'name': 'bolt'}, {}]                         | [BOLT x1, unnamed x1]",
            })
    void objectsAreFilledBySettersAndFields(String method, String written, String text) {
        assertThat(new Literal(written.replace('\'', '"')).value(method(method)))
                .hasToString(text);
        assertThat(new Literal(written.replace('"', '\'')).value(method(method)))
                .hasToString(text);
    }

    @Test
    void eachCallGetsAValueOfItsOwn() {
        Literal literal = new Literal("[1]");
        assertThat(literal.value(method("numbers"))).isNotSameAs(literal.value(method("numbers")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number  | abc               | a text is no",
                "number  | 1.5               | this number is no",
                "number  | 3000000000        | this number is no",
                "number  | true              | a boolean is no int",
                "number  | [1]               | a list is no int",
                "small   | 128               | this number is no",
                "flag    | 1                 | this number is no",
                "flag    | 'yes'             | a text is no",
                "letter  | 'xy'              | a text is no",
                "colour  | BLUE              | a text is no",
                "numbers | 5                 | this number is no",
                "numbers | ['a']             | a text is no",
                "numbers | {}                | no object of java.util.List",
                "table   | []                | a list is no java.util.Map",
                "item    | {'colour': 1}     | has nothing of the name colour",
                "item    | {'count': 'many'} | a text is no",
                "item    | 5                 | this number is no",
                "point   | {'y': 1}          | has nothing of the name y",
                "task    | {}                | no object of java.lang.Runnable",
            })
    void whatDoesNotFitIsRefused(String method, String written, String reason) {
        assertThatThrownBy(() -> new Literal(written).value(method(method)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1] x",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{\"a\":1,}",
                "[\"a]",
                "[\"\\x\"]",
                "[\"\\u12g4\"]",
                "[\"\\u1",
                "[\"\\",
                "[tru]",
                "[01e5000]",
                "[-]",
                "{\"a\":1}}",
                "[1}"
            })
    void malformedJsonIsRefused(String written) {
        assertThatThrownBy(() -> new Literal(written).value(method("any")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is no JSON");
    }

    @Test
    void depthIsLimited() {
        assertThat(new Literal("[".repeat(32) + "]".repeat(32)).value(method("any")))
                .isNotNull();
        assertThatThrownBy(() -> new Literal("[".repeat(33) + "]".repeat(33)).value(method("any")))
                .hasMessageContaining("nested");
    }
}
