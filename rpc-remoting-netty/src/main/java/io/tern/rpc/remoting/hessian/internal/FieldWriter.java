// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Date;
import java.util.Set;

/** One field of a class of the application. */
final class FieldWriter {
    private static final Set<Class<?>> DATES =
            Set.of(Date.class, java.sql.Date.class, java.sql.Time.class, java.sql.Timestamp.class);

    private final Field field;
    private final boolean date;
    private final boolean real;

    FieldWriter(Field field) {
        ClassFields.open(field);
        this.field = field;
        this.date = DATES.contains(field.getType());
        this.real = field.getType() == float.class;
    }

    String name() {
        return field.getName();
    }

    // Dates are java.util.Date in this protocol.
    @SuppressWarnings("JavaUtilDate")
    void write(Object owner, GuardedOutput out) throws IOException {
        Object value;
        try {
            value = field.get(owner);
        } catch (IllegalAccessException e) {
            throw Faults.encode("field " + field.getDeclaringClass().getName() + "." + name() + " cannot be read", e);
        }
        if (real) {
            // Widened, as Dubbo does with fields; an object Float goes through its decimal text.
            out.writeDouble((Float) value);
        } else if (date && value instanceof Date time) {
            // The field's type tells the reader which kind of date it is.
            out.writeUTCDate(time.getTime());
        } else {
            out.writeObject(value);
        }
    }
}
