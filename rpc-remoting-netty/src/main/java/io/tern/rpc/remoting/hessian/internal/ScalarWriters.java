// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Values without parts, and arrays of primitive values. */
final class ScalarWriters {
    private static final Layout CLASS = new Layout(Class.class.getName(), List.of("name"));

    private ScalarWriters() {}

    static Map<Class<?>, ValueWriter> all() {
        return Map.ofEntries(
                Map.entry(Boolean.class, (value, out) -> out.writeBoolean((Boolean) value)),
                Map.entry(Byte.class, (value, out) -> out.writeInt((Byte) value)),
                Map.entry(Short.class, (value, out) -> out.writeInt((Short) value)),
                Map.entry(Integer.class, (value, out) -> out.writeInt((Integer) value)),
                Map.entry(Long.class, (value, out) -> out.writeLong((Long) value)),
                // Through its decimal text, as Dubbo does: 0.1f arrives as the double 0.1.
                Map.entry(Float.class, (value, out) -> out.writeDouble(Double.parseDouble(value.toString()))),
                Map.entry(Double.class, (value, out) -> out.writeDouble((Double) value)),
                Map.entry(Character.class, (value, out) -> out.writeChar((Character) value)),
                Map.entry(String.class, (value, out) -> out.writeString((String) value)),
                Map.entry(Date.class, (value, out) -> out.writeDate((Date) value)),
                Map.entry(Class.class, ScalarWriters::writeClass),
                // Neither of the two counts as an object that can be referred to.
                Map.entry(byte[].class, (value, out) -> out.writeBytes((byte[]) value)),
                Map.entry(char[].class, (value, out) -> out.writeString(new String((char[]) value))),
                Map.entry(boolean[].class, ScalarWriters::writeBooleans),
                Map.entry(short[].class, ScalarWriters::writeShorts),
                Map.entry(int[].class, ScalarWriters::writeInts),
                Map.entry(long[].class, ScalarWriters::writeLongs),
                Map.entry(float[].class, ScalarWriters::writeFloats),
                Map.entry(double[].class, ScalarWriters::writeDoubles));
    }

    private static void writeClass(Object value, GuardedOutput out) throws IOException {
        if (!out.writeReference(value)) {
            out.beginObject(CLASS);
            out.writeString(((Class<?>) value).getName());
        }
    }

    private static void writeBooleans(Object value, GuardedOutput out) throws IOException {
        if (!out.writeReference(value)) {
            boolean[] array = (boolean[]) value;
            out.beginList(array.length, "[boolean");
            for (boolean element : array) {
                out.writeBoolean(element);
            }
        }
    }

    private static void writeShorts(Object value, GuardedOutput out) throws IOException {
        if (!out.writeReference(value)) {
            short[] array = (short[]) value;
            out.beginList(array.length, "[short");
            for (short element : array) {
                out.writeInt(element);
            }
        }
    }

    private static void writeInts(Object value, GuardedOutput out) throws IOException {
        if (!out.writeReference(value)) {
            int[] array = (int[]) value;
            out.beginList(array.length, "[int");
            for (int element : array) {
                out.writeInt(element);
            }
        }
    }

    private static void writeLongs(Object value, GuardedOutput out) throws IOException {
        if (!out.writeReference(value)) {
            long[] array = (long[]) value;
            out.beginList(array.length, "[long");
            for (long element : array) {
                out.writeLong(element);
            }
        }
    }

    private static void writeFloats(Object value, GuardedOutput out) throws IOException {
        if (!out.writeReference(value)) {
            float[] array = (float[]) value;
            out.beginList(array.length, "[float");
            for (float element : array) {
                out.writeDouble(element);
            }
        }
    }

    private static void writeDoubles(Object value, GuardedOutput out) throws IOException {
        if (!out.writeReference(value)) {
            double[] array = (double[]) value;
            out.beginList(array.length, "[double");
            for (double element : array) {
                out.writeDouble(element);
            }
        }
    }
}
