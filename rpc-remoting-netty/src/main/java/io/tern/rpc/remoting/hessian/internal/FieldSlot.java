// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A field of a class of the application. */
record FieldSlot(Field field, TypeUse use) implements Slot {
    static FieldSlot of(Field field) {
        return new FieldSlot(field, TypeUse.of(field.getType(), field.getGenericType()));
    }

    @Override
    public void set(Object state, @Nullable Object value) {
        if (value == null && field.getType().isPrimitive()) {
            return;
        }
        try {
            field.set(state, value);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw Faults.decode(
                    "field " + field.getDeclaringClass().getName() + "." + field.getName() + " cannot be set", e);
        }
    }
}
