// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.core.internal.value.Samples.Colour;
import io.tern.rpc.core.internal.value.Samples.Node;
import io.tern.rpc.core.internal.value.Samples.Part;
import io.tern.rpc.core.internal.value.Samples.Point;
import io.tern.rpc.core.internal.value.Samples.Refusal;
import io.tern.rpc.spi.ClassPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What a service returns becomes what a generic call gets, and becomes itself again where its type is known. */
class PlainValuesTest {
    private final PlainValues plain = new PlainValues();
    private final TypedValues typed = TypedValues.ofPeers(
            new ClassPolicy() {
                @Override
                public boolean admits(String className) {
                    return className.startsWith(Samples.class.getName());
                }

                @Override
                public String cure(String className) {
                    return "";
                }
            },
            PlainValuesTest.class.getClassLoader());

    public static final class Broken {
        public String getName() {
            throw new IllegalStateException("secret");
        }
    }

    @Test
    void valuesOfTheJdkStayWhatTheyAre() {
        for (Object value : List.of(
                1,
                1.5f,
                "a",
                'c',
                true,
                new BigDecimal("1.0"),
                new Date(1),
                new UUID(1, 2),
                new byte[] {1},
                new String[] {"a"},
                new Integer[] {1})) {
            assertThat(plain.of(value)).isSameAs(value);
        }
        assertThat(plain.of(null)).isNull();
        assertThat(plain.of(Colour.GREEN)).isEqualTo("GREEN");
        assertThat(plain.of(new Colour[] {Colour.RED, null})).isEqualTo(new String[] {"RED", null});
        assertThat(plain.of(String.class)).isEqualTo("java.lang.String");
    }

    @Test
    void timesBecomeTextsAndThemselvesAgain() {
        ZonedDateTime moment = ZonedDateTime.of(2024, 2, 29, 12, 13, 14, 15, ZoneId.of("Europe/Paris"));
        for (Object time : List.of(
                moment,
                moment.toInstant(),
                moment.toLocalDateTime(),
                moment.toLocalDate(),
                moment.toLocalTime(),
                moment.toOffsetDateTime(),
                moment.toOffsetDateTime().toOffsetTime(),
                moment.getOffset(),
                YearMonth.from(moment),
                MonthDay.from(moment),
                Year.from(moment),
                Duration.ofMillis(1_500),
                Period.ofDays(3),
                moment.getMonth())) {
            assertThat(plain.of(time)).isInstanceOf(String.class);
            assertThat(typed.of(plain.of(time), time.getClass())).isEqualTo(time);
        }
        assertThat(typed.of(plain.of(moment.getZone()), ZoneId.class)).isEqualTo(moment.getZone());
        assertThat(plain.of(moment.toLocalDate())).isEqualTo("2024-02-29");
    }

    @Test
    void objectsBecomeMapsOfTheirProperties() {
        Part part = new Part();
        part.colour = Colour.RED;
        assertThat(plain.of(part))
                .isEqualTo(Map.of("class", Part.class.getName(), "name", "unnamed", "count", 1, "colour", "RED"));
        Map<String, Object> point = new LinkedHashMap<>(Map.of("class", Point.class.getName(), "x", 1, "y", 2.0));
        point.put("label", null);
        assertThat(plain.of(new Point(1, 2, null))).isEqualTo(point);
        assertThat(plain.of(new Part[] {part})).isEqualTo(new Object[] {plain.of(part)});
        assertThat(plain.of(Map.of(Colour.RED, List.of(part)))).isEqualTo(Map.of("RED", List.of(plain.of(part))));
        assertThat(plain.of(new LinkedHashSet<>(List.of("b", "a"))))
                .isInstanceOf(Set.class)
                .isEqualTo(Set.of("a", "b"));
        assertThat(plain.of(new Refusal("no")))
                .isEqualTo(Map.of("class", Refusal.class.getName(), "message", "no", "code", 0));
    }

    @Test
    void cyclesStayCycles() {
        Node node = new Node();
        node.setNext(node);
        node.getAll().add(node);
        Map<?, ?> map = (Map<?, ?>) plain.of(node);
        assertThat(map.get("next")).isSameAs(map);
        assertThat(((List<?>) map.get("all")).get(0)).isSameAs(map);
        Node again = (Node) typed.of(map, Node.class);
        assertThat(again.getNext()).isSameAs(again).isSameAs(again.getAll().get(0));
    }

    @Test
    void whatCannotBeReadOrHasNoEndIsAnError() {
        assertThatThrownBy(() -> plain.of(new Broken()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name of " + Broken.class.getTypeName() + " cannot be read")
                .hasMessageNotContaining("secret");
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<Object> tooDeep = deep;
        assertThatThrownBy(() -> plain.of(tooDeep)).hasMessageContaining("nested more than 500 deep");
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        Set<Object> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.add(itself);
        assertThatThrownBy(() -> plain.of(set)).hasMessageContaining("contains itself where that cannot be");
    }

    @Provide
    Arbitrary<Object> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5),
                Arbitraries.integers(),
                Arbitraries.doubles(),
                Arbitraries.of(true, false));
    }

    @Provide
    Arbitrary<Part> parts() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(5),
                        Arbitraries.integers(),
                        Arbitraries.of(Colour.values()).injectNull(0.3))
                .as((name, count, colour) -> {
                    Part part = new Part();
                    part.setName(name);
                    part.setCount(count);
                    part.colour = colour;
                    return part;
                });
    }

    @Provide
    Arbitrary<Object> trees() {
        return Arbitraries.lazyOf(
                this::scalars,
                this::scalars,
                () -> trees().list().ofMaxSize(3).map(list -> (Object) list),
                () -> Arbitraries.maps(
                                Arbitraries.strings().ofMaxLength(4).filter(key -> !key.equals("class")), trees())
                        .ofMaxSize(3)
                        .map(map -> (Object) map),
                () -> parts().map(part -> (Object) part));
    }

    /** Where nothing is declared, the entry class makes objects of maps again. */
    @Property(tries = 300)
    void everyTreeOfPlainValuesAndObjectsComesBack(@ForAll("trees") Object tree) {
        assertThat(typed.of(plain.of(tree), Object.class)).isEqualTo(tree);
    }

    @Property(tries = 300)
    void declaredListsAndArraysOfObjectsComeBack(@ForAll List<@net.jqwik.api.From("parts") Part> parts) {
        assertThat(typed.of(plain.of(parts), Samples.type("parts"))).isEqualTo(parts);
        Part[] array = parts.toArray(Part[]::new);
        assertThat(typed.of(plain.of(array), Part[].class)).isEqualTo(array);
        Map<Colour, List<Integer>> table =
                Map.of(Colour.RED, parts.stream().map(Part::getCount).toList());
        assertThat(typed.of(plain.of(table), Samples.type("table"))).isEqualTo(table);
        assertThat(Arrays.asList((Object[]) plain.of(array))).isEqualTo(plain.of(parts));
    }

    /** Number to text and back, at every width that holds it. */
    @Property
    void numbersSurviveEveryWidthThatHoldsThem(@ForAll int number) {
        for (Class<?> type : List.of(long.class, double.class, BigDecimal.class, String.class)) {
            assertThat(typed.of(typed.of(number, type), int.class)).isEqualTo(number);
        }
    }
}
