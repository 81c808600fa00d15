// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.Nullable;

/** A class definition of the message: a name, and the fields that each of its objects then has, in order. */
final class Definition {
    private final String name;
    private final Resolution resolution;
    private final String[] fields;
    // The form the last object was read by, and its slots; nearly always the same one.
    private @Nullable ObjectForm form;
    private @Nullable Slot[] slots = new @Nullable Slot[0];

    Definition(String name, Resolution resolution, String[] fields) {
        this.name = name;
        this.resolution = resolution;
        this.fields = fields;
    }

    String name() {
        return name;
    }

    Resolution resolution() {
        return resolution;
    }

    String[] fields() {
        return fields;
    }

    @Nullable
    Slot[] slots(ObjectForm wanted) {
        if (form != wanted) {
            slots = new @Nullable Slot[fields.length];
            for (int i = 0; i < fields.length; i++) {
                slots[i] = wanted.slot(fields[i]);
            }
            form = wanted;
        }
        return slots;
    }
}
