// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A value class of the JDK, in its form. */
final class FormWriter implements ValueWriter {
    private final ValueForm form;
    private final Layout layout;
    // A helper object is made anew for each occurrence of a value, so peers never see it twice.
    private final boolean handle;

    FormWriter(ValueForm form) {
        this.form = form;
        this.handle = form.wireName().startsWith(JdkForms.HESSIAN);
        this.layout = new Layout(
                form.wireName(), form.parts().stream().map(ValueForm.Part::name).toList());
    }

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (handle) {
            out.skipReference();
        } else if (out.writeReference(value)) {
            return;
        }
        @Nullable Object[] parts = form.split(value);
        out.beginObject(layout);
        for (Object part : parts) {
            out.writeObject(part);
        }
    }
}
