// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collections as fields, declared with their full types: what the reader makes of an element depends on the declaration. */
public class Containers implements Serializable {
    public @Nullable List<String> strings;
    public @Nullable List<Short> shorts;
    public @Nullable List<Point> points;
    public @Nullable Set<Level> levels;
    public @Nullable Map<String, Long> longs;
    public @Nullable Map<Level, List<Point>> pointsByLevel;
    public @Nullable EnumMap<Level, String> enumMap;
    public @Nullable EnumSet<Level> enumSet;
    public @Nullable Collection<Integer> integers;
    public @Nullable Object[] objects;
}
