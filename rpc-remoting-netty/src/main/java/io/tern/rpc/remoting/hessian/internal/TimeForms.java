// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.remoting.hessian.internal.ValueForm.Part;
import io.tern.rpc.remoting.hessian.internal.ValueForm.Parts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms of java.time, which hessian-lite calls handles. Fields stand in the order of its writer. */
final class TimeForms {
    private static final String PACKAGE = "com.alibaba.com.caucho.hessian.io.java8.";

    private TimeForms() {}

    static List<ValueForm> all() {
        return Stream.of(moments(), zonedMoments(), partsOfDates())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ValueForm> moments() {
        return List.of(
                form(
                        Instant.class,
                        List.of(new Part("nanos", int.class), new Part("seconds", long.class)),
                        t -> values(t.getNano(), t.getEpochSecond()),
                        p -> Instant.ofEpochSecond((Long) p.required(1), p.number(0))),
                form(
                        Duration.class,
                        List.of(new Part("nanos", int.class), new Part("seconds", long.class)),
                        t -> values(t.getNano(), t.getSeconds()),
                        p -> Duration.ofSeconds((Long) p.required(1), p.number(0))),
                form(
                        LocalDate.class,
                        ints("day", "month", "year"),
                        t -> values(t.getDayOfMonth(), t.getMonthValue(), t.getYear()),
                        p -> LocalDate.of(p.number(2), p.number(1), p.number(0))),
                form(
                        LocalTime.class,
                        ints("nano", "second", "minute", "hour"),
                        t -> values(t.getNano(), t.getSecond(), t.getMinute(), t.getHour()),
                        p -> LocalTime.of(p.number(3), p.number(2), p.number(1), p.number(0))),
                form(
                        LocalDateTime.class,
                        List.of(new Part("time", LocalTime.class), new Part("date", LocalDate.class)),
                        t -> values(t.toLocalTime(), t.toLocalDate()),
                        p -> LocalDateTime.of((LocalDate) p.required(1), (LocalTime) p.required(0))));
    }

    private static List<ValueForm> zonedMoments() {
        return List.of(
                form(
                        OffsetDateTime.class,
                        List.of(new Part("offset", ZoneOffset.class), new Part("dateTime", LocalDateTime.class)),
                        t -> values(t.getOffset(), t.toLocalDateTime()),
                        p -> OffsetDateTime.of((LocalDateTime) p.required(1), (ZoneOffset) p.required(0))),
                form(
                        OffsetTime.class,
                        List.of(new Part("zoneOffset", ZoneOffset.class), new Part("localTime", LocalTime.class)),
                        t -> values(t.getOffset(), t.toLocalTime()),
                        p -> OffsetTime.of((LocalTime) p.required(1), (ZoneOffset) p.required(0))),
                form(
                        ZonedDateTime.class,
                        List.of(
                                new Part("offset", ZoneOffset.class),
                                new Part("dateTime", LocalDateTime.class),
                                new Part("zoneId", String.class)),
                        t -> values(
                                t.getOffset(), t.toLocalDateTime(), t.getZone().getId()),
                        p -> ZonedDateTime.ofLocal(
                                (LocalDateTime) p.required(1), ZoneId.of(p.text(2)), (ZoneOffset) p.optional(0))));
    }

    private static List<ValueForm> partsOfDates() {
        return List.of(
                form(Year.class, ints("year"), t -> values(t.getValue()), p -> Year.of(p.number(0))),
                form(
                        YearMonth.class,
                        ints("month", "year"),
                        t -> values(t.getMonthValue(), t.getYear()),
                        p -> YearMonth.of(p.number(1), p.number(0))),
                form(
                        MonthDay.class,
                        ints("day", "month"),
                        t -> values(t.getDayOfMonth(), t.getMonthValue()),
                        p -> MonthDay.of(p.number(1), p.number(0))),
                form(
                        Period.class,
                        ints("days", "months", "years"),
                        t -> values(t.getDays(), t.getMonths(), t.getYears()),
                        p -> Period.of(p.number(2), p.number(1), p.number(0))),
                form(
                        ZoneOffset.class,
                        ints("seconds"),
                        t -> values(t.getTotalSeconds()),
                        p -> ZoneOffset.ofTotalSeconds(p.number(0))),
                form(
                        ZoneId.class,
                        List.of(new Part("zoneId", String.class)),
                        t -> values(t.getId()),
                        p -> ZoneId.of(p.text(0))));
    }

    private static <T> ValueForm form(
            Class<T> type, List<Part> parts, Function<T, @Nullable Object[]> split, Function<Parts, Object> build) {
        return new ValueForm(
                type, PACKAGE + type.getSimpleName() + "Handle", parts, value -> split.apply(type.cast(value)), build);
    }

    private static @Nullable Object[] values(@Nullable Object... values) {
        return values;
    }

    private static List<Part> ints(String... names) {
        return java.util.Arrays.stream(names)
                .map(name -> new Part(name, int.class))
                .toList();
    }
}
