// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Date;
import java.util.Map;
import java.util.Set;

/** One field of a class of the application, read by reflection. */
final class FieldWriter implements ValueWriter {
    static final Set<Class<?>> DATES =
            Set.of(Date.class, java.sql.Date.class, java.sql.Time.class, java.sql.Timestamp.class);
    private static final Map<Class<?>, Kind> PRIMITIVES = Map.of(
            boolean.class, Kind.BOOLEAN,
            byte.class, Kind.INT,
            short.class, Kind.INT,
            int.class, Kind.INT,
            long.class, Kind.LONG,
            float.class, Kind.REAL,
            double.class, Kind.REAL,
            char.class, Kind.CHAR);

    private final Field field;
    private final Kind kind;

    private enum Kind {
        BOOLEAN,
        INT,
        LONG,
        /** A float is widened, as Dubbo does with fields; an object Float goes through its decimal text. */
        REAL,
        CHAR,
        /** The field's type tells the reader which kind of date it is: all are java.util.Date in this protocol. */
        DATE,
        OBJECT
    }

    /**
     * A field.
     *
     * @param field accessible
     */
    FieldWriter(Field field) {
        this.field = field;
        this.kind = kind(field.getType());
    }

    @Override
    public void write(Object owner, GuardedOutput out) throws IOException {
        try {
            switch (kind) {
                case BOOLEAN -> out.writeBoolean(field.getBoolean(owner));
                case INT -> out.writeInt(field.getInt(owner));
                case LONG -> out.writeLong(field.getLong(owner));
                case REAL -> out.writeDouble(field.getDouble(owner));
                case CHAR -> out.writeChar(field.getChar(owner));
                case DATE -> out.writeDate((Date) field.get(owner));
                case OBJECT -> out.writeObject(field.get(owner));
            }
        } catch (IllegalAccessException e) {
            throw Faults.encode(
                    "field " + field.getDeclaringClass().getName() + "." + field.getName() + " cannot be read", e);
        }
    }

    private static Kind kind(Class<?> type) {
        if (DATES.contains(type)) {
            return Kind.DATE;
        }
        return PRIMITIVES.getOrDefault(type, Kind.OBJECT);
    }
}
