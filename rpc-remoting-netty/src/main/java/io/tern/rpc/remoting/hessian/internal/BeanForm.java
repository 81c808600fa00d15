// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Serializable class of the application: allocated without constructor, fields set one by one, then readResolve. */
final class BeanForm extends ObjectForm {
    private final Class<?> type;
    private final Allocator allocator;
    private final Map<String, Slot> slots = new HashMap<>();
    private final @Nullable Method readResolve;

    BeanForm(Class<?> type) {
        this.type = type;
        this.allocator = Allocator.of(type, Object.class);
        this.readResolve = ClassFields.special(type, "readResolve");
        for (Field field : ClassFields.declared(type)) {
            // Of fields of the same name the subclass's wins, as in Dubbo.
            if (!slots.containsKey(field.getName())) {
                ClassFields.open(field);
                slots.put(field.getName(), FieldSlot.of(field));
            }
        }
    }

    @Override
    Class<?> type() {
        return type;
    }

    @Override
    @Nullable
    Slot slot(String name) {
        return slots.get(name);
    }

    @Override
    Object start() {
        return allocator.allocate();
    }

    @Override
    boolean isDirect() {
        return true;
    }

    @Override
    Object finish(Object state) {
        if (readResolve == null) {
            return state;
        }
        try {
            Object resolved = readResolve.invoke(state);
            if (resolved == null) {
                throw Faults.decode("readResolve of " + type.getName() + " returned null");
            }
            return resolved;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw Faults.decode("readResolve of " + type.getName() + " failed", e);
        }
    }

    @Override
    void setLate(Object object, Slot slot, Object value) {
        slot.set(object, value);
    }

    /** Whether readResolve may put an object of another class in the place of this one. */
    boolean isReplaced() {
        return readResolve != null;
    }
}
