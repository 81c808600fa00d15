// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
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
import org.jspecify.annotations.Nullable;

/** One field of each java.time type that hessian-lite knows, and the two enums of that package. */
public class Times implements Serializable {
    public @Nullable LocalDate localDate;
    public @Nullable LocalTime localTime;
    public @Nullable LocalDateTime localDateTime;
    public @Nullable Instant instant;
    public @Nullable Duration duration;
    public @Nullable Period period;
    public @Nullable Year year;
    public @Nullable YearMonth yearMonth;
    public @Nullable MonthDay monthDay;
    public @Nullable ZoneId zoneId;
    public @Nullable ZoneOffset zoneOffset;
    public @Nullable OffsetDateTime offsetDateTime;
    public @Nullable OffsetTime offsetTime;
    public @Nullable ZonedDateTime zonedDateTime;
    public @Nullable DayOfWeek dayOfWeek;
    public @Nullable Month month;
}
