// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.core.internal.value.Samples.Box;
import io.tern.rpc.core.internal.value.Samples.Colour;
import io.tern.rpc.core.internal.value.Samples.Demanding;
import io.tern.rpc.core.internal.value.Samples.Named;
import io.tern.rpc.core.internal.value.Samples.Node;
import io.tern.rpc.core.internal.value.Samples.Part;
import io.tern.rpc.core.internal.value.Samples.Point;
import io.tern.rpc.core.internal.value.Samples.Refusal;
import io.tern.rpc.core.internal.value.Samples.Ring;
import io.tern.rpc.core.internal.value.Samples.SpecialPart;
import io.tern.rpc.core.internal.value.Samples.Trap;
import io.tern.rpc.spi.ClassPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a peer says becomes what the service declares. */
class TypedValuesTest {
    private final List<String> refused = new ArrayList<>();
    private final TypedValues values = TypedValues.ofPeers(
            new ClassPolicy() {
                @Override
                public boolean admits(String className) {
                    return className.startsWith(Samples.class.getName()) && !className.contains("Trap");
                }

                @Override
                public String cure(String className) {
                    return "write it down";
                }

                @Override
                public void refused(String className) {
                    refused.add(className);
                }
            },
            TypedValuesTest.class.getClassLoader());

    static List<Arguments> simple() {
        Instant moment = LocalDateTime.of(2024, 2, 29, 13, 14, 15)
                .atZone(ZoneId.systemDefault())
                .toInstant();
        return List.of(
                Arguments.of(7, long.class, 7L),
                Arguments.of(7L, int.class, 7),
                Arguments.of(7, byte.class, (byte) 7),
                Arguments.of(7.0, int.class, 7),
                Arguments.of(7, double.class, 7.0),
                Arguments.of(1.5, float.class, 1.5f),
                Arguments.of(Double.NaN, double.class, Double.NaN),
                Arguments.of("7", Integer.class, 7),
                Arguments.of(" 7 ", short.class, (short) 7),
                Arguments.of("1.50", BigDecimal.class, new BigDecimal("1.50")),
                Arguments.of(7, BigDecimal.class, new BigDecimal(7)),
                Arguments.of("900", BigInteger.class, BigInteger.valueOf(900)),
                Arguments.of(7, String.class, "7"),
                Arguments.of(true, String.class, "true"),
                Arguments.of('x', String.class, "x"),
                Arguments.of("TRUE", boolean.class, true),
                Arguments.of("x", char.class, 'x'),
                Arguments.of("RED", Colour.class, Colour.RED),
                Arguments.of("GREEN", Colour.class, Colour.GREEN),
                Arguments.of(Map.of("name", "GREEN"), Colour.class, Colour.GREEN),
                Arguments.of(Colour.RED, String.class, "RED"),
                Arguments.of("2024-02-29 13:14:15", Date.class, Date.from(moment)),
                Arguments.of("2024-02-29T13:14:15Z", Date.class, Date.from(Instant.parse("2024-02-29T13:14:15Z"))),
                Arguments.of("2024-02-29T13:14:15-01:00", Date.class, Date.from(Instant.parse("2024-02-29T14:14:15Z"))),
                Arguments.of(5_000L, Date.class, new Date(5_000)),
                Arguments.of(new Date(5_000), java.sql.Timestamp.class, new java.sql.Timestamp(5_000)),
                Arguments.of(Date.from(moment), String.class, "2024-02-29 13:14:15"),
                Arguments.of(new Date(5_000), Instant.class, Instant.ofEpochSecond(5)),
                Arguments.of("2024-02-29", LocalDate.class, LocalDate.of(2024, 2, 29)),
                Arguments.of("13:14", LocalTime.class, LocalTime.of(13, 14)),
                Arguments.of("2024-02-29 13:14:15", LocalDateTime.class, LocalDateTime.of(2024, 2, 29, 13, 14, 15)),
                Arguments.of("2024-02-29T13:14:15", LocalDateTime.class, LocalDateTime.of(2024, 2, 29, 13, 14, 15)),
                Arguments.of("PT3S", Duration.class, Duration.ofSeconds(3)),
                Arguments.of(LocalDate.EPOCH, LocalDate.class, LocalDate.EPOCH),
                Arguments.of(
                        "6b1b36cb-6e8a-4d8a-9bd5-2d6c3a1a9a11",
                        UUID.class,
                        UUID.fromString("6b1b36cb-6e8a-4d8a-9bd5-2d6c3a1a9a11")),
                Arguments.of("abc", char[].class, new char[] {'a', 'b', 'c'}),
                Arguments.of(new char[] {'a'}, String.class, "a"),
                Arguments.of("x", Object.class, "x"),
                Arguments.of(7, Comparable.class, 7),
                Arguments.of(7, void.class, null));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource
    void simple(Object plain, Class<?> type, @Nullable Object value) {
        assertThat(values.of(plain, type)).isEqualTo(value);
    }

    static List<Arguments> containers() {
        return List.of(
                Arguments.of(List.of(1, 2), int[].class, new int[] {1, 2}),
                Arguments.of(new Object[] {1, "2"}, int[].class, new int[] {1, 2}),
                Arguments.of(new int[] {1, 2}, List.class, List.of(1, 2)),
                Arguments.of(new String[] {"RED"}, Samples.type("colours"), Set.of(Colour.RED)),
                Arguments.of(Arrays.asList("a", null), String[].class, new String[] {"a", null}),
                Arguments.of(List.of(List.of(1), List.of(2)), int[][].class, new int[][] {{1}, {2}}),
                Arguments.of(Map.of("RED", List.of("1", 2L)), Samples.type("table"), Map.of(Colour.RED, List.of(1, 2))),
                Arguments.of(Map.of("b", 1), TreeMap.class, new TreeMap<>(Map.of("b", 1))),
                Arguments.of(new byte[] {1}, byte[].class, new byte[] {1}),
                Arguments.of(Map.of("x", 1, "y", 2), Point.class, new Point(1, 2, null)),
                Arguments.of(Map.of("class", "A", "k", 1), Object.class, Map.of("class", "A", "k", 1)),
                Arguments.of(Map.of("class", "A"), Samples.type("anything"), Map.of("class", "A")),
                Arguments.of(Set.of(1), Object.class, Set.of(1)));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource
    void containers(Object plain, java.lang.reflect.Type type, Object value) {
        assertThat(values.of(plain, type)).isEqualTo(value);
    }

    private static Map<String, Object> part(String name, Object count) {
        return new HashMap<>(Map.of("name", name, "count", count));
    }

    private static Part madePart(String name, int count) {
        Part part = new Part();
        part.setName(name);
        part.setCount(count);
        return part;
    }

    @Test
    void objectsAreFilledBySettersAndFieldsAndUnknownNamesPassedOver() {
        Map<String, Object> plain = part("bolt", "3");
        plain.put("colour", "RED");
        plain.put("newField", 1);
        Part bolt = madePart("bolt", 3);
        bolt.colour = Colour.RED;
        assertThat(values.of(plain, Part.class)).isEqualTo(bolt);
        plain.put("name", null);
        assertThat(((Part) values.of(plain, Part.class)).getName()).isEqualTo("unnamed");
    }

    @Test
    void itemsHaveTheDeclaredTypeHoweverItIsDeclared() {
        List<Object> plain = List.of(part("bolt", 1));
        List<Part> made = List.of(madePart("bolt", 1));
        assertThat(values.of(plain, Samples.type("parts"))).isEqualTo(made);
        assertThat(values.of(plain, Samples.type("some"))).isEqualTo(made);
        assertThat(values.of(plain, Samples.type("array"))).isEqualTo(made.toArray(Part[]::new));
        assertThat(values.of(List.of(List.of(1)), Samples.type("arrays"))).isEqualTo(new List<?>[] {List.of(1L)});
        for (String field : List.of("box", "ownBox")) {
            Box<?> box = (Box<?>) values.of(Map.of("content", part("nut", 2), "more", plain), Samples.type(field));
            assertThat(box.getContent()).isEqualTo(madePart("nut", 2));
            assertThat(box.getMore()).isEqualTo(made);
        }
    }

    @Test
    void theClassThatAMapNamesIsMadeIfItIsAdmittedAndFits() {
        Map<String, Object> plain = part("bolt", 1);
        plain.put("class", SpecialPart.class.getName());
        plain.put("urgent", true);
        for (Class<?> declared : List.of(Part.class, SpecialPart.class, Object.class)) {
            assertThat(((SpecialPart) values.of(plain, declared)).isUrgent()).isTrue();
        }
        assertThatThrownBy(() -> values.of(plain, Point.class))
                .hasMessageContaining("its entry class names " + SpecialPart.class.getName());
        plain.put("class", "com.acme.NotHere");
        assertThat(values.of(plain, Part.class)).isEqualTo(madePart("bolt", 1));
    }

    @Test
    void nothingIsMadeOfARefusedClassWhereverItIsNamed() {
        Map<String, Object> trap = Map.of("class", Trap.class.getName(), "name", "secret-value");
        for (Object plain : List.of(
                trap, List.of(trap), Map.of("k", trap), Map.of("content", trap), Map.of(trap, 1), new Object[] {trap
                })) {
            for (java.lang.reflect.Type type : List.of(Object.class, Part.class, Box.class, List.class, Map.class)) {
                try {
                    values.of(plain, type);
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageNotContaining("secret-value");
                }
            }
        }
        assertThatThrownBy(() -> values.of(trap, Object.class))
                .hasMessageContaining("class " + Trap.class.getName() + " is not admitted; write it down");
        assertThatThrownBy(() -> values.of(Map.of("name", "x"), Trap.class)).hasMessageContaining("is not admitted");
        assertThat(refused).isNotEmpty().containsOnly(Trap.class.getName());
        assertThat(Samples.trapsSprung()).isZero();
    }

    @Test
    void cyclesAndSharedPartsKeepTheirForm() {
        Map<String, Object> plain = new HashMap<>();
        plain.put("next", plain);
        plain.put("all", List.of(plain, plain));
        Node node = (Node) values.of(plain, Node.class);
        assertThat(node.getNext()).isSameAs(node);
        assertThat(node.getAll()).hasSize(2).allMatch(each -> each == node);

        List<Object> list = new ArrayList<>();
        list.add(list);
        List<?> made = (List<?>) values.of(list, Object.class);
        assertThat(made.get(0)).isSameAs(made);
        Map<String, Object> ring = new HashMap<>();
        ring.put("next", ring);
        assertThatThrownBy(() -> values.of(ring, Ring.class)).hasMessageContaining("contains itself");
    }

    @Test
    void depthAndSizeAreBounded() {
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<Object> tooDeep = deep;
        assertThatThrownBy(() -> values.of(tooDeep, Object.class)).hasMessageContaining("nested more than 500 deep");
        // Without memory of what was made, this would have 2^60 parts.
        List<Object> wide = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            wide = new ArrayList<>(Arrays.asList(wide, wide));
        }
        assertThat((List<?>) values.of(wide, Object.class)).hasSize(2);
        assertThatThrownBy(() -> values.of("1e999999999", BigInteger.class)).hasMessageContaining("is no");
        assertThat(((String) values.of(new BigDecimal("1e999999"), String.class)).length())
                .isLessThan(20);
    }

    @Test
    void interfacesBecomeObjectsOfTheirGetters() {
        Named named = (Named) values.of(part("bolt", 3), Named.class);
        assertThat(named.getName()).isEqualTo("bolt");
        assertThat(named.getCount()).isEqualTo(3);
        assertThat(named.shout()).isEqualTo("bolt!");
        assertThat(List.of(named)).contains(named).doesNotContain((Named) values.of(part("bolt", 3), Named.class));
        assertThat(((Named) values.of(Map.of(), Named.class)).getCount()).isZero();
    }

    @Test
    void exceptionsGetTheirMessage() {
        Refusal refusal = (Refusal) values.of(
                Map.of("class", Refusal.class.getName(), "message", "no", "code", 3, "stackTrace", List.of()),
                Exception.class);
        assertThat(refusal).hasMessage("no");
        assertThat(refusal.getCode()).isEqualTo(3);
        assertThat(values.exception(Refusal.class.getName(), "no"))
                .isInstanceOf(Refusal.class)
                .hasMessage("no");
        assertThat(values.exception(Part.class.getName(), "no")).isNull();
        assertThat(values.exception(Trap.class.getName(), "no")).isNull();
        assertThat(values.exception("com.acme.NotHere", "no")).isNull();
    }

    @Test
    void whatAConstructorNeedsIsNothing() {
        assertThat(((Demanding) values.of(Map.of(), Demanding.class)).name).isEqualTo("nothing");
    }

    static List<Arguments> unfit() {
        return List.of(
                Arguments.of("secret", int.class, "a text is no java.lang.Integer"),
                Arguments.of(300, byte.class, "this number is no java.lang.Byte"),
                Arguments.of(1.5, int.class, "this number is no java.lang.Integer"),
                Arguments.of("secret", Colour.class, "a text is no"),
                Arguments.of("secret", Date.class, "a text is no java.util.Date"),
                Arguments.of("secret", LocalDate.class, "a text is no java.time.LocalDate"),
                Arguments.of("secret", UUID.class, "a text is no java.util.UUID"),
                Arguments.of("java.lang.Runtime", Class.class, "a text is no java.lang.Class"),
                Arguments.of(true, int.class, "a boolean is no int"),
                Arguments.of(List.of("secret"), Part.class, "a list is no"),
                Arguments.of(Map.of("a", 1), int.class, "no object of int can be made"),
                Arguments.of(Map.of("a", 1), Runnable.class, "no object of java.lang.Runnable can be made"),
                Arguments.of(Map.of("a", 1), Thread.class, "no object of java.lang.Thread can be made"),
                Arguments.of(
                        Map.of("count", "secret"),
                        Part.class,
                        "count of " + Part.class.getTypeName() + ": a text is no"),
                Arguments.of(Arrays.asList(1, "a"), java.util.TreeSet.class, "cannot hold these items"),
                Arguments.of(
                        new LinkedHashMap<>(java.util.Collections.singletonMap(null, 1)),
                        TreeMap.class,
                        "cannot hold"));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource
    void unfit(Object plain, Class<?> type, String reason) {
        assertThatThrownBy(() -> values.of(plain, type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }
}
