// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value class of the JDK in the form Dubbo's peers give it: often a helper class of hessian-lite with a few fields. */
final class ValueForm extends ObjectForm {
    /** A field of the form. */
    record Part(String name, Class<?> type) {}

    private final Class<?> type;
    private final String wireName;
    private final List<Part> parts;
    private final List<PartSlot> slots;
    private final Function<Object, @Nullable Object[]> split;
    private final Function<Parts, Object> build;

    /** Access to the parts that were read; a part that is missing or of another type is an error where one is needed. */
    static final class Parts {
        private final ValueForm form;
        private final @Nullable Object[] values;

        private Parts(ValueForm form, @Nullable Object[] values) {
            this.form = form;
            this.values = values;
        }

        @Nullable
        Object optional(int index) {
            return values[index];
        }

        Object required(int index) {
            Object value = values[index];
            if (value == null) {
                throw Faults.decode("field " + form.parts.get(index).name() + " of " + form.wireName + " is missing");
            }
            return value;
        }

        String text(int index) {
            return (String) required(index);
        }

        int number(int index) {
            return (Integer) required(index);
        }
    }

    /**
     * Describes a form.
     *
     * @param parts in wire order
     * @param split the parts of a value, in that order
     * @param build the value of the parts; may throw anything
     */
    ValueForm(
            Class<?> type,
            String wireName,
            List<Part> parts,
            Function<Object, @Nullable Object[]> split,
            Function<Parts, Object> build) {
        this.type = type;
        this.wireName = wireName.intern();
        this.parts = parts;
        this.split = split;
        this.build = build;
        this.slots = java.util.stream.IntStream.range(0, parts.size())
                .mapToObj(i -> new PartSlot(i, TypeUse.of(parts.get(i).type())))
                .toList();
    }

    /** The class name in the bytes. */
    String wireName() {
        return wireName;
    }

    List<Part> parts() {
        return parts;
    }

    /** The parts of a value, in wire order. */
    @Nullable
    Object[] split(Object value) {
        return split.apply(value);
    }

    @Override
    Class<?> type() {
        return type;
    }

    @Override
    @Nullable
    Slot slot(String name) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).name().equals(name)) {
                return slots.get(i);
            }
        }
        return null;
    }

    @Override
    Object start() {
        @Nullable Object[] values = new @Nullable Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Coercion.zero(parts.get(i).type());
        }
        return values;
    }

    @Override
    Object finish(Object state) {
        try {
            return build.apply(new Parts(this, (@Nullable Object[]) state));
        } catch (io.tern.rpc.RpcSerializationException e) {
            throw e;
        } catch (RuntimeException e) {
            // Its text can quote the value.
            throw Faults.decode("the fields of " + wireName + " do not make a " + type.getName() + " ("
                    + e.getClass().getName() + ")");
        }
    }
}
