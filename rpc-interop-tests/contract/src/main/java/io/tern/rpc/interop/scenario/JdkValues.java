// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.api.Level;
import io.tern.rpc.interop.api.Operation;
import io.tern.rpc.interop.api.Times;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.scenario.TypeScenario.Matrix;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Values of JDK classes, and enums. */
final class JdkValues {
    private JdkValues() {}

    static void all(Matrix matrix) {
        matrix.echo(
                "echoBigDecimal",
                TypeService::echoBigDecimal,
                BigDecimal.ZERO,
                new BigDecimal("1.10"),
                new BigDecimal("-1E+30"),
                new BigDecimal("12345678901234567890.123456789"),
                null);
        matrix.echo(
                "echoBigInteger",
                TypeService::echoBigInteger,
                BigInteger.ZERO,
                BigInteger.valueOf(-1),
                BigInteger.TWO.pow(300),
                BigInteger.TEN.pow(40).negate());
        matrix.echo(
                "echoDate",
                TypeService::echoDate,
                new Date(0),
                new Date(-1),
                new Date(1_700_000_000_123L),
                new Date(1_700_000_040_000L),
                null);
        matrix.echo(
                "echoUUID",
                TypeService::echoUUID,
                new UUID(0, 0),
                UUID.fromString("123e4567-e89b-42d3-a456-556642440000"));
        matrix.echo(
                "echoLocale",
                TypeService::echoLocale,
                Locale.US,
                Locale.GERMAN,
                new Locale("es", "ES", "Traditional_WIN"));
        matrix.echo("echoLevel", TypeService::echoLevel, Level.LOW, Level.HIGH, null);
        matrix.echo("echoOperation", TypeService::echoOperation, Operation.PLUS, Operation.TIMES);
        matrix.echo("echoOptional", TypeService::echoOptional, Optional.of("present"), Optional.empty());
        times(matrix);
    }

    private static void times(Matrix matrix) {
        LocalDate date = LocalDate.of(2024, 2, 29);
        LocalTime time = LocalTime.of(23, 59, 59, 999_999_999);
        LocalDateTime both = LocalDateTime.of(date, time);
        ZoneId paris = ZoneId.of("Europe/Paris");
        ZoneOffset offset = ZoneOffset.ofHoursMinutes(-3, -30);
        Instant instant = Instant.ofEpochSecond(-1, 1);
        Duration duration = Duration.ofSeconds(-5, 7);
        matrix.echo("echoLocalDate", TypeService::echoLocalDate, date, LocalDate.MIN, LocalDate.MAX, null);
        matrix.echo("echoLocalTime", TypeService::echoLocalTime, time, LocalTime.MIDNIGHT);
        matrix.echo("echoLocalDateTime", TypeService::echoLocalDateTime, both);
        matrix.echo(
                "echoInstant", TypeService::echoInstant, instant, Instant.EPOCH, Instant.ofEpochSecond(4_000_000_000L));
        matrix.echo("echoDuration", TypeService::echoDuration, duration, Duration.ZERO);
        matrix.echo("echoZonedDateTime", TypeService::echoZonedDateTime, both.atZone(paris), both.atZone(offset));
        matrix.echo("echoOffsetDateTime", TypeService::echoOffsetDateTime, both.atOffset(offset));
        matrix.echo("echoZoneId", TypeService::echoZoneId, paris, offset);
        matrix.echo("echoDayOfWeek", TypeService::echoDayOfWeek, DayOfWeek.MONDAY, DayOfWeek.SUNDAY);

        Times all = new Times();
        all.localDate = date;
        all.localTime = time;
        all.localDateTime = both;
        all.instant = instant;
        all.duration = duration;
        all.period = Period.of(1, -2, 3);
        all.year = Year.of(1999);
        all.yearMonth = YearMonth.of(2000, 1);
        all.monthDay = MonthDay.of(12, 31);
        all.zoneId = paris;
        all.zoneOffset = offset;
        all.offsetDateTime = OffsetDateTime.of(both, offset);
        all.offsetTime = OffsetTime.of(time, offset);
        all.zonedDateTime = ZonedDateTime.of(both, paris);
        all.dayOfWeek = DayOfWeek.FRIDAY;
        all.month = Month.MARCH;
        matrix.echo("echoTimes", TypeService::echoTimes, new Times(), all);
    }
}
