// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.Nullable;

/** A class as a value: its name, which passes the lookup like every other. */
final class ClassForm extends ObjectForm {
    private static final Slot NAME = new PartSlot(0, TypeUse.STRING);

    private final ClassLookup lookup;

    ClassForm(ClassLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    Class<?> type() {
        return Class.class;
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
        String name = (String) ((@Nullable Object[]) state)[0];
        if (name == null) {
            throw Faults.decode("a class without its name");
        }
        return lookup.resolveValue(name);
    }
}
