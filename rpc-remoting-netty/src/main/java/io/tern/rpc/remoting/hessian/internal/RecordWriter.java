// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record, component by component. */
final class RecordWriter implements ValueWriter {
    private final String className;
    private final Layout layout;
    private final Method[] accessors;

    RecordWriter(Class<?> type) {
        this.className = type.getName();
        RecordComponent[] components = type.getRecordComponents();
        this.layout = new Layout(
                className,
                Arrays.stream(components).map(RecordComponent::getName).toList());
        this.accessors =
                Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        for (Method accessor : accessors) {
            accessor.setAccessible(true);
        }
    }

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (out.writeReference(value)) {
            return;
        }
        out.beginObject(layout);
        for (Method accessor : accessors) {
            out.writeObject(component(accessor, value));
        }
    }

    private @Nullable Object component(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw Faults.encode("component " + accessor.getName() + " of record " + className + " cannot be read", e);
        }
    }
}
