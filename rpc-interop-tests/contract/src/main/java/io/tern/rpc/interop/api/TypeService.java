// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives back what it was given, one method for each type of the matrix. After each call {@link #seen(String)} tells what the provider
 * had received, so that a fault that encoding and decoding make and undo again does not stay hidden.
 */
public interface TypeService {
    boolean echoBoolean(boolean value);

    byte echoByte(byte value);

    short echoShort(short value);

    int echoInt(int value);

    long echoLong(long value);

    char echoChar(char value);

    float echoFloat(float value);

    double echoDouble(double value);

    @Nullable
    Boolean echoBoxedBoolean(@Nullable Boolean value);

    @Nullable
    Byte echoBoxedByte(@Nullable Byte value);

    @Nullable
    Short echoBoxedShort(@Nullable Short value);

    @Nullable
    Integer echoBoxedInt(@Nullable Integer value);

    @Nullable
    Long echoBoxedLong(@Nullable Long value);

    @Nullable
    Character echoBoxedChar(@Nullable Character value);

    @Nullable
    Float echoBoxedFloat(@Nullable Float value);

    @Nullable
    Double echoBoxedDouble(@Nullable Double value);

    @Nullable
    Scalars echoScalars(@Nullable Scalars value);

    @Nullable
    FloatNeighbours echoFloatNeighbours(@Nullable FloatNeighbours value);

    @Nullable
    FloatChild echoFloatChild(@Nullable FloatChild value);

    @Nullable
    String echoString(@Nullable String value);

    @Nullable
    BigDecimal echoBigDecimal(@Nullable BigDecimal value);

    @Nullable
    BigInteger echoBigInteger(@Nullable BigInteger value);

    @Nullable
    Date echoDate(@Nullable Date value);

    @Nullable
    UUID echoUUID(@Nullable UUID value);

    @Nullable
    Locale echoLocale(@Nullable Locale value);

    @Nullable
    Level echoLevel(@Nullable Level value);

    @Nullable
    Operation echoOperation(@Nullable Operation value);

    @Nullable
    Times echoTimes(@Nullable Times value);

    @Nullable
    LocalDate echoLocalDate(@Nullable LocalDate value);

    @Nullable
    LocalTime echoLocalTime(@Nullable LocalTime value);

    @Nullable
    LocalDateTime echoLocalDateTime(@Nullable LocalDateTime value);

    @Nullable
    Instant echoInstant(@Nullable Instant value);

    @Nullable
    Duration echoDuration(@Nullable Duration value);

    @Nullable
    ZonedDateTime echoZonedDateTime(@Nullable ZonedDateTime value);

    @Nullable
    OffsetDateTime echoOffsetDateTime(@Nullable OffsetDateTime value);

    @Nullable
    ZoneId echoZoneId(@Nullable ZoneId value);

    @Nullable
    DayOfWeek echoDayOfWeek(@Nullable DayOfWeek value);

    @Nullable
    Containers echoContainers(@Nullable Containers value);

    @Nullable
    Point echoPoint(@Nullable Point value);

    @Nullable
    Node echoNode(@Nullable Node value);

    @Nullable
    Chain echoChain(@Nullable Chain value);

    @Nullable
    Animal echoAnimal(@Nullable Animal value);

    @Nullable
    Dog echoDog(@Nullable Dog value);

    @Nullable
    Cat echoCat(@Nullable Cat value);

    @Nullable
    Coordinates echoCoordinates(@Nullable Coordinates value);

    @Nullable
    Route echoRoute(@Nullable Route value);

    @Nullable
    Customer echoCustomer(@Nullable Customer value);

    @Nullable
    Optional<String> echoOptional(@Nullable Optional<String> value);

    byte @Nullable [] echoBytes(byte @Nullable [] value);

    boolean @Nullable [] echoBooleans(boolean @Nullable [] value);

    short @Nullable [] echoShorts(short @Nullable [] value);

    int @Nullable [] echoInts(int @Nullable [] value);

    long @Nullable [] echoLongs(long @Nullable [] value);

    char @Nullable [] echoChars(char @Nullable [] value);

    float @Nullable [] echoFloats(float @Nullable [] value);

    double @Nullable [] echoDoubles(double @Nullable [] value);

    String @Nullable [] echoStrings(String @Nullable [] value);

    Integer @Nullable [] echoIntegers(Integer @Nullable [] value);

    Object @Nullable [] echoObjects(Object @Nullable [] value);

    int @Nullable [][] echoIntGrid(int @Nullable [][] value);

    String @Nullable [][][] echoStringCube(String @Nullable [][][] value);

    Point @Nullable [] echoPoints(Point @Nullable [] value);

    Level @Nullable [] echoLevels(Level @Nullable [] value);

    @Nullable
    List<String> echoStringList(@Nullable List<String> value);

    @Nullable
    List<Integer> echoIntegerList(@Nullable List<Integer> value);

    @Nullable
    List<Point> echoPointList(@Nullable List<Point> value);

    @Nullable
    List<Object> echoObjectList(@Nullable List<Object> value);

    @Nullable
    List<Coordinates> echoRecordList(@Nullable List<Coordinates> value);

    @Nullable
    Set<Long> echoLongSet(@Nullable Set<Long> value);

    @Nullable
    Set<String> echoStringSet(@Nullable Set<String> value);

    @Nullable
    Map<String, Long> echoLongMap(@Nullable Map<String, Long> value);

    @Nullable
    Map<Integer, String> echoIntegerMap(@Nullable Map<Integer, String> value);

    @Nullable
    Map<String, List<Point>> echoPointsMap(@Nullable Map<String, List<Point>> value);

    @Nullable
    LinkedHashMap<String, Integer> echoOrderedMap(@Nullable LinkedHashMap<String, Integer> value);

    @Nullable
    TreeMap<String, Integer> echoSortedMap(@Nullable TreeMap<String, Integer> value);

    @Nullable
    ConcurrentHashMap<String, Integer> echoConcurrentMap(@Nullable ConcurrentHashMap<String, Integer> value);

    @Nullable
    ArrayDeque<String> echoDeque(@Nullable ArrayDeque<String> value);

    @Nullable
    LinkedList<String> echoLinkedList(@Nullable LinkedList<String> value);

    @Nullable
    Collection<String> echoCollection(@Nullable Collection<String> value);

    @Nullable
    List<List<Map<String, Integer>>> echoNestedList(@Nullable List<List<Map<String, Integer>>> value);

    @Nullable
    EnumMap<Level, Integer> echoEnumMap(@Nullable EnumMap<Level, Integer> value);

    @Nullable
    EnumSet<Level> echoEnumSet(@Nullable EnumSet<Level> value);

    @Nullable
    Map<Level, Point> echoLevelMap(@Nullable Map<Level, Point> value);

    /** Two arguments of one request: whether they are the same object. */
    boolean sameInstance(@Nullable Node first, @Nullable Node second);

    /** All kinds of arguments in one request. */
    String many(
            boolean a,
            byte b,
            short c,
            int d,
            long e,
            char f,
            float g,
            double h,
            @Nullable String i,
            int[] j,
            @Nullable Point k,
            Level l);

    /** A canonical description of the last argument of the named method, or null if it was not called yet. */
    @Nullable
    String seen(String method);
}
