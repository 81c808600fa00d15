// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.service;

import io.tern.rpc.interop.api.Coordinates;
import io.tern.rpc.interop.api.Level;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.scenario.Description;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The methods of the type service that echo arrays and collections, and the memory of what arrived. */
abstract class ContainerEchoes implements TypeService {
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    @Override
    public byte @Nullable [] echoBytes(byte @Nullable [] value) {
        return saw("echoBytes", value);
    }

    @Override
    public boolean @Nullable [] echoBooleans(boolean @Nullable [] value) {
        return saw("echoBooleans", value);
    }

    @Override
    public short @Nullable [] echoShorts(short @Nullable [] value) {
        return saw("echoShorts", value);
    }

    @Override
    public int @Nullable [] echoInts(int @Nullable [] value) {
        return saw("echoInts", value);
    }

    @Override
    public long @Nullable [] echoLongs(long @Nullable [] value) {
        return saw("echoLongs", value);
    }

    @Override
    public char @Nullable [] echoChars(char @Nullable [] value) {
        return saw("echoChars", value);
    }

    @Override
    public float @Nullable [] echoFloats(float @Nullable [] value) {
        return saw("echoFloats", value);
    }

    @Override
    public double @Nullable [] echoDoubles(double @Nullable [] value) {
        return saw("echoDoubles", value);
    }

    @Override
    public String @Nullable [] echoStrings(String @Nullable [] value) {
        return saw("echoStrings", value);
    }

    @Override
    public Integer @Nullable [] echoIntegers(Integer @Nullable [] value) {
        return saw("echoIntegers", value);
    }

    @Override
    public Object @Nullable [] echoObjects(Object @Nullable [] value) {
        return saw("echoObjects", value);
    }

    @Override
    public int @Nullable [][] echoIntGrid(int @Nullable [][] value) {
        return saw("echoIntGrid", value);
    }

    @Override
    public String @Nullable [][][] echoStringCube(String @Nullable [][][] value) {
        return saw("echoStringCube", value);
    }

    @Override
    public Point @Nullable [] echoPoints(Point @Nullable [] value) {
        return saw("echoPoints", value);
    }

    @Override
    public Level @Nullable [] echoLevels(Level @Nullable [] value) {
        return saw("echoLevels", value);
    }

    @Override
    public @Nullable List<String> echoStringList(@Nullable List<String> value) {
        return saw("echoStringList", value);
    }

    @Override
    public @Nullable List<Integer> echoIntegerList(@Nullable List<Integer> value) {
        return saw("echoIntegerList", value);
    }

    @Override
    public @Nullable List<Point> echoPointList(@Nullable List<Point> value) {
        return saw("echoPointList", value);
    }

    @Override
    public @Nullable List<Object> echoObjectList(@Nullable List<Object> value) {
        return saw("echoObjectList", value);
    }

    @Override
    public @Nullable List<Coordinates> echoRecordList(@Nullable List<Coordinates> value) {
        return saw("echoRecordList", value);
    }

    @Override
    public @Nullable Set<Long> echoLongSet(@Nullable Set<Long> value) {
        return saw("echoLongSet", value);
    }

    @Override
    public @Nullable Set<String> echoStringSet(@Nullable Set<String> value) {
        return saw("echoStringSet", value);
    }

    @Override
    public @Nullable Map<String, Long> echoLongMap(@Nullable Map<String, Long> value) {
        return saw("echoLongMap", value);
    }

    @Override
    public @Nullable Map<Integer, String> echoIntegerMap(@Nullable Map<Integer, String> value) {
        return saw("echoIntegerMap", value);
    }

    @Override
    public @Nullable Map<String, List<Point>> echoPointsMap(@Nullable Map<String, List<Point>> value) {
        return saw("echoPointsMap", value);
    }

    @Override
    public @Nullable LinkedHashMap<String, Integer> echoOrderedMap(@Nullable LinkedHashMap<String, Integer> value) {
        return saw("echoOrderedMap", value);
    }

    @Override
    public @Nullable TreeMap<String, Integer> echoSortedMap(@Nullable TreeMap<String, Integer> value) {
        return saw("echoSortedMap", value);
    }

    @Override
    public @Nullable ConcurrentHashMap<String, Integer> echoConcurrentMap(
            @Nullable ConcurrentHashMap<String, Integer> value) {
        return saw("echoConcurrentMap", value);
    }

    @Override
    public @Nullable ArrayDeque<String> echoDeque(@Nullable ArrayDeque<String> value) {
        return saw("echoDeque", value);
    }

    @Override
    public @Nullable LinkedList<String> echoLinkedList(@Nullable LinkedList<String> value) {
        return saw("echoLinkedList", value);
    }

    @Override
    public @Nullable Collection<String> echoCollection(@Nullable Collection<String> value) {
        return saw("echoCollection", value);
    }

    @Override
    public @Nullable List<List<Map<String, Integer>>> echoNestedList(@Nullable List<List<Map<String, Integer>>> value) {
        return saw("echoNestedList", value);
    }

    @Override
    public @Nullable EnumMap<Level, Integer> echoEnumMap(@Nullable EnumMap<Level, Integer> value) {
        return saw("echoEnumMap", value);
    }

    @Override
    public @Nullable EnumSet<Level> echoEnumSet(@Nullable EnumSet<Level> value) {
        return saw("echoEnumSet", value);
    }

    @Override
    public @Nullable Map<Level, Point> echoLevelMap(@Nullable Map<Level, Point> value) {
        return saw("echoLevelMap", value);
    }

    @Override
    public @Nullable String seen(String method) {
        return seen.get(method);
    }

    /** Remembers what a method was given, and gives it back. */
    final <T extends @Nullable Object> T saw(String method, T value) {
        seen.put(method, Description.of(value));
        return value;
    }
}
