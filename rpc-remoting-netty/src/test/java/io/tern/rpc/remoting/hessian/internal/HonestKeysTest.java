// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys that lead to what is around them or that all have the same hash, as applications have them. */
class HonestKeysTest {
    static class Family implements Serializable {
        String name;
        Family parent;
        List<Object> notes = new ArrayList<>();
        Set<Family> children = new LinkedHashSet<>();
        Map<Family, Integer> ranks = new LinkedHashMap<>();

        Family(String name, Family parent) {
            this.name = name;
            this.parent = parent;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Family family && Objects.equals(name, family.name);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(name);
        }
    }

    /** What those write who do not want to think: equal hashes, so that a set compares each with each. */
    static final class Entity implements Serializable {
        int id;
        List<Object> columns;

        Entity(int id, List<Object> columns) {
            this.id = id;
            this.columns = columns;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entity entity && id == entity.id;
        }

        @Override
        public int hashCode() {
            return Entity.class.hashCode();
        }
    }

    /** Compared by identity. */
    static final class Plain implements Serializable {
        Plain parent;
        List<Object> notes = new ArrayList<>();
        Set<Plain> children = new HashSet<>();
    }

    @Test
    void childrenThatKnowTheirParentPassInAnyNumber() {
        Family parent = new Family("parent", null);
        Family other = new Family("other", null);
        for (int i = 0; i < 50_000; i++) {
            parent.children.add(new Family("child" + i, parent));
            other.ranks.put(new Family("ranked" + i, other), i);
        }
        Family read = Bytes.roundTrip(parent);
        assertThat(read.children).hasSize(50_000).allMatch(child -> child.parent == read);
        assertThat(Bytes.roundTrip(other).ranks).isEqualTo(other.ranks);
    }

    @Test
    void childrenInTwoPlacesPass() {
        Family parent = new Family("parent", null);
        for (int i = 0; i < 1_000; i++) {
            parent.children.add(new Family("child" + i, parent));
            parent.ranks.put(new Family("ranked" + i, parent), i);
        }
        Family read = Bytes.roundTrip(parent);
        assertThat(read.children).isEqualTo(parent.children);
        assertThat(read.ranks).isEqualTo(parent.ranks);
    }

    @Test
    void childrenOfAParentWithMuchElsePass() {
        Family parent = new Family("parent", null);
        for (int i = 0; i < 3_000; i++) {
            parent.notes.add("note" + i);
            parent.children.add(new Family("child" + i, parent));
        }
        Family read = Bytes.roundTrip(parent);
        assertThat(read.children).isEqualTo(parent.children);
    }

    @Test
    void treesPass() {
        Family root = new Family("root", null);
        grow(root, 6);
        Family read = Bytes.roundTrip(root);
        assertThat(read.children).isEqualTo(root.children);
        List<Object> forest = Bytes.roundTrip(new ArrayList<>(List.of(Set.of(root), Map.of(root, 1))));
        assertThat(forest).isEqualTo(List.of(Set.of(root), Map.of(root, 1)));
    }

    private static void grow(Family family, int levels) {
        for (int i = 0; levels > 0 && i < 4; i++) {
            Family child = new Family(family.name + i, family);
            family.children.add(child);
            grow(child, levels - 1);
        }
    }

    @Test
    void childrenInSecondPlacesPass() {
        Family parent = new Family("parent", null);
        Map<Family, Integer> map = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            Family child = new Family("child" + i, parent);
            parent.children.add(child);
            parent.ranks.put(child, i);
            map.put(child, i);
        }
        List<Object> read = Bytes.roundTrip(new ArrayList<>(List.of(parent, map, map.keySet())));
        assertThat(((Family) read.get(0)).ranks).isEqualTo(parent.ranks);
        assertThat(read.get(1)).isEqualTo(map);
    }

    @Test
    void keysByIdentityPassWhateverTheyLeadTo() {
        Plain parent = new Plain();
        for (int i = 0; i < 20_000; i++) {
            parent.notes.add(i);
            Plain child = new Plain();
            child.parent = parent;
            parent.children.add(child);
        }
        Map<Plain, Integer> map = new HashMap<>();
        parent.children.forEach(child -> map.put(child, 1));
        List<Object> read = Bytes.roundTrip(new ArrayList<>(List.of(parent, map)));
        assertThat(((Plain) read.get(0)).children).hasSize(20_000);
        assertThat(((Map<?, ?>) read.get(1)).keySet()).isEqualTo(((Plain) read.get(0)).children);
    }

    @Test
    void aThousandEntitiesOfOneHashPass() {
        Set<Entity> set = new LinkedHashSet<>();
        for (int i = 0; i < 1_000; i++) {
            List<Object> columns = new ArrayList<>();
            for (int column = 0; column < 100; column++) {
                columns.add(column);
            }
            set.add(new Entity(i, columns));
        }
        assertThat(Bytes.roundTrip(set)).isEqualTo(set);
    }

    @Test
    void manySmallSetsOfEntitiesPass() {
        List<Set<Entity>> sets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Set<Entity> set = new LinkedHashSet<>();
            for (int id = 0; id < 250; id++) {
                set.add(new Entity(id, List.of()));
            }
            sets.add(set);
        }
        assertThat(Bytes.roundTrip(sets)).isEqualTo(sets);
    }

    @Test
    void keysThatContainThemselvesPassIfTheyDoNotHashThat() {
        Family self = new Family("self", null);
        self.parent = self;
        self.children.add(self);
        self.ranks.put(self, 1);
        Object[] array = new Object[2];
        array[0] = array;
        array[1] = new ArrayList<>(List.of((Object) array));
        List<Object> key = new ArrayList<>();
        key.add(array);
        Family read = Bytes.roundTrip(self);
        assertThat(read.children.iterator().next()).isSameAs(read);
        assertThat(Bytes.<Map<?, ?>>roundTrip(new HashMap<>(Map.of(key, self)))).hasSize(1);
    }
}
