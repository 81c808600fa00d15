// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.spi.ClassPolicy;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes a key in a generic call ends soon, as a key or as an error. */
@Timeout(20)
class HashCostTest {
    private final TypedValues values = TypedValues.ofPeers(
            new ClassPolicy() {
                @Override
                public boolean admits(String className) {
                    return className.startsWith(HashCostTest.class.getName());
                }

                @Override
                public String cure(String className) {
                    return "";
                }
            },
            HashCostTest.class.getClassLoader());

    /** Its children know it. */
    public static final class Parent {
        public Set<Child> children;
        public Set<Child> others;
    }

    public static final class Child {
        public String name;
        public Parent parent;

        @Override
        public boolean equals(Object other) {
            return other instanceof Child child && name.equals(child.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** Hashes whatever it holds. */
    public static final class Holder {
        public Object held;
        public Set<Holder> within;

        @Override
        public boolean equals(Object other) {
            return other instanceof Holder holder
                    && Objects.equals(held, holder.held)
                    && Objects.equals(within, holder.within);
        }

        @Override
        public int hashCode() {
            return Objects.hash(held, within);
        }
    }

    private static List<Object> doubled(int levels) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < levels; i++) {
            list = new ArrayList<>(Arrays.asList(list, list));
        }
        return list;
    }

    @Test
    void aListThatWouldBeHashedForEverIsNoItemOfASet() {
        assertThatThrownBy(() -> values.of(List.of(doubled(60)), Set.class)).hasMessageContaining("cost too much");
        Map<String, Object> holder = new HashMap<>();
        holder.put("held", doubled(60));
        assertThatThrownBy(() -> values.of(Map.of("within", List.of(holder)), Holder.class))
                .hasMessageContaining("cost too much");
        assertThat((Set<?>) values.of(List.of(doubled(10)), Set.class)).hasSize(1);
    }

    @Test
    void norIsOneThatIsPassedBehindMuch() {
        List<Object> list = new ArrayList<>(List.of(doubled(60), doubled(61)));
        list.add(List.of(doubled(22)));
        assertThatThrownBy(() -> values.of(Map.of("held", list, "within", List.of(Map.of("held", list))), Holder.class))
                .hasMessageContaining("cost too much");
    }

    @Test
    void whatLeadsBackToWhatItIsPutInIsNoKeyIfItIsAListOrLarge() {
        Map<String, Object> around = new HashMap<>();
        around.put("held", List.of(doubled(17), around));
        around.put("within", List.of(around));
        assertThatThrownBy(() -> values.of(around, Holder.class)).hasMessageContaining("refers to itself");
        List<Object> list = new ArrayList<>();
        list.add(List.of(list));
        assertThatThrownBy(() -> values.of(list, Set.class)).hasMessageContaining("refers to itself");
    }

    @Test
    void keysOfDescribedMapsAreNotHashedBefore() {
        JavaBeanDescriptor list = new JavaBeanDescriptor("java.util.ArrayList", JavaBeanDescriptor.TYPE_COLLECTION);
        for (int i = 0; i < 60; i++) {
            JavaBeanDescriptor twice =
                    new JavaBeanDescriptor("java.util.ArrayList", JavaBeanDescriptor.TYPE_COLLECTION);
            twice.setProperty(0, list);
            twice.setProperty(1, list);
            list = twice;
        }
        JavaBeanDescriptor map = new JavaBeanDescriptor("java.util.HashMap", JavaBeanDescriptor.TYPE_MAP);
        map.setProperty(list, 1);
        Object plain = DescribedParts.of(map);
        assertThatThrownBy(() -> values.of(plain, Map.class)).hasMessageContaining("cost too much");
    }

    @Test
    void keysOfOneHashThatAreLongToCompareAreCountedWithEach() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            items.add(Arrays.asList(doubled(16), i, -31 * i));
        }
        assertThatThrownBy(() -> values.of(items, Set.class)).hasMessageContaining("cost too much");
    }

    @Test
    void manyDifferentMomentsAreNoBomb() {
        List<String> different = IntStream.range(0, 50_000)
                .mapToObj(i -> LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(i).toString())
                .toList();
        record Moments(Set<LocalDateTime> all) {}
        Moments moments = (Moments) values.of(Map.of("all", different), Moments.class);
        assertThat(moments.all()).hasSize(50_000);
    }

    @Test
    void childrenThatKnowTheirParentAreHonest() {
        Map<String, Object> parent = new HashMap<>();
        for (String set : List.of("children", "others")) {
            List<Map<String, Object>> children = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                Map<String, Object> child = new HashMap<>();
                child.put("name", set + i);
                child.put("parent", parent);
                children.add(child);
            }
            parent.put(set, children);
        }
        Parent made = (Parent) values.of(parent, Parent.class);
        assertThat(made.children).hasSize(1_000).allMatch(child -> child.parent == made);
        assertThat(made.others).hasSize(1_000);
    }
}
