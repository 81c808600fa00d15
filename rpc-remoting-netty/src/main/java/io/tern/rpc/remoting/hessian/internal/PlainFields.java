// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fields that follow each other and whose values have no parts. Once they are in much use, one method handle writes them all,
 * which the JIT compiles like code that was written for the class; to make the first handles takes a process tens of
 * milliseconds, so no start waits for it. Values with parts do not pass through a handle, since its frames would make stacks deep.
 */
final class PlainFields implements ValueWriter {
    /** When the JIT has compiled what is in use, or is about to. */
    private static final int MUCH_USE = 5_000;

    private static final Map<Class<?>, Target> TARGETS = targets();

    private static final Logger log = LoggerFactory.getLogger(PlainFields.class);

    private final List<Field> fields;
    private final FieldWriter[] single;
    /** Not exact, as threads may count at the same time. */
    private int uses;
    /** Takes a GuardedOutput and the owner of the fields. Not volatile: method handles are immutable. */
    private @Nullable MethodHandle handle;

    /** A method of GuardedOutput. */
    private record Target(String method, Class<?> parameter) {}

    /**
     * Fields of one class.
     *
     * @param fields accessible and plain, at least one
     */
    PlainFields(List<Field> fields) {
        this.fields = List.copyOf(fields);
        this.single = fields.stream().map(FieldWriter::new).toArray(FieldWriter[]::new);
    }

    static boolean isPlain(Field field) {
        return TARGETS.containsKey(field.getType());
    }

    @Override
    public void write(Object owner, GuardedOutput out) throws IOException {
        MethodHandle made = handle;
        if (made != null) {
            write(made, owner, out);
            return;
        }
        for (FieldWriter field : single) {
            field.write(owner, out);
        }
        if (++uses == MUCH_USE) {
            handle = handleIfPossible();
        }
    }

    private static void write(MethodHandle handle, Object owner, GuardedOutput out) throws IOException {
        try {
            handle.invokeExact(out, owner);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null if this process can make no more code; the slow way works on. */
    private @Nullable MethodHandle handleIfPossible() {
        try {
            return all(fields);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            log.warn("Fields of {} are written one by one", fields.get(0).getDeclaringClass(), e);
            return null;
        }
    }

    // Halved, for fewer frames than in a chain.
    private static MethodHandle all(List<Field> fields) {
        int half = fields.size() / 2;
        return half == 0
                ? one(fields.get(0))
                : MethodHandles.foldArguments(all(fields.subList(half, fields.size())), all(fields.subList(0, half)));
    }

    private static MethodHandle one(Field field) {
        Target target = requireNonNull(TARGETS.get(field.getType()), "a field that is not plain");
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle writer = lookup.findVirtual(
                    GuardedOutput.class, target.method(), MethodType.methodType(void.class, target.parameter()));
            MethodHandle getter =
                    lookup.unreflectGetter(field).asType(MethodType.methodType(target.parameter(), Object.class));
            return MethodHandles.filterArguments(writer, 1, getter);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "field " + field.getDeclaringClass().getName() + "." + field.getName() + " cannot be read", e);
        }
    }

    private static Map<Class<?>, Target> targets() {
        Map<Class<?>, Target> targets = new HashMap<>();
        targets.put(boolean.class, new Target("writeBoolean", boolean.class));
        for (Class<?> type : List.of(byte.class, short.class, int.class)) {
            targets.put(type, new Target("writeInt", int.class));
        }
        targets.put(long.class, new Target("writeLong", long.class));
        for (Class<?> type : List.of(float.class, double.class)) {
            targets.put(type, new Target("writeDouble", double.class));
        }
        targets.put(char.class, new Target("writeChar", char.class));
        targets.put(String.class, new Target("writeString", String.class));
        for (Class<?> type : FieldWriter.DATES) {
            targets.put(type, new Target("writeDate", Date.class));
        }
        for (Class<?> type : List.of(Boolean.class, Byte.class, Short.class, Integer.class)) {
            targets.put(type, new Target("writeObject", Object.class));
        }
        for (Class<?> type : List.of(Long.class, Float.class, Double.class, Character.class)) {
            targets.put(type, new Target("writeObject", Object.class));
        }
        return Map.copyOf(targets);
    }
}
