// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RpcSerializationException;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A field of a class of the application. */
final class FieldSlot implements Slot {
    private final Field field;
    private final TypeUse use;
    private final boolean primitive;

    private FieldSlot(Field field, TypeUse use) {
        this.field = field;
        this.use = use;
        this.primitive = field.getType().isPrimitive();
    }

    static FieldSlot of(Field field) {
        return new FieldSlot(field, TypeUse.of(field.getType(), field.getGenericType()));
    }

    @Override
    public TypeUse use() {
        return use;
    }

    /** Whether {@link #read} can be used: a primitive type, which is then never made an object. */
    boolean isPrimitive() {
        return primitive;
    }

    /** Reads a scalar of a primitive type and stores it; null counts as zero. */
    void read(ScalarInput in, Object state) {
        try {
            switch (use.kind()) {
                case BOOLEAN -> field.setBoolean(state, in.readBoolean());
                case BYTE -> field.setByte(state, (byte) in.readInt());
                case SHORT -> field.setShort(state, (short) in.readInt());
                case INT -> field.setInt(state, in.readInt());
                case LONG -> field.setLong(state, in.readLong());
                case FLOAT -> field.setFloat(state, (float) in.readDouble());
                case DOUBLE -> field.setDouble(state, in.readDouble());
                default -> {
                    String text = in.readString(Integer.MAX_VALUE);
                    field.setChar(state, text == null || text.isEmpty() ? '\0' : text.charAt(0));
                }
            }
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw notSet(e);
        }
    }

    @Override
    public void set(Object state, @Nullable Object value) {
        if (value == null && primitive) {
            return;
        }
        try {
            field.set(state, value);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw notSet(e);
        }
    }

    private RpcSerializationException notSet(Exception cause) {
        return Faults.decode(
                "field " + field.getDeclaringClass().getName() + "." + field.getName() + " cannot be set", cause);
    }
}
