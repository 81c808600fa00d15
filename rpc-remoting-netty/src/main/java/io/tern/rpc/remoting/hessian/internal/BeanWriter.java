// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;

/** A Serializable class of the application, field by field. */
final class BeanWriter implements ValueWriter {
    private final Layout layout;
    private final FieldsWriter fields;

    BeanWriter(Class<?> type) {
        this.fields = new FieldsWriter(type);
        this.layout = new Layout(type.getName(), fields.names());
    }

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (out.writeReference(value)) {
            return;
        }
        out.beginObject(layout);
        fields.write(value, out);
    }
}
