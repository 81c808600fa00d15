// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.util.Arrays;

/** A Serializable class of the application, field by field. */
final class BeanWriter implements ValueWriter {
    private final Layout layout;
    private final FieldWriter[] fields;

    BeanWriter(Class<?> type) {
        this.fields = ClassFields.wireOrder(type).stream().map(FieldWriter::new).toArray(FieldWriter[]::new);
        this.layout = new Layout(
                type.getName(), Arrays.stream(fields).map(FieldWriter::name).toList());
    }

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (out.writeReference(value)) {
            return;
        }
        out.beginObject(layout);
        for (FieldWriter field : fields) {
            field.write(value, out);
        }
    }
}
