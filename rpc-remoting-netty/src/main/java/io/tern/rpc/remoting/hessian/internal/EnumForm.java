// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum: one field, {@code name}. */
final class EnumForm extends ObjectForm {
    private static final Slot NAME = new PartSlot(0, TypeUse.STRING);

    private final Class<?> type;
    private final Map<String, Object> constants = new HashMap<>();

    /**
     * Reads an enum.
     *
     * @param type the enum itself, not the class of a constant with a body
     */
    EnumForm(Class<?> type) {
        this.type = type;
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
    }

    @Override
    Class<?> type() {
        return type;
    }

    @Override
    @Nullable
    Slot slot(String name) {
        return name.equals("name") ? NAME : null;
    }

    @Override
    Object start() {
        return new @Nullable Object[1];
    }

    @Override
    Object finish(Object state) {
        Object constant = constants.get((String) ((@Nullable Object[]) state)[0]);
        if (constant == null) {
            throw Faults.decode("enum " + type.getName()
                    + " has no constant of the name that was sent; the peer's version of it has more constants");
        }
        return constant;
    }
}
