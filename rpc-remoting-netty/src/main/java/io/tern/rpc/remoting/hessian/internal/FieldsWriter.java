// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** The fields of a class of the application. */
final class FieldsWriter implements ValueWriter {
    private final List<String> names;
    private final ValueWriter[] parts;

    FieldsWriter(Class<?> type) {
        List<Field> fields = ClassFields.wireOrder(type);
        fields.forEach(ClassFields::open);
        this.names = fields.stream().map(Field::getName).toList();
        List<ValueWriter> parts = new ArrayList<>();
        int from = 0;
        while (from < fields.size()) {
            int to = from;
            while (to < fields.size() && PlainFields.isPlain(fields.get(to))) {
                to++;
            }
            if (to > from) {
                parts.add(new PlainFields(fields.subList(from, to)));
                from = to;
            } else {
                parts.add(new FieldWriter(fields.get(from++)));
            }
        }
        this.parts = parts.toArray(ValueWriter[]::new);
    }

    /** In the order in which the values are written. */
    List<String> names() {
        return names;
    }

    @Override
    public void write(Object owner, GuardedOutput out) throws IOException {
        for (ValueWriter part : parts) {
            part.write(owner, out);
        }
    }
}
