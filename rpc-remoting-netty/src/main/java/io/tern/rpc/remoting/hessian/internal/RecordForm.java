// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record: its components, then its canonical constructor. */
final class RecordForm extends ObjectForm {
    private final Class<?> type;
    private final Map<String, Slot> slots = new HashMap<>();
    private final @Nullable Object[] defaults;
    private final Constructor<?> constructor;

    RecordForm(Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        this.defaults = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            TypeUse use = TypeUse.of(components[i].getType(), components[i].getGenericType());
            slots.put(components[i].getName(), new PartSlot(i, use));
            defaults[i] = Coercion.zero(components[i].getType());
        }
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record " + type.getName() + " cannot be built", e);
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
        return defaults.clone();
    }

    @Override
    Object finish(Object state) {
        try {
            return constructor.newInstance((@Nullable Object[]) state);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw Faults.decode("the constructor of record " + type.getName() + " failed", e);
        }
    }
}
