// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RemoteServiceException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exception. The fields of Throwable are closed to us, so they are collected and go through Throwable's constructor, with the
 * object allocated as its own class; the fields of the application's class are set afterwards.
 */
final class ThrowableForm extends ObjectForm {
    private static final int MESSAGE = 0;
    private static final int CAUSE = 1;
    private static final int TRACE = 2;
    private static final int SUPPRESSED = 3;
    private static final Map<String, Slot> THROWABLE_SLOTS = Map.of(
            "detailMessage", new Part(MESSAGE, TypeUse.STRING),
            "cause", new Part(CAUSE, TypeUse.THROWABLE),
            "stackTrace", new Part(TRACE, TypeUse.of(StackTraceElement[].class)),
            "suppressedExceptions", new Part(SUPPRESSED, TypeUse.throwables()));

    private final Class<?> type;
    private final @Nullable String remoteName;
    private final Map<String, Slot> slots = new HashMap<>();
    private final @Nullable Allocator withMessage;
    private final @Nullable Allocator withCause;

    private record Part(int index, TypeUse use) implements Slot {
        @Override
        public void set(Object state, @Nullable Object value) {
            ((Parts) state).values[index] = value;
        }
    }

    private record OwnField(FieldSlot field) implements Slot {
        @Override
        public TypeUse use() {
            return field.use();
        }

        @Override
        public void set(Object state, @Nullable Object value) {
            ((Parts) state).own.put(field, value);
        }
    }

    private static final class Parts {
        private final @Nullable Object[] values = new @Nullable Object[SUPPRESSED + 1];
        private final Map<FieldSlot, @Nullable Object> own = new LinkedHashMap<>();
    }

    /** Reads a class that this process has and admits. */
    ThrowableForm(Class<?> type) {
        this.type = type;
        this.remoteName = null;
        this.withMessage = Allocator.of(type, Throwable.class, String.class);
        this.withCause = Allocator.of(type, Throwable.class, String.class, Throwable.class);
        for (Field field : ClassFields.declared(type)) {
            if (!slots.containsKey(field.getName())) {
                ClassFields.open(field);
                slots.put(field.getName(), new OwnField(FieldSlot.of(field)));
            }
        }
        slots.putAll(THROWABLE_SLOTS);
    }

    /** Reads a class that this process does not have or does not admit: its name and message are all that is kept. */
    ThrowableForm(String remoteName) {
        this.type = RemoteServiceException.class;
        this.remoteName = remoteName;
        this.withMessage = null;
        this.withCause = null;
        slots.putAll(THROWABLE_SLOTS);
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
        return new Parts();
    }

    @Override
    Object finish(Object state) {
        Parts parts = (Parts) state;
        Throwable throwable = build((String) parts.values[MESSAGE], (Throwable) parts.values[CAUSE]);
        if (parts.values[TRACE] instanceof StackTraceElement[] trace) {
            throwable.setStackTrace(
                    Arrays.stream(trace).filter(Objects::nonNull).toArray(StackTraceElement[]::new));
        }
        if (parts.values[SUPPRESSED] instanceof Collection<?> suppressed) {
            for (Object one : suppressed) {
                if (one instanceof Throwable other && other != throwable) {
                    throwable.addSuppressed(other);
                }
            }
        }
        parts.own.forEach((field, value) -> field.set(throwable, value));
        return throwable;
    }

    @Override
    void setLate(Object object, Slot slot, Object value) {
        if (slot instanceof OwnField own) {
            own.field.set(object, value);
        } else if (slot == THROWABLE_SLOTS.get("cause")
                && object != value
                && object instanceof Throwable throwable
                && value instanceof Throwable cause
                && throwable.getCause() == null) {
            // A throwable that is its own cause is how Java says that there is none.
            throwable.initCause(cause);
        }
    }

    private Throwable build(@Nullable String message, @Nullable Throwable cause) {
        if (withMessage == null || withCause == null) {
            Throwable unknown = new RemoteServiceException(remoteName, message);
            return cause == null ? unknown : unknown.initCause(cause);
        }
        return (Throwable) (cause == null ? withMessage.allocate(message) : withCause.allocate(message, cause));
    }
}
