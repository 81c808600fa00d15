// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.ByteArrayInputStream;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scalars of declared types, with Dubbo's conversions. */
final class Coercion {
    private static final Map<Class<?>, Object> ZEROS = Map.of(
            boolean.class,
            false,
            byte.class,
            (byte) 0,
            short.class,
            (short) 0,
            char.class,
            '\0',
            int.class,
            0,
            long.class,
            0L,
            float.class,
            0f,
            double.class,
            0d);

    private Coercion() {}

    /** Zero or false of a primitive type; null of others. */
    static @Nullable Object zero(Class<?> type) {
        return ZEROS.get(type);
    }

    /** Reads a value whose tag, which comes next, is not that of an object, list, map or reference. */
    static @Nullable Object read(ScalarInput in, ByteSource source, TypeUse use, int tag) {
        if (tag == Tags.NULL) {
            source.read();
            return zero(use.raw());
        }
        TypeUse.Kind kind = use.kind();
        // By far the most; the processor foresees these branches better than a jump to one of many places.
        if (kind == TypeUse.Kind.TEXT) {
            return in.readString(Integer.MAX_VALUE);
        }
        if (kind == TypeUse.Kind.INT) {
            return in.readInt();
        }
        return switch (kind) {
            case BOOLEAN -> in.readBoolean();
            case BYTE -> (byte) in.readInt();
            case SHORT -> (short) in.readInt();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> (float) in.readDouble();
            case DOUBLE -> in.readDouble();
            case CHAR -> character(in.readString(Integer.MAX_VALUE), use);
            case TEXT -> in.readString(Integer.MAX_VALUE);
            case DATE -> in.readDate();
            case BYTES -> in.readBytes();
            case CHARS -> chars(in.readString(Integer.MAX_VALUE));
            case STREAM -> stream(in.readBytes());
            case OTHER -> in.readScalar(source.read());
        };
    }

    /** Whether an object that was read by its own class fits; a number fits every numeric type. */
    static @Nullable Object fit(TypeUse use, Object value) {
        if (use.raw().isInstance(value)) {
            return value;
        }
        if (value instanceof Number number) {
            return switch (use.kind()) {
                case BYTE -> number.byteValue();
                case SHORT -> number.shortValue();
                case INT -> number.intValue();
                case LONG -> number.longValue();
                case FLOAT -> number.floatValue();
                case DOUBLE -> number.doubleValue();
                default -> null;
            };
        }
        if (value instanceof Date date && Date.class.isAssignableFrom(use.raw())) {
            return sqlDate(use.raw(), date);
        }
        boolean same = (value instanceof Boolean && use.kind() == TypeUse.Kind.BOOLEAN)
                || (value instanceof Character && use.kind() == TypeUse.Kind.CHAR);
        return same ? value : null;
    }

    // Fields of these types are sent as plain dates.
    @SuppressWarnings("JavaUtilDate")
    private static @Nullable Date sqlDate(Class<?> type, Date date) {
        if (type == Timestamp.class) {
            return new Timestamp(date.getTime());
        }
        if (type == java.sql.Date.class) {
            return new java.sql.Date(date.getTime());
        }
        return type == Time.class ? new Time(date.getTime()) : null;
    }

    private static @Nullable Object character(@Nullable String text, TypeUse use) {
        if (text == null || text.isEmpty()) {
            return zero(use.raw());
        }
        return text.charAt(0);
    }

    private static char @Nullable [] chars(@Nullable String text) {
        return text == null ? null : text.toCharArray();
    }

    private static @Nullable ByteArrayInputStream stream(byte @Nullable [] bytes) {
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }
}
