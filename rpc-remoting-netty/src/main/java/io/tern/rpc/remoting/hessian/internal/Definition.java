// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.Nullable;

/**
 * A class definition: a name, and the fields that each of its objects then has, in order. Thread-safe, as messages with the same
 * bytes share one.
 */
final class Definition {
    private final String name;
    private final Resolution resolution;
    private final String[] fields;
    // Both are found again by whoever does not see them; what they refer to never changes.
    private @Nullable ObjectForm own;
    private @Nullable Plan plan;

    /** The form the last object was read by, and its slots; nearly always the same one. */
    private static final class Plan {
        private final ObjectForm form;
        private final @Nullable Slot[] slots;

        private Plan(ObjectForm form, @Nullable Slot[] slots) {
            this.form = form;
            this.slots = slots;
        }
    }

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

    /** The form of the class that the definition names. */
    ObjectForm form(Class<?> named, FormTable forms) {
        ObjectForm form = own;
        if (form == null) {
            form = forms.of(named);
            own = form;
        }
        return form;
    }

    @Nullable
    Slot[] slots(ObjectForm form) {
        Plan last = plan;
        if (last == null || last.form != form) {
            last = new Plan(form, slotsOf(form));
            plan = last;
        }
        return last.slots;
    }

    private @Nullable Slot[] slotsOf(ObjectForm form) {
        @Nullable Slot[] slots = new @Nullable Slot[fields.length];
        for (int i = 0; i < fields.length; i++) {
            slots[i] = form.slot(fields[i]);
        }
        return slots;
    }
}
