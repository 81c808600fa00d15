// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One value that is no container to another type: exactly, or not at all. */
@SuppressWarnings("JavaUtilDate") // What services declare is theirs to choose.
final class Scalars {
    /** Dubbo's way of writing a moment; of this process's time zone. */
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final int LONGEST_NUMBER = 1_000;
    private static final int LARGEST_SCALE = 10_000;

    private Scalars() {}

    /** What a literal says, which has no other types than text, number and boolean. */
    static Object ofLiteral(Object read, Class<?> raw) {
        Class<?> target = Types.boxed(raw);
        if (target == Object.class) {
            return read instanceof BigDecimal number ? plain(number) : read;
        } else if (target.isAssignableFrom(String.class)) {
            return read instanceof BigDecimal number ? number.toPlainString() : read.toString();
        } else if (target.isInstance(read)) {
            return read;
        } else if (read instanceof BigDecimal number) {
            return number(number, read, target);
        } else if (read instanceof String text) {
            return letterOrConstant(text, target);
        }
        throw unfit(read, raw);
    }

    /** What a peer says, whose language may have fewer types than the service. */
    static Object ofPeer(Object read, Class<?> raw) {
        Class<?> target = Types.boxed(raw);
        if (target.isInstance(read)) {
            return read;
        } else if (target.isAssignableFrom(String.class)) {
            return text(read, raw);
        } else if (read instanceof Number number) {
            return number(number, target);
        } else if (read instanceof String text) {
            return parsed(text, target);
        } else if (read instanceof Enum<?> constant) {
            return letterOrConstant(constant.name(), target);
        } else if (read instanceof Character letter) {
            return parsed(letter.toString(), target);
        } else if (read instanceof Date date) {
            return target == Instant.class ? Instant.ofEpochMilli(date.getTime()) : date(date.getTime(), date, target);
        }
        throw unfit(read, raw);
    }

    private static Object text(Object read, Class<?> raw) {
        if (read instanceof BigDecimal number) {
            return Math.abs((long) number.scale()) > LARGEST_SCALE ? number.toString() : number.toPlainString();
        } else if (read instanceof Enum<?> constant) {
            return constant.name();
        } else if (read instanceof Date date) {
            return MOMENT.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(date.getTime()), ZoneId.systemDefault()));
        } else if (read instanceof Number || read instanceof Boolean || read instanceof Character) {
            return read.toString();
        }
        throw unfit(read, raw);
    }

    private static Object number(Number number, Class<?> target) {
        if (Date.class.isAssignableFrom(target)) {
            return date(number.longValue(), number, target);
        }
        boolean broken = number instanceof Double || number instanceof Float;
        if (broken && target == Double.class) {
            return number.doubleValue();
        } else if (broken && target == Float.class) {
            return number.floatValue();
        }
        if (broken && !Double.isFinite(number.doubleValue())) {
            throw unfit(number, target);
        }
        return number(decimal(number.toString(), number, target), number, target);
    }

    private static BigDecimal decimal(String text, Object read, Class<?> target) {
        try {
            if (text.length() <= LONGEST_NUMBER) {
                BigDecimal number = new BigDecimal(text);
                if (Math.abs((long) number.scale()) <= LARGEST_SCALE) {
                    return number;
                }
            }
        } catch (NumberFormatException e) {
            // The message of this one repeats the text.
        }
        throw unfit(read, target);
    }

    private static Object number(BigDecimal number, Object read, Class<?> target) {
        try {
            if (target == Integer.class) {
                return number.intValueExact();
            } else if (target == Long.class) {
                return number.longValueExact();
            } else if (target == Double.class) {
                return number.doubleValue();
            } else if (target == Float.class) {
                return number.floatValue();
            } else if (target == Short.class) {
                return number.shortValueExact();
            } else if (target == Byte.class) {
                return number.byteValueExact();
            } else if (target == BigInteger.class) {
                return number.toBigIntegerExact();
            } else if (target == Number.class || target == BigDecimal.class) {
                return number;
            }
        } catch (ArithmeticException e) {
            throw unfit(read, target);
        }
        throw unfit(read, target);
    }

    /** As Dubbo reads JSON into an object: whole numbers as int if they fit. */
    private static Object plain(BigDecimal number) {
        if (number.scale() > 0) {
            return number;
        }
        BigInteger whole = number.toBigInteger();
        if (whole.bitLength() < Integer.SIZE) {
            return whole.intValue();
        }
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    private static Object parsed(String text, Class<?> target) {
        if (Number.class.isAssignableFrom(target)) {
            return number(decimal(text.strip(), text, target), text, target);
        } else if (target == Boolean.class && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return Boolean.valueOf(text);
        }
        try {
            if (Date.class.isAssignableFrom(target)) {
                return date(moment(text.strip()), text, target);
            } else if (target == UUID.class) {
                return UUID.fromString(text);
            } else if (target == LocalDateTime.class) {
                return LocalDateTime.parse(text.strip().replace(' ', 'T'));
            } else if (target.getPackageName().equals("java.time") && !target.isEnum()) {
                return ZoneId.class.isAssignableFrom(target) ? zone(text, target) : parsedTime(text, target);
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // Their messages repeat the text.
            throw unfit(text, target);
        }
        return letterOrConstant(text, target);
    }

    private static Object zone(String text, Class<?> target) {
        return target == ZoneOffset.class ? ZoneOffset.of(text) : ZoneId.of(text);
    }

    /** All classes of java.time that are values have a {@code parse}, but for zones. */
    private static Object parsedTime(String text, Class<?> target) {
        try {
            Object parsed = target.getMethod("parse", CharSequence.class).invoke(null, text.strip());
            if (parsed != null) {
                return parsed;
            }
        } catch (ReflectiveOperationException e) {
            // It has none, or did not understand the text.
        }
        throw unfit(text, target);
    }

    private static long moment(String text) {
        boolean hasZone = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
        if (text.indexOf('T') > 0 && hasZone) {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        }
        LocalDateTime local = text.length() == "yyyy-MM-dd".length()
                ? LocalDate.parse(text).atStartOfDay()
                : LocalDateTime.parse(text.replace(' ', 'T'));
        return local.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    }

    /** A date, or one of the classes that databases have for it. */
    private static Object date(long millis, Object read, Class<?> target) {
        if (target == Date.class) {
            return new Date(millis);
        }
        try {
            if (Date.class.isAssignableFrom(target)) {
                return target.getConstructor(long.class).newInstance(millis);
            }
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(target.getTypeName() + " refuses this moment", e.getCause());
        } catch (ReflectiveOperationException e) {
            // Not one that can be made of a moment alone.
        }
        throw unfit(read, target);
    }

    private static Object letterOrConstant(String text, Class<?> target) {
        if (target == Character.class && text.length() == 1) {
            return text.charAt(0);
        } else if (target.isEnum()) {
            for (Object constant : target.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
        }
        throw unfit(text, target);
    }

    /** The zero of a primitive; null if the type is none. */
    static @Nullable Object zero(Class<?> type) {
        if (!type.isPrimitive() || type == void.class) {
            return null;
        } else if (type == boolean.class) {
            return false;
        }
        return type == char.class ? (Object) '\0' : zeroNumber(Types.boxed(type));
    }

    /** The zero of a kind of number. */
    static Object zeroNumber(Class<?> target) {
        return number(BigDecimal.ZERO, BigDecimal.ZERO, target);
    }

    /** Without the value: it may be long, and not for everybody's eyes. */
    static IllegalArgumentException unfit(Object read, Class<?> type) {
        String kind = "a " + read.getClass().getSimpleName();
        if (read instanceof String || read instanceof Character) {
            kind = "a text";
        } else if (read instanceof Number) {
            kind = "this number";
        } else if (read instanceof Boolean) {
            kind = "a boolean";
        } else if (read instanceof Date) {
            kind = "a date";
        } else if (read instanceof Collection) {
            kind = "a list";
        }
        return new IllegalArgumentException(kind + " is no " + type.getTypeName());
    }
}
