// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.util.List;

/** A Serializable class of the application, field by field. */
final class BeanWriter implements ValueWriter {
    private final String className;
    private final List<FieldWriter> fields;
    private final String[] names;

    BeanWriter(Class<?> type) {
        this.className = type.getName();
        this.fields = ClassFields.wireOrder(type).stream().map(FieldWriter::new).toList();
        this.names = fields.stream().map(FieldWriter::name).toArray(String[]::new);
    }

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (out.addRef(value)) {
            return;
        }
        out.beginObject(className, names);
        for (FieldWriter field : fields) {
            field.write(value, out);
        }
    }
}
