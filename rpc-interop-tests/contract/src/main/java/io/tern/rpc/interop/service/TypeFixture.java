// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.service;

import io.tern.rpc.interop.api.Animal;
import io.tern.rpc.interop.api.Cat;
import io.tern.rpc.interop.api.Chain;
import io.tern.rpc.interop.api.Containers;
import io.tern.rpc.interop.api.Coordinates;
import io.tern.rpc.interop.api.Customer;
import io.tern.rpc.interop.api.Dog;
import io.tern.rpc.interop.api.FloatChild;
import io.tern.rpc.interop.api.FloatNeighbours;
import io.tern.rpc.interop.api.Level;
import io.tern.rpc.interop.api.Node;
import io.tern.rpc.interop.api.Operation;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.Route;
import io.tern.rpc.interop.api.Scalars;
import io.tern.rpc.interop.api.Times;
import io.tern.rpc.interop.scenario.Description;
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
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Echoes and remembers a description of what arrived. */
public final class TypeFixture extends ContainerEchoes {
    @Override
    public boolean echoBoolean(boolean value) {
        return saw("echoBoolean", value);
    }

    @Override
    public byte echoByte(byte value) {
        return saw("echoByte", value);
    }

    @Override
    public short echoShort(short value) {
        return saw("echoShort", value);
    }

    @Override
    public int echoInt(int value) {
        return saw("echoInt", value);
    }

    @Override
    public long echoLong(long value) {
        return saw("echoLong", value);
    }

    @Override
    public char echoChar(char value) {
        return saw("echoChar", value);
    }

    @Override
    public float echoFloat(float value) {
        return saw("echoFloat", value);
    }

    @Override
    public double echoDouble(double value) {
        return saw("echoDouble", value);
    }

    @Override
    public @Nullable Boolean echoBoxedBoolean(@Nullable Boolean value) {
        return saw("echoBoxedBoolean", value);
    }

    @Override
    public @Nullable Byte echoBoxedByte(@Nullable Byte value) {
        return saw("echoBoxedByte", value);
    }

    @Override
    public @Nullable Short echoBoxedShort(@Nullable Short value) {
        return saw("echoBoxedShort", value);
    }

    @Override
    public @Nullable Integer echoBoxedInt(@Nullable Integer value) {
        return saw("echoBoxedInt", value);
    }

    @Override
    public @Nullable Long echoBoxedLong(@Nullable Long value) {
        return saw("echoBoxedLong", value);
    }

    @Override
    public @Nullable Character echoBoxedChar(@Nullable Character value) {
        return saw("echoBoxedChar", value);
    }

    @Override
    public @Nullable Float echoBoxedFloat(@Nullable Float value) {
        return saw("echoBoxedFloat", value);
    }

    @Override
    public @Nullable Double echoBoxedDouble(@Nullable Double value) {
        return saw("echoBoxedDouble", value);
    }

    @Override
    public @Nullable Scalars echoScalars(@Nullable Scalars value) {
        return saw("echoScalars", value);
    }

    @Override
    public @Nullable FloatNeighbours echoFloatNeighbours(@Nullable FloatNeighbours value) {
        return saw("echoFloatNeighbours", value);
    }

    @Override
    public @Nullable FloatChild echoFloatChild(@Nullable FloatChild value) {
        return saw("echoFloatChild", value);
    }

    @Override
    public @Nullable String echoString(@Nullable String value) {
        return saw("echoString", value);
    }

    @Override
    public @Nullable BigDecimal echoBigDecimal(@Nullable BigDecimal value) {
        return saw("echoBigDecimal", value);
    }

    @Override
    public @Nullable BigInteger echoBigInteger(@Nullable BigInteger value) {
        return saw("echoBigInteger", value);
    }

    @Override
    public @Nullable Date echoDate(@Nullable Date value) {
        return saw("echoDate", value);
    }

    @Override
    public @Nullable UUID echoUUID(@Nullable UUID value) {
        return saw("echoUUID", value);
    }

    @Override
    public @Nullable Locale echoLocale(@Nullable Locale value) {
        return saw("echoLocale", value);
    }

    @Override
    public @Nullable Level echoLevel(@Nullable Level value) {
        return saw("echoLevel", value);
    }

    @Override
    public @Nullable Operation echoOperation(@Nullable Operation value) {
        return saw("echoOperation", value);
    }

    @Override
    public @Nullable Times echoTimes(@Nullable Times value) {
        return saw("echoTimes", value);
    }

    @Override
    public @Nullable LocalDate echoLocalDate(@Nullable LocalDate value) {
        return saw("echoLocalDate", value);
    }

    @Override
    public @Nullable LocalTime echoLocalTime(@Nullable LocalTime value) {
        return saw("echoLocalTime", value);
    }

    @Override
    public @Nullable LocalDateTime echoLocalDateTime(@Nullable LocalDateTime value) {
        return saw("echoLocalDateTime", value);
    }

    @Override
    public @Nullable Instant echoInstant(@Nullable Instant value) {
        return saw("echoInstant", value);
    }

    @Override
    public @Nullable Duration echoDuration(@Nullable Duration value) {
        return saw("echoDuration", value);
    }

    @Override
    public @Nullable ZonedDateTime echoZonedDateTime(@Nullable ZonedDateTime value) {
        return saw("echoZonedDateTime", value);
    }

    @Override
    public @Nullable OffsetDateTime echoOffsetDateTime(@Nullable OffsetDateTime value) {
        return saw("echoOffsetDateTime", value);
    }

    @Override
    public @Nullable ZoneId echoZoneId(@Nullable ZoneId value) {
        return saw("echoZoneId", value);
    }

    @Override
    public @Nullable DayOfWeek echoDayOfWeek(@Nullable DayOfWeek value) {
        return saw("echoDayOfWeek", value);
    }

    @Override
    public @Nullable Containers echoContainers(@Nullable Containers value) {
        return saw("echoContainers", value);
    }

    @Override
    public @Nullable Point echoPoint(@Nullable Point value) {
        return saw("echoPoint", value);
    }

    @Override
    public @Nullable Node echoNode(@Nullable Node value) {
        return saw("echoNode", value);
    }

    @Override
    public @Nullable Chain echoChain(@Nullable Chain value) {
        return saw("echoChain", value);
    }

    @Override
    public @Nullable Animal echoAnimal(@Nullable Animal value) {
        return saw("echoAnimal", value);
    }

    @Override
    public @Nullable Dog echoDog(@Nullable Dog value) {
        return saw("echoDog", value);
    }

    @Override
    public @Nullable Cat echoCat(@Nullable Cat value) {
        return saw("echoCat", value);
    }

    @Override
    public @Nullable Coordinates echoCoordinates(@Nullable Coordinates value) {
        return saw("echoCoordinates", value);
    }

    @Override
    public @Nullable Route echoRoute(@Nullable Route value) {
        return saw("echoRoute", value);
    }

    @Override
    public @Nullable Customer echoCustomer(@Nullable Customer value) {
        return saw("echoCustomer", value);
    }

    @Override
    public @Nullable Optional<String> echoOptional(@Nullable Optional<String> value) {
        return saw("echoOptional", value);
    }

    @Override
    public boolean sameInstance(@Nullable Node first, @Nullable Node second) {
        return first == second;
    }

    @Override
    public String many(
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
            Level l) {
        return Description.of(new Object[] {a, b, c, d, e, f, g, h, i, j, k, l});
    }
}
