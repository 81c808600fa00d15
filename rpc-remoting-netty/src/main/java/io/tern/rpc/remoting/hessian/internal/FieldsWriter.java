// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The fields of a class of the application, read by reflection. */
final class FieldsWriter implements ValueWriter {
    private final FieldWriter[] fields;

    FieldsWriter(Class<?> type) {
        this.fields = ClassFields.wireOrder(type).stream().map(FieldWriter::new).toArray(FieldWriter[]::new);
    }

    /** In the order in which the values are written. */
    List<String> names() {
        return Arrays.stream(fields).map(FieldWriter::name).toList();
    }

    @Override
    public void write(Object owner, GuardedOutput out) throws IOException {
        for (FieldWriter field : fields) {
            field.write(owner, out);
        }
    }
}
