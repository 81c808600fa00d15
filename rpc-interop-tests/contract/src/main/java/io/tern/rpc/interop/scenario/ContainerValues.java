// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.api.Containers;
import io.tern.rpc.interop.api.Coordinates;
import io.tern.rpc.interop.api.Level;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.scenario.TypeScenario.Matrix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Arrays, collections and maps. */
final class ContainerValues {
    private ContainerValues() {}

    static void all(Matrix matrix) {
        arrays(matrix);
        lists(matrix);
        sets(matrix);
        maps(matrix);
        immutable(matrix);
        fields(matrix);
    }

    private static void arrays(Matrix matrix) {
        matrix.echo(
                "echoBytes",
                TypeService::echoBytes,
                new byte[0],
                new byte[] {-128, 0, 127},
                bytes(1023),
                bytes(1024),
                bytes(70_000),
                null);
        matrix.echoOne("echoBytes", "1 MiB", TypeService::echoBytes, bytes(1 << 20));
        matrix.echo("echoBooleans", TypeService::echoBooleans, new boolean[] {true, false, true}, new boolean[0]);
        matrix.echo("echoShorts", TypeService::echoShorts, new short[] {Short.MIN_VALUE, 0, Short.MAX_VALUE});
        matrix.echo(
                "echoInts", TypeService::echoInts, new int[] {Integer.MIN_VALUE, 0, Integer.MAX_VALUE}, new int[300]);
        matrix.echo("echoLongs", TypeService::echoLongs, new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE});
        matrix.echo("echoChars", TypeService::echoChars, new char[] {'a', '\u4e2d'}, new char[0]);
        matrix.echo("echoFloats", TypeService::echoFloats, new float[] {0.1f, -1.5f, Float.MAX_VALUE});
        matrix.echo("echoDoubles", TypeService::echoDoubles, new double[] {0.1, -1.5, Double.MIN_VALUE});
        matrix.echo("echoStrings", TypeService::echoStrings, new String[] {"a", null, ""}, new String[0]);
        matrix.echo("echoIntegers", TypeService::echoIntegers, new Integer[] {1, null, -70_000}, new Integer[0]);
        matrix.echoOne("echoObjects", "simple", TypeService::echoObjects, new Object[] {1, "two", 3L, 4.5, true, null});
        matrix.echoOne("echoObjects", "nested", TypeService::echoObjects, new Object[] {
            new Object[] {"x"}, new int[] {1}, new String[] {"y"}, new Point(1, 2)
        });
        matrix.echo("echoIntGrid", TypeService::echoIntGrid, new int[][] {{1, 2}, {}, {3}}, new int[2][3]);
        matrix.echoOne("echoStringCube", "0", TypeService::echoStringCube, new String[][][] {{{"a", null}, {}}, {{"b"}}
        });
        matrix.echoOne(
                "echoPoints", "0", TypeService::echoPoints, new Point[] {new Point(1, 2), null, new Point(3, 4)});
        matrix.echoOne("echoLevels", "0", TypeService::echoLevels, new Level[] {Level.HIGH, Level.LOW});
    }

    private static void lists(Matrix matrix) {
        matrix.echo("echoStringList", TypeService::echoStringList, new ArrayList<>(), listOf("a", null, "b", ""), null);
        matrix.echo("echoIntegerList", TypeService::echoIntegerList, listOf(1, null, 2, Integer.MAX_VALUE));
        matrix.echoOne(
                "echoIntegerList", "300", TypeService::echoIntegerList, new ArrayList<>(Collections.nCopies(300, 7)));
        matrix.echoOne(
                "echoPointList", "0", TypeService::echoPointList, listOf(new Point(1, 2), null, new Point(3, 4)));
        matrix.echoOne(
                "echoObjectList",
                "mixed",
                TypeService::echoObjectList,
                listOf("a", 1, 2L, 3.5, true, null, new Point(5, 6)));
        matrix.echoOne("echoObjectList", "500 levels", TypeService::echoObjectList, deep(500));
        matrix.echoOne("echoLinkedList", "0", TypeService::echoLinkedList, new LinkedList<>(List.of("a", "b")));
        matrix.echoOne("echoDeque", "0", TypeService::echoDeque, new ArrayDeque<>(List.of("a", "b")));
        matrix.echoOne("echoCollection", "list", TypeService::echoCollection, listOf("a", "b"));
        matrix.echoOne("echoCollection", "set", TypeService::echoCollection, new HashSet<>(List.of("a", "b")));
        matrix.echoOne("echoNestedList", "0", TypeService::echoNestedList, nested());
    }

    private static List<List<Map<String, Integer>>> nested() {
        Map<String, Integer> map = new HashMap<>(Map.of("one", 1, "two", 2));
        return listOf(listOf(map, new HashMap<>()), new ArrayList<>());
    }

    private static void sets(Matrix matrix) {
        matrix.echo(
                "echoLongSet",
                TypeService::echoLongSet,
                new HashSet<>(List.of(1L, Long.MAX_VALUE)),
                new TreeSet<>(List.of(3L, 2L)));
        matrix.echo(
                "echoStringSet",
                TypeService::echoStringSet,
                new LinkedHashSet<>(listOf("z", "a", null)),
                new HashSet<>());
        matrix.echo(
                "echoEnumSet",
                TypeService::echoEnumSet,
                EnumSet.of(Level.LOW, Level.HIGH),
                EnumSet.noneOf(Level.class));
    }

    private static void maps(Matrix matrix) {
        Map<String, Long> withNulls = new HashMap<>();
        withNulls.put("null value", null);
        withNulls.put("one", 1L);
        withNulls.put(null, 2L);
        matrix.echo("echoLongMap", TypeService::echoLongMap, new HashMap<>(), withNulls);
        matrix.echoOne(
                "echoIntegerMap", "0", TypeService::echoIntegerMap, new HashMap<>(Map.of(1, "one", -70_000, "many")));
        matrix.echoOne(
                "echoPointsMap",
                "0",
                TypeService::echoPointsMap,
                new HashMap<>(Map.of("a", listOf(new Point(1, 2)), "b", new ArrayList<>())));
        LinkedHashMap<String, Integer> ordered = new LinkedHashMap<>();
        for (String key : List.of("z", "y", "a", "m")) {
            ordered.put(key, ordered.size());
        }
        matrix.echoOne("echoOrderedMap", "0", TypeService::echoOrderedMap, ordered);
        matrix.echoOne("echoSortedMap", "0", TypeService::echoSortedMap, new TreeMap<>(ordered));
        matrix.echoOne("echoConcurrentMap", "0", TypeService::echoConcurrentMap, new ConcurrentHashMap<>(ordered));
        matrix.echoOne(
                "echoEnumMap", "0", TypeService::echoEnumMap, new EnumMap<>(Map.of(Level.HIGH, 1, Level.LOW, 2)));
        matrix.echoOne(
                "echoLevelMap", "hash", TypeService::echoLevelMap, new HashMap<>(Map.of(Level.HIGH, new Point(1, 2))));
        matrix.echoOne(
                "echoLevelMap", "enum", TypeService::echoLevelMap, new EnumMap<>(Map.of(Level.HIGH, new Point(1, 2))));
    }

    private static void immutable(Matrix matrix) {
        matrix.echoOne("echoStringList", "List.of 0", TypeService::echoStringList, List.of());
        matrix.echoOne("echoStringList", "List.of 2", TypeService::echoStringList, List.of("a", "b"));
        matrix.echoOne("echoStringList", "List.of 5", TypeService::echoStringList, List.of("a", "b", "c", "d", "e"));
        matrix.echoOne("echoStringList", "emptyList", TypeService::echoStringList, Collections.emptyList());
        matrix.echoOne("echoStringList", "singletonList", TypeService::echoStringList, Collections.singletonList("a"));
        matrix.echoOne("echoStringList", "asList", TypeService::echoStringList, Arrays.asList("a", null));
        matrix.echoOne(
                "echoStringList",
                "subList",
                TypeService::echoStringList,
                listOf("a", "b", "c").subList(1, 3));
        matrix.echoOne(
                "echoStringList",
                "unmodifiable",
                TypeService::echoStringList,
                Collections.unmodifiableList(listOf("a", "b")));
        matrix.echoOne("echoStringSet", "Set.of", TypeService::echoStringSet, Set.of("a", "b", "c"));
        matrix.echoOne("echoStringSet", "singleton", TypeService::echoStringSet, Collections.singleton("a"));
        matrix.echoOne(
                "echoStringSet",
                "unmodifiable",
                TypeService::echoStringSet,
                Collections.unmodifiableSet(new HashSet<>(List.of("a", "b"))));
        matrix.echoOne("echoLongMap", "Map.of 1", TypeService::echoLongMap, Map.of("a", 1L));
        matrix.echoOne("echoLongMap", "Map.of 3", TypeService::echoLongMap, Map.of("a", 1L, "b", 2L, "c", 3L));
        matrix.echoOne("echoLongMap", "emptyMap", TypeService::echoLongMap, Collections.emptyMap());
        matrix.echoOne("echoLongMap", "singletonMap", TypeService::echoLongMap, Collections.singletonMap("a", 1L));
        matrix.echoOne(
                "echoLongMap",
                "unmodifiable",
                TypeService::echoLongMap,
                Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1L))));
        matrix.echoOne(
                "echoRecordList",
                "of records",
                TypeService::echoRecordList,
                listOf(new Coordinates(1.5, -2.5, 3, true), null));
    }

    private static void fields(Matrix matrix) {
        Containers full = new Containers();
        full.strings = listOf("a", null);
        full.shorts = listOf((short) 1, Short.MIN_VALUE);
        full.points = listOf(new Point(1, 2));
        full.levels = new HashSet<>(Set.of(Level.LOW, Level.MIDDLE));
        full.longs = new HashMap<>(Map.of("a", 1L));
        full.pointsByLevel = new HashMap<>(Map.of(Level.HIGH, listOf(new Point(3, 4))));
        full.integers = new ArrayList<>(List.of(1, 2));
        full.objects = new Object[] {"x", 1, null};
        matrix.echoOne("echoContainers", "empty", TypeService::echoContainers, new Containers());
        matrix.echoOne("echoContainers", "full", TypeService::echoContainers, full);
        Containers enumMap = new Containers();
        enumMap.enumMap = new EnumMap<>(Map.of(Level.MIDDLE, "m"));
        matrix.echoOne("echoContainers", "enumMap", TypeService::echoContainers, enumMap);
        Containers enumSet = new Containers();
        enumSet.enumSet = EnumSet.allOf(Level.class);
        matrix.echoOne("echoContainers", "enumSet", TypeService::echoContainers, enumSet);
    }

    static byte[] bytes(int length) {
        byte[] result = new byte[length];
        for (int i = 0; i < length; i++) {
            result[i] = (byte) (i * 7 + (i >> 8));
        }
        return result;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T extends @Nullable Object> List<T> listOf(T... elements) {
        return new ArrayList<>(Arrays.asList(elements));
    }

    private static List<Object> deep(int levels) {
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < levels; i++) {
            List<Object> outer = new ArrayList<>();
            outer.add(result);
            result = outer;
        }
        return result;
    }
}
